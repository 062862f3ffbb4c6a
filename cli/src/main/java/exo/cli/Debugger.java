package exo.cli;

import exo.cli.machine.Companion;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * gdb beside a paused machine: told where symbols and sources are, stopped at the kernel's panic, then the user's. It
 * shares exo's terminal, so Ctrl-C there is gdb's way to halt the guest.
 */
final class Debugger implements Companion {
    private static final long SOCKET_PATIENCE_MILLISECONDS = 10_000;
    private static final long TURN_MILLISECONDS = 10;
    private static final String PANIC = "exo$aegis$Panic$begin";

    private final Session session;
    private final Path socket;
    private final boolean scripted;
    private final List<String> script;
    private Process process;

    /** @param scripted whether gdb ends with the script */
    Debugger(Session session, Path socket, boolean scripted, List<String> script) {
        this.session = session;
        this.socket = socket;
        this.scripted = scripted;
        this.script = List.copyOf(script);
    }

    boolean scripted() {
        return scripted;
    }

    @Override
    public void start() throws Failure {
        try {
            awaitSocket();
            process = new ProcessBuilder(command()).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT)
                    .redirectInput(scripted ? Redirect.from(Path.of("/dev/null").toFile()) : Redirect.INHERIT).start();
        } catch (IOException missing) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING, "gdb cannot be started: " + missing.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSocket() throws Failure, InterruptedException {
        for (long waited = 0; !Files.exists(socket); waited += TURN_MILLISECONDS) {
            if (waited >= SOCKET_PATIENCE_MILLISECONDS) {
                throw new Failure(ExitStatus.EXO_FAILED, "QEMU did not open its gdb socket " + socket);
            }
            Thread.sleep(TURN_MILLISECONDS);
        }
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of("gdb", "-q", "-nx"));
        if (scripted) {
            command.add("-batch");
        }
        command.add(session.forged().kernel().toString());
        for (String line : opening()) {
            command.addAll(List.of("-ex", line));
        }
        command.addAll(script);
        return command;
    }

    private List<String> opening() throws IOException {
        List<String> lines = new ArrayList<>(List.of("set confirm off", "set pagination off",
                "set breakpoint pending on"));
        lines.add("set directories " + sourceDirectories().stream().map(Path::toString)
                .collect(Collectors.joining(":")) + ":$cdir:$cwd");
        for (Path program : session.forged().programs().values()) {
            // Programs are linked at fixed addresses, so their ELFs say where they are.
            lines.add("add-symbol-file " + program);
        }
        lines.add("target remote " + socket);
        lines.add("hbreak " + PANIC);
        return lines;
    }

    private List<Path> sourceDirectories() throws IOException {
        List<Path> directories = new ArrayList<>(List.of(session.description().directory().resolve("src")));
        try (Stream<Path> modules = Files.list(session.installation().root())) {
            modules.flatMap(module -> Stream.of(module.resolve("src/main/java"), module.resolve("src/main/native"),
                    module.resolve("src/main/c"))).sorted().forEach(directories::add);
        }
        return directories.stream().filter(Files::isDirectory).toList();
    }

    @Override
    public boolean ended() {
        return process != null && !process.isAlive();
    }

    @Override
    public boolean takesInterrupts() {
        return !scripted;
    }

    /** Waits for gdb: its user may still look around when the machine has ended. */
    int exitStatus() throws InterruptedException {
        return process == null ? ExitStatus.EXO_FAILED : process.waitFor();
    }
}
