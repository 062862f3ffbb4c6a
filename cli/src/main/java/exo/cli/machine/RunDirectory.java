package exo.cli.machine;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The files of one run, in a directory named after this process so that runs side by side do not meet. At its end the
 * console's log stays as {@code .exo/last-run.log}; the rest goes, and with it what killed runs have left.
 */
public final class RunDirectory implements AutoCloseable {
    /** Linux's limit for the path of a Unix socket is 108 bytes with the end. */
    private static final int SOCKET_PATH_LENGTH_MAX = 100;

    private final Path workDirectory;
    private final Path directory;
    private Path socketDirectory;

    public RunDirectory(Path workDirectory) throws Failure {
        this(workDirectory, String.valueOf(ProcessHandle.current().pid()));
    }

    /** For a command that is only printed: the directory stays, so that the command works when it is used. */
    public static RunDirectory kept(Path workDirectory) throws Failure {
        return new RunDirectory(workDirectory, "printed");
    }

    private RunDirectory(Path workDirectory, String name) throws Failure {
        this.workDirectory = workDirectory;
        this.directory = workDirectory.resolve("run").resolve(name);
        try {
            sweep(directory.getParent());
            Files.createDirectories(directory);
            Files.deleteIfExists(controlFile());
        } catch (IOException refused) {
            throw new Failure(ExitStatus.EXO_FAILED, "cannot write in " + workDirectory + ": " + refused.getMessage());
        }
    }

    public Path controlFile() {
        return directory.resolve("control");
    }

    /** For what QEMU captures of the network, until it is converted. */
    public Path captureFile() {
        return directory.resolve("capture");
    }

    public Path logFile() {
        return directory.resolve("console.log");
    }

    /** Keeps the log. */
    public Path lastLog() throws IOException {
        Path last = workDirectory.resolve("last-run.log");
        return Files.exists(logFile()) ? Files.move(logFile(), last, StandardCopyOption.REPLACE_EXISTING) : last;
    }

    public Path gdbSocket() throws IOException {
        Path socket = directory.resolve("gdb");
        if (socket.toString().length() <= SOCKET_PATH_LENGTH_MAX) {
            return socket;
        }
        if (socketDirectory == null) {
            socketDirectory = Files.createTempDirectory("exo");
        }
        return socketDirectory.resolve("gdb");
    }

    @Override
    public void close() throws IOException {
        delete(directory);
        if (socketDirectory != null) {
            delete(socketDirectory);
        }
    }

    private static void sweep(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return;
        }
        try (DirectoryStream<Path> old = Files.newDirectoryStream(runs, "[0-9]*")) {
            for (Path run : old) {
                if (ProcessHandle.of(Long.parseLong(run.getFileName().toString())).isEmpty()) {
                    delete(run);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
