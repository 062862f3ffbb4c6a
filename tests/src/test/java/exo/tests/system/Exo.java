package exo.tests.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command {@code exo} of the tree that these tests belong to, run as a user runs it. Every run is bounded twice: the
 * machine by {@code --timeout}, and the process, with all that it started, by this class.
 */
final class Exo {
    static final Path ROOT = root();
    private static final Path LAUNCHER = ROOT.resolve("exo");
    /** The first run builds exo itself and the kernel. */
    private static final long PATIENCE_SECONDS = 240;

    private final Path directory;

    private Exo(Path directory) {
        this.directory = directory;
    }

    static Exo in(Path directory) {
        return new Exo(directory);
    }

    static Exo atHome() {
        return new Exo(ROOT);
    }

    /** Leaves the test out, and says why, where the host has not this tool. */
    static void assumeInstalled(String tool) {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, tool))),
                tool + " is not installed");
    }

    /** Runs with an input that has ended. */
    Outcome run(String... arguments) {
        return runWithInput("", arguments);
    }

    Outcome runWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        try {
            Path console = Files.createTempFile("exo", ".out");
            Path messages = Files.createTempFile("exo", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                        .redirectOutput(console.toFile()).redirectError(messages.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("EXO_"));
                int status = ended(builder.start(), input);
                return new Outcome(String.join(" ", command), status, text(console), text(messages));
            } finally {
                Files.deleteIfExists(console);
                Files.deleteIfExists(messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }

    private static int ended(Process process, String input) throws IOException {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedBefore) {
            // A command that reads nothing may be gone already; what it says counts, not what it did not read.
        }
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + process.info().commandLine());
    }

    /** As bytes: a guest may print anything. */
    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
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
