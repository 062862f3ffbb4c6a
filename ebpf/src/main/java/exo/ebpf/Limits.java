package exo.ebpf;

/** How large a program may be and what a run of it may take, for every user of the engine. */
public final class Limits {
    public static final int INSTRUCTION_BYTES = 8;
    /** Of a program, counted in slots of {@link #INSTRUCTION_BYTES} bytes (a 64-bit immediate takes two). */
    public static final int INSTRUCTIONS = 4096;
    /** Of one frame's stack. */
    public static final int STACK_BYTES = 512;
    /** Frames of a run: the program's own and seven calls of its functions. */
    public static final int FRAMES = 8;
    /** r0 to r10. */
    public static final int REGISTERS = 11;
    /** The functions of a program, its own beginning among them. */
    public static final int FUNCTIONS = 64;
    /** Helpers have the numbers 0 to this, exclusive. */
    public static final int HELPERS = 64;

    private Limits() {
    }
}
