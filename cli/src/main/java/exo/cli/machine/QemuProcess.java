package exo.cli.machine;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Starts QEMU in a session of its own, so that a terminal's Ctrl-C reaches exo alone, and bound to exo's life, so that
 * no machine outlives an exo that was killed. What QEMU itself says goes to the user; its last line is kept, since it
 * is the reason when the machine could not start.
 */
final class QemuProcess {
    private final Process process;
    private final Thread listener;
    private volatile String lastWord = "";

    private QemuProcess(Process process, Consumer<String> messages) {
        this.process = process;
        this.listener = new Thread(() -> listen(messages), "qemu-messages");
        listener.setDaemon(true);
        listener.start();
    }

    static QemuProcess start(List<String> command, Consumer<String> messages) throws Failure {
        try {
            return new QemuProcess(new ProcessBuilder(apart(command)).start(), messages);
        } catch (IOException missing) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING, command.get(0)
                    + " cannot be started. On Debian or Ubuntu: apt-get install qemu-system-x86");
        }
    }

    private static List<String> apart(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (installed("setsid")) {
            whole.add("setsid");
        }
        if (installed("setpriv")) {
            whole.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
        }
        // A prefix would hide from us that QEMU itself is missing.
        if (!installed(command.get(0))) {
            whole.clear();
        }
        whole.addAll(command);
        return whole;
    }

    static boolean installed(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private void listen(Consumer<String> messages) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // Said when exo itself ends QEMU; no news then.
                if (!line.contains("terminating on signal")) {
                    lastWord = line;
                    messages.accept(line);
                }
            }
        } catch (IOException closed) {
            // The process was destroyed: there is no more to hear.
        }
    }

    Process process() {
        return process;
    }

    String lastWord() throws InterruptedException {
        listener.join(1_000);
        return lastWord;
    }
}
