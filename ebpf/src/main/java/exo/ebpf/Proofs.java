package exo.ebpf;

/**
 * What the checker found out about each instruction's access, for the compiler: one byte an instruction, at {@link Program#PROOFS}. Only an
 * instruction that loads or stores (atomics among them) has another value than {@link #NONE}. Final once the program is accepted.
 *
 * <p>Proved means: at every execution of the instruction the base register holds an address of that region, and all bytes of the access are
 * in the region, and writable if it writes. It is about addresses as the program sees them ({@link Addresses}): base and offset are added as
 * 64-bit numbers, and only the sum need be in the region.
 */
public final class Proofs {
    /** No access; or one that no execution reaches, of which nothing is known: whatever is compiled for it never runs. */
    public static final int NONE = 0;
    /** In the stack: the frame's own, or one of a frame that called it, all of which lie together. */
    public static final int STACK = Addresses.REGION_STACK;
    public static final int MEMORY = Addresses.REGION_MEMORY;
    public static final int AREA = Addresses.REGION_AREA;
    /** Nothing is proved: it must be checked at the run. Only with {@link Program#GUARDED}; else the program is refused. */
    public static final int GUARD = 4;

    private Proofs() {
    }

    /** Of an instruction of an accepted program. */
    public static int at(Memory memory, long program, int instruction) {
        return memory.load8(memory.load64(program + Program.PROOFS) + instruction);
    }
}
