package exo.cli;

/**
 * The exit statuses that exo itself gives, after docker's for a run: 0 to 123 are the program's own, 128 + n an
 * unhandled fault or signal n.
 */
public final class ExitStatus {
    public static final int OK = 0;
    public static final int FAILED = 1;
    /** Wrong usage, or a description that cannot be used. */
    public static final int USAGE = 2;
    public static final int HOST_PREREQUISITE_MISSING = 3;
    public static final int TESTS_FAILED = 4;
    public static final int BENCHMARK_GATE_FAILED = 4;
    public static final int TIMEOUT = 124;
    /** Exo or the kernel failed, in distinction from the program. */
    public static final int EXO_FAILED = 125;
    public static final int NOT_EXECUTABLE = 126;
    public static final int NOT_FOUND = 127;
    /** Added to a signal's number. */
    public static final int SIGNAL_BASE = 128;

    private ExitStatus() {
    }
}
