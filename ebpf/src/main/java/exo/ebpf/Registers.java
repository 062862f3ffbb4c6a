package exo.ebpf;

/** The registers of an interpreted run and what its frames keep of their callers', in scratch memory. */
final class Registers {
    private static final int FRAME_POINTER = Limits.REGISTERS - 1;
    /** The registers that a call keeps, r6 to r9. */
    private static final int KEPT_FIRST = 6;
    private static final int KEPT = 4;

    // ---- where, from the start of the scratch memory
    private static final int DEPTH = Limits.REGISTERS * Long.BYTES;
    private static final int FRAMES = DEPTH + Long.BYTES;
    /** Of a frame: the caller's registers, and the instruction where it goes on. */
    private static final int RETURN = KEPT * Long.BYTES;
    private static final int FRAME_BYTES = RETURN + Long.BYTES;

    static final int SCRATCH_BYTES = FRAMES + (Limits.FRAMES - 1) * FRAME_BYTES;

    private final Memory memory;

    Registers(Memory memory) {
        this.memory = memory;
    }

    /** As a run begins: all 0 but r10, in the first frame. */
    void clear(long scratch) {
        for (int register = 0; register < FRAME_POINTER; register++) {
            set(scratch, register, 0);
        }
        set(scratch, FRAME_POINTER, Addresses.STACK_TOP);
        memory.store64(scratch + DEPTH, 0);
    }

    long get(long scratch, int register) {
        return memory.load64(scratch + (long) register * Long.BYTES);
    }

    void set(long scratch, int register, long value) {
        memory.store64(scratch + (long) register * Long.BYTES, value);
    }

    /** Frames below the first. */
    int depth(long scratch) {
        return (int) memory.load64(scratch + DEPTH);
    }

    /** A call. {@link #depth} is less than its maximum. */
    void enter(long scratch, int returnTo) {
        int depth = depth(scratch);
        long frame = frame(scratch, depth);
        for (int kept = 0; kept < KEPT; kept++) {
            memory.store64(frame + (long) kept * Long.BYTES, get(scratch, KEPT_FIRST + kept));
        }
        memory.store64(frame + RETURN, returnTo);
        set(scratch, FRAME_POINTER, get(scratch, FRAME_POINTER) - Limits.STACK_BYTES);
        memory.store64(scratch + DEPTH, depth + 1L);
    }

    /** A return, with {@link #depth} above 0. Gives the instruction where the caller goes on. */
    int leave(long scratch) {
        int depth = depth(scratch) - 1;
        long frame = frame(scratch, depth);
        for (int kept = 0; kept < KEPT; kept++) {
            set(scratch, KEPT_FIRST + kept, memory.load64(frame + (long) kept * Long.BYTES));
        }
        set(scratch, FRAME_POINTER, get(scratch, FRAME_POINTER) + Limits.STACK_BYTES);
        memory.store64(scratch + DEPTH, depth);
        return (int) memory.load64(frame + RETURN);
    }

    private static long frame(long scratch, int depth) {
        return scratch + FRAMES + (long) depth * FRAME_BYTES;
    }
}
