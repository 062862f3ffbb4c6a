package exo.ebpf;

/** The fields of an instruction in its 64 bits, little-endian (RFC 9669, section 3). */
public final class Instruction {
    private static final int REGISTER_MASK = 15;
    private static final int OPCODE_MASK = 255;

    private Instruction() {
    }

    public static int opcode(long word) {
        return (int) word & OPCODE_MASK;
    }

    public static int destination(long word) {
        return (int) (word >>> 8) & REGISTER_MASK;
    }

    public static int source(long word) {
        return (int) (word >>> 12) & REGISTER_MASK;
    }

    public static int offset(long word) {
        return (short) (word >>> 16);
    }

    public static int immediate(long word) {
        return (int) (word >>> 32);
    }

    public static long of(int opcode, int destination, int source, int offset, int immediate) {
        return opcode & OPCODE_MASK | (long) (destination & REGISTER_MASK) << 8 | (long) (source & REGISTER_MASK) << 12
                | (offset & 0xffffL) << 16 | (long) immediate << 32;
    }
}
