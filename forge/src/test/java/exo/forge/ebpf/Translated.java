package exo.forge.ebpf;

import exo.ebpf.Program;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HostProgram;
import exo.forge.ebpf.JavaProgram.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Classes of the class path as programs, on the terms that the kernel has for them. */
final class Translated {
    static final int PACKET_BYTES_LEAST = 14;
    static final int PACKET_BYTES_MOST = 1518;
    static final int INPUT_BYTES = 32;
    /** Helpers 1 to 4, and their arguments: 1, 3, 0, 0. */
    static final long HELPERS = 0b1_1110;
    static final long HELPER_ARGUMENTS = 0x0_0310;

    private Translated() {
    }

    static JavaProgram program(String name) throws UntranslatableException {
        String file = "/" + name.replace('.', '/') + ".class";
        try (InputStream bytes = Translated.class.getResourceAsStream(file)) {
            return JavaTranslator.translate(bytes.readAllBytes(), new SourceLines(List.of(Path.of("src/test/java"),
                    Path.of("../programs/src/main/java"))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static HostProgram.Terms terms(JavaProgram program) {
        boolean handler = program.hook() == Hook.HANDLER;
        return new HostProgram.Terms(handler ? PACKET_BYTES_LEAST : INPUT_BYTES, handler ? PACKET_BYTES_MOST : INPUT_BYTES,
                program.area(), handler ? HELPERS : 0, handler ? Program.MEMORY_WRITABLE | Program.AREA_WRITABLE : 0);
    }

    static CheckedProgram checked(JavaProgram program) {
        return new CheckedProgram(program.instructions(), terms(program), HELPER_ARGUMENTS);
    }
}
