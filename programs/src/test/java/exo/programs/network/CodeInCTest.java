package exo.programs.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import exo.ebpf.host.ElfObject;
import exo.ebpf.host.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The instructions that programs have of code in C are what clang makes of it. */
final class CodeInCTest {
    private static final String CLANG = "clang version 14.";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    /** Others may do it otherwise. */
    private boolean isClangThere() throws InterruptedException {
        try {
            Path output = directory.resolve("version");
            Process process = new ProcessBuilder("clang", "--version").redirectErrorStream(true).redirectOutput(output.toFile()).start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && Files.readString(output).contains(CLANG);
        } catch (IOException absent) {
            return false;
        }
    }

    private ElfObject compiled(String name) throws IOException, InterruptedException, UnreadableException {
        assumeTrue(isClangThere(), CLANG + " is not installed");
        Path object = directory.resolve(name + ".o");
        Process process = new ProcessBuilder("clang", "-target", "bpf", "-O2", "-I", "../abi/include/ebpf", "-c",
                "src/main/ebpf/" + name + ".c", "-o", object.toString()).inheritIO().start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "clang does not end");
        } finally {
            process.destroyForcibly();
        }
        return ElfObject.read(Files.readAllBytes(object), null);
    }

    @Test
    void theEchoOfPingsIsThatOfTheSource() throws IOException, InterruptedException, UnreadableException {
        ElfObject program = compiled("icmp_echo");
        StringBuilder digits = new StringBuilder();
        for (long word : program.instructions()) {
            digits.append(String.format("%016x", word));
        }
        assertEquals(digits.toString(), CodeInC.ICMP_ECHO);
        assertEquals(Map.of("answered", 0), program.variables());
    }
}
