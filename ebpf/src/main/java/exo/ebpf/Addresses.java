package exo.ebpf;

/**
 * What an address is to a program. A program never sees a machine's address: each region that it can reach has a fixed place in an
 * address space of its own, and what a program computes with is an offset from there. So a pointer tells nothing, and every run of a
 * program computes the same, wherever its memory lies. The upper half of an address names the region, the lower is the offset.
 */
public final class Addresses {
    /** Of the bits of an address that say where in a region. */
    public static final int OFFSET_BITS = 32;

    /** The stacks of a run's frames, {@link Limits#STACK_BYTES} each; the first frame's is the topmost. */
    public static final int REGION_STACK = 1;
    /** What the program was called with in r1, with its length in r2: a packet, for instance. */
    public static final int REGION_MEMORY = 2;
    /** What the program's owner keeps for it from run to run: its variables and maps. */
    public static final int REGION_AREA = 3;

    public static final long STACK = (long) REGION_STACK << OFFSET_BITS;
    public static final long MEMORY = (long) REGION_MEMORY << OFFSET_BITS;
    public static final long AREA = (long) REGION_AREA << OFFSET_BITS;

    /** r10 of the first frame: one behind the last byte of its stack. That of a called function is {@link Limits#STACK_BYTES} lower. */
    public static final long STACK_TOP = STACK + (long) Limits.FRAMES * Limits.STACK_BYTES;

    private Addresses() {
    }
}
