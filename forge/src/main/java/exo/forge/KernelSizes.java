package exo.forge;

/**
 * How large the kernel is, against the limits that a test holds it to.
 *
 * @param extensionBytes  machine code of downloaded code and the network, the engine's above all
 */
public record KernelSizes(long textBytes, long readOnlyBytes, long extensionBytes, int nativeLines) {
    /** Machine code and constants together, without the extension. */
    public static final long TEXT_AND_READ_ONLY_LIMIT_BYTES = 128 * 1024;
    public static final long EXTENSION_LIMIT_BYTES = 128 * 1024;
    /** Hand-written assembly and C, blank lines and comments included. */
    public static final int NATIVE_LINES_LIMIT = 900;
}
