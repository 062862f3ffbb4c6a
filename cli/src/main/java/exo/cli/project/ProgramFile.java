package exo.cli.project;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file named as a program on the command line: refused here, before anything is built, when its first bytes show that
 * it is no static ELF executable for x86-64. The full judgement of an ELF is its loader's.
 */
final class ProgramFile {
    private static final int HEADER_BYTES = 20;
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_OFFSET = 4;
    private static final byte CLASS_64_BITS = 2;
    private static final int TYPE_OFFSET = 16;
    private static final short TYPE_EXECUTABLE = 2;
    private static final int MACHINE_OFFSET = 18;
    private static final short MACHINE_X86_64 = 62;

    private ProgramFile() {
    }

    static void check(Path file) throws Failure {
        ByteBuffer header;
        try (InputStream stream = Files.newInputStream(file)) {
            header = ByteBuffer.wrap(stream.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.NOT_EXECUTABLE, file + " cannot be read: " + unreadable.getMessage());
        }
        String problem = problem(header);
        if (problem != null) {
            throw new Failure(ExitStatus.NOT_EXECUTABLE, file + " " + problem);
        }
    }

    private static String problem(ByteBuffer header) {
        if (header.limit() < HEADER_BYTES || header.getInt(0) != MAGIC) {
            return "is neither an ELF nor a description (*.toml)";
        }
        if (header.get(CLASS_OFFSET) != CLASS_64_BITS || header.getShort(MACHINE_OFFSET) != MACHINE_X86_64) {
            return "is not an ELF for x86-64 with 64 bits";
        }
        return header.getShort(TYPE_OFFSET) == TYPE_EXECUTABLE ? null
                : "is an ELF, yet no executable at fixed addresses (ET_EXEC): link it with -static -no-pie";
    }
}
