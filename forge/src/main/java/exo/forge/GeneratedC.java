package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fits TeaVM's generated C to a machine without a C library: the standard headers become one header of ours, and the platform
 * files that speak to an operating system become empty, their few needed functions being in our runtime.
 */
final class GeneratedC {
    private static final List<String> STANDARD_HEADERS = List.of("stdlib.h", "string.h", "stdio.h", "time.h", "math.h",
            "setjmp.h", "locale.h", "signal.h", "unistd.h", "wchar.h", "wctype.h", "uchar.h", "inttypes.h", "errno.h",
            "sys/mman.h", "sys/stat.h", "sys/types.h");
    private static final List<String> PLATFORM_FILES = List.of("date.c", "fiber.c", "file.c", "heapdump.c", "heaptrace.c",
            "log.c", "time.c");

    private static final String LOAD_FACTOR = "(int32_t) (0.6f * teavm_stringHashtableSize)";

    private GeneratedC() {
    }

    /** @param headers  folder for the standard names; first on the compiler's include path */
    static void adapt(Path generated, Path headers) throws ForgeException {
        try {
            for (String header : STANDARD_HEADERS) {
                Path file = headers.resolve(header);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "#pragma once\n#include \"libc.h\"\n");
            }
            for (String file : PLATFORM_FILES) {
                Files.writeString(generated.resolve(file), "/* Replaced by the runtime of exo. */\n");
            }
            replaceFloat(generated.resolve("stringhash.c"));
        } catch (IOException e) {
            throw new ForgeException("cannot write to " + generated + ": " + e.getMessage(), 1);
        }
    }

    /** The one use of floating point that the kernel would reach: at what filling the table of strings grows. */
    private static void replaceFloat(Path file) throws IOException, ForgeException {
        String text = Files.readString(file);
        if (!text.contains(LOAD_FACTOR)) {
            throw new ForgeException("TeaVM's stringhash.c is not the one that forge knows how to adapt", 1);
        }
        Files.writeString(file, text.replace(LOAD_FACTOR, "(teavm_stringHashtableSize / 2)"));
    }
}
