package exo.ebpf;

/** What an atomic instruction's immediate says (RFC 9669, section 5.3). */
public final class Atomic {
    private Atomic() {
    }

    /** Whether the old value comes back in the source register: with FETCH, but that of a compare and exchange comes back in r0. */
    public static boolean writesSource(int immediate) {
        return (immediate & Opcode.FETCH) != 0 && immediate != Opcode.COMPARE_EXCHANGE;
    }

    /** What is stored, computed in 64 bits; a narrow store takes the low ones. {@code equal}: what a compare and exchange found. */
    public static long stored(int immediate, long old, long source, boolean equal) {
        switch (immediate & ~Opcode.FETCH) {
            case Opcode.ADD:
                return old + source;
            case Opcode.OR:
                return old | source;
            case Opcode.AND:
                return old & source;
            case Opcode.XOR:
                return old ^ source;
            case Opcode.EXCHANGE & ~Opcode.FETCH:
                return source;
            default:
                return equal ? source : old;
        }
    }
}
