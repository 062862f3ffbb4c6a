package exo.machine;

/** Vectors by which the processor enters the kernel other than by a call (Intel SDM vol. 3A, table 6-1). */
public final class Trap {
    public static final int DIVIDE_ERROR = 0;
    public static final int DEBUG = 1;
    public static final int NON_MASKABLE_INTERRUPT = 2;
    public static final int BREAKPOINT = 3;
    public static final int OVERFLOW = 4;
    public static final int BOUND_RANGE = 5;
    public static final int INVALID_OPCODE = 6;
    public static final int DEVICE_NOT_AVAILABLE = 7;
    public static final int DOUBLE_FAULT = 8;
    public static final int INVALID_TSS = 10;
    public static final int SEGMENT_NOT_PRESENT = 11;
    public static final int STACK_FAULT = 12;
    public static final int GENERAL_PROTECTION = 13;
    public static final int PAGE_FAULT = 14;
    public static final int FLOATING_POINT = 16;
    public static final int ALIGNMENT_CHECK = 17;
    public static final int MACHINE_CHECK = 18;
    public static final int VECTOR_FLOATING_POINT = 19;

    /** Exceptions are below, interrupts from here on. */
    public static final int FIRST_INTERRUPT = 32;
    public static final int TIMER = 32;
    public static final int CONSOLE = 33;
    public static final int NETWORK = 34;

    /** Page-fault error code bits. */
    public static final long FAULT_PRESENT = 1;
    public static final long FAULT_WRITE = 1L << 1;
    public static final long FAULT_USER = 1L << 2;
    public static final long FAULT_FETCH = 1L << 4;

    private Trap() {
    }
}
