package exo.tests.fuzz;

import exo.forge.description.DescriptionException;
import exo.forge.description.Overrides;
import exo.forge.description.SystemDescription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads any bytes as a system's description: it is understood, or refused with the places of what is wrong. */
public final class DescriptionFuzzTarget {
    private static final Path FILE = Path.of("/system/exo.toml");

    private DescriptionFuzzTarget() {
    }

    public static void fuzzerTestOneInput(byte[] text) {
        try {
            SystemDescription.parse(FILE, new String(text, StandardCharsets.UTF_8), Overrides.none());
        } catch (DescriptionException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
        }
    }
}
