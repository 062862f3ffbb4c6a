package exo.aegis;

/** What a filter keeps of whom its packets are for: indices of an environment, a ring and a program, 16 bits each. */
final class PacketTarget {
    private static final int RING_SHIFT = 16;
    private static final int PROGRAM_SHIFT = 32;
    private static final int MASK = 0xffff;

    private PacketTarget() {
    }

    static long of(int owner, int ring, int program) {
        return owner | (long) ring << RING_SHIFT | (long) program << PROGRAM_SHIFT;
    }

    static int owner(long target) {
        return (int) target & MASK;
    }

    static int ring(long target) {
        return (int) (target >>> RING_SHIFT) & MASK;
    }

    static int program(long target) {
        return (int) (target >>> PROGRAM_SHIFT) & MASK;
    }
}
