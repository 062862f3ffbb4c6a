package exo.ebpf;

/**
 * One run of a program: a record of {@link #BYTES} bytes in {@link Memory}, filled by who starts it, the same for interpreter and
 * machine code. Offsets of its fields, of 8 bytes each.
 *
 * <p>A run begins with r1 the address of region memory (0 if it is empty), r2 its length, r10 {@link Addresses#STACK_TOP}, and the
 * stack cleared. It ends by the first frame's EXIT with r0 the result, or early, with result 0 and an outcome that says why.
 */
public final class Run {
    /** Where the regions lie in {@link Memory}, and their lengths. */
    public static final int MEMORY = 0;
    public static final int MEMORY_BYTES = 8;
    public static final int AREA = 16;
    public static final int AREA_BYTES = 24;
    /** {@link Limits#FRAMES} stacks: the lowest byte. */
    public static final int STACK = 32;
    /**
     * What is left of the run's budget. A jump from instruction i back to t takes i - t + 1, a call of a function the callee's distance to
     * the program's end; a helper takes what it says. Before that would make it negative the run ends. So a run is at most the budget
     * and once the program's length.
     */
    public static final int BUDGET = 40;
    public static final int RESULT = 48;
    public static final int OUTCOME = 56;
    /** The instruction that an early end is about. */
    public static final int ENDED_AT = 64;
    /** What the owner of the helpers keeps for them. */
    public static final int HELPERS = 72;

    // ---- beside these for machine code, by {@link MachineCode#prepare}
    /** What is added to a program's address in a region to make a machine's. */
    public static final int MEMORY_DELTA = 80;
    public static final int AREA_DELTA = 88;
    public static final int STACK_DELTA = 96;
    /** r1. */
    public static final int FIRST_ARGUMENT = 104;
    /** A SysV function (r1, r2, r3, r4, r5, number, run) that is called for helpers, and gives r0. 0 if none are permitted. */
    public static final int HELPER_ENTRY = 112;
    /** Where the machine's stack stood: for an early end out of a called function. */
    public static final int MACHINE_STACK = 120;
    public static final int BYTES = 128;

    // ---- outcomes
    public static final int DONE = 0;
    /** An access outside of every region, or a write to what is read-only. */
    public static final int BAD_ACCESS = 1;
    public static final int BUDGET_SPENT = 2;
    /** A call would need more than {@link Limits#FRAMES} frames. */
    public static final int TOO_DEEP = 3;
    /** A register names a helper that there is none of. */
    public static final int NO_SUCH_HELPER = 4;

    private Run() {
    }
}
