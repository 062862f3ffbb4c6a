package exo.tests.kernel;

import java.nio.charset.StandardCharsets;

/** Boots a kernel with any bytes for a boot line: words that it does not know are nothing to it, and numbers have bounds. */
public final class BootLineFuzzTarget {
    private static final String PANIC = "aegis.panic";

    private BootLineFuzzTarget() {
    }

    public static void fuzzerTestOneInput(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (!text.contains(PANIC)) {
            ArchiveFuzzTarget.boot(Setup.usual().withBootLine(text));
        }
    }
}
