package exo.forge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at a program that somebody brings before it is packed, so that a hopeless one is refused on the host already. */
final class ElfCheck {
    private static final int MAGIC = 0x464c457f;
    private static final int EXECUTABLE = 2;
    private static final int X86_64 = 62;

    private ElfCheck() {
    }

    /** Why the file is not a program for us; null: it may be one (the steward looks closer). */
    static String complaint(Path file) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(head(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != MAGIC) {
            return "not an ELF file";
        }
        if (header.get(4) != 2 || header.get(5) != 1 || header.getShort(18) != X86_64) {
            return "an ELF for another machine than x86-64";
        }
        return header.getShort(16) == EXECUTABLE ? null
                : "not a statically linked executable at fixed addresses (link it with -static -no-pie)";
    }

    private static byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(64);
            return java.util.Arrays.copyOf(bytes, 64);
        }
    }
}
