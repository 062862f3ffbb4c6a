package exo.ebpf;

/** Where an address of a program is in {@link Memory}: the check that the interpreter makes of every access. */
public final class Regions {
    /** No address of any memory. */
    public static final long NOWHERE = -1;

    private static final long OFFSET_MASK = (1L << Addresses.OFFSET_BITS) - 1;

    private final Memory memory;

    public Regions(Memory memory) {
        this.memory = memory;
    }

    /**
     * Where {@code bytes} bytes at a program's {@code address} are, or {@link #NOWHERE} if they are not all in one region of the run, or
     * are to be written and the region is read-only, or are fewer than one. Both numbers may be any.
     */
    public long place(long program, long run, long address, long bytes, boolean writes) {
        long region = address >>> Addresses.OFFSET_BITS;
        long offset = address & OFFSET_MASK;
        if (region == Addresses.REGION_STACK) {
            return within(memory.load64(run + Run.STACK), (long) Limits.FRAMES * Limits.STACK_BYTES, offset, bytes);
        }
        if (region == Addresses.REGION_MEMORY && (!writes || has(program, Program.MEMORY_WRITABLE))) {
            return within(memory.load64(run + Run.MEMORY), memory.load64(run + Run.MEMORY_BYTES), offset, bytes);
        }
        if (region == Addresses.REGION_AREA && (!writes || has(program, Program.AREA_WRITABLE))) {
            return within(memory.load64(run + Run.AREA), memory.load64(run + Run.AREA_BYTES), offset, bytes);
        }
        return NOWHERE;
    }

    /** A sum of offset and bytes could wrap. */
    private static long within(long region, long regionBytes, long offset, long bytes) {
        return bytes > 0 && bytes <= regionBytes - offset ? region + offset : NOWHERE;
    }

    private boolean has(long program, long flag) {
        return (memory.load64(program + Program.FLAGS) & flag) != 0;
    }
}
