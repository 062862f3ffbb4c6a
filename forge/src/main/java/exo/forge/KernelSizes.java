package exo.forge;

/** How large the kernel is, against the limits that a test holds it to. */
public record KernelSizes(long textBytes, long readOnlyBytes, int nativeLines) {
    /** Machine code and constants together. */
    public static final long TEXT_AND_READ_ONLY_LIMIT_BYTES = 128 * 1024;
    /** Hand-written assembly and C, blank lines and comments included. */
    public static final int NATIVE_LINES_LIMIT = 900;
}
