package exo.tests.downloaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The header for code in C: the samples and all that it offers compile without a warning, and what it computes is right. */
final class CodeInCTest {
    private static final Path ROOT = root();
    private static final Path HEADERS = ROOT.resolve("abi/include/ebpf");
    private static final Path SAMPLES = ROOT.resolve("programs/src/main/ebpf");
    private static final List<String> STRICT = List.of("-O2", "-g", "-Wall", "-Wextra", "-Werror", "-I", HEADERS.toString());
    private static final long PATIENCE_SECONDS = 60;
    /** e_machine of an ELF header, and its value for eBPF. */
    private static final int ELF_MACHINE_OFFSET = 18;
    private static final int EM_BPF = 247;

    @TempDir
    private Path directory;

    private static void assumeInstalled(String tool) {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, tool))),
                tool + " is not installed");
    }

    /** Its status, having said nothing. */
    private int run(List<String> command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), command + " does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(output), command.toString());
        return process.exitValue();
    }

    private byte[] forTheKernel(Path source) throws IOException, InterruptedException {
        assumeInstalled("clang");
        Path object = directory.resolve("program.o");
        List<String> command = new ArrayList<>(List.of("clang", "-target", "bpf", "-c", source.toString(), "-o", object.toString()));
        command.addAll(STRICT);
        assertEquals(0, run(command));
        byte[] elf = Files.readAllBytes(object);
        assertEquals(EM_BPF, ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).getShort(ELF_MACHINE_OFFSET));
        return elf;
    }

    private Path resource(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream source = CodeInCTest.class.getResourceAsStream("/downloaded/" + name)) {
            Files.copy(source, file);
        }
        return file;
    }

    private static void hasSection(byte[] elf, String name) {
        assertTrue(new String(elf, StandardCharsets.ISO_8859_1).contains("\0" + name + "\0"), "no section " + name);
    }

    @Test
    void theSamplesCompile() throws IOException, InterruptedException {
        hasSection(forTheKernel(SAMPLES.resolve("udp_echo.c")), "handler/udp_echo");
        hasSection(forTheKernel(SAMPLES.resolve("icmp_echo.c")), "handler/icmp_echo");
        hasSection(forTheKernel(SAMPLES.resolve("predicate.c")), "predicate/queue_is_worth_it");
    }

    @Test
    void allThatTheHeaderHasCompiles() throws IOException, InterruptedException {
        byte[] elf = forTheKernel(resource("everything.c"));
        List.of("handler/arp", "handler/ipv4_checksum", "predicate/frames_are_scarce").forEach(name -> hasSection(elf, name));
    }

    @Test
    void whatTheHeaderComputesIsRight() throws IOException, InterruptedException {
        assumeInstalled("gcc");
        Path program = directory.resolve("native");
        List<String> command = new ArrayList<>(List.of("gcc", resource("native.c").toString(), "-o", program.toString(),
                // What only programs in the kernel can use; and a word for clang.
                "-Wno-unused-variable", "-Wno-unknown-pragmas"));
        command.addAll(1, STRICT);
        assertEquals(0, run(command));
        assertEquals(0, run(List.of(program.toString())), "the claim of that number in native.c does not hold");
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("systems/showcase.toml"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("these tests run inside exo's own tree");
            }
        }
        return directory;
    }
}
