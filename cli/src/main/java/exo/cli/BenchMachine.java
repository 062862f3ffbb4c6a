package exo.cli;

import exo.cli.bench.BenchConsole;
import exo.cli.machine.Companion;
import exo.cli.machine.QemuCommand;
import exo.cli.machine.RunDirectory;
import exo.cli.machine.RunOptions;
import exo.cli.machine.RunResult;
import exo.forge.ForgeException;
import exo.forge.description.DescriptionException;
import exo.forge.description.InsufficientMemoryException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A system that measures: forged once, and booted as often as one likes, with every guest instruction counted. */
final class BenchMachine {
    private final Path system;
    private final Duration timeout;
    private final boolean verbose;
    private final Messages messages;
    private final Session session;

    /**
     * @param timeout  of each boot
     * @param flags  of the machine that the description is read for
     */
    BenchMachine(Path system, Duration timeout, boolean verbose, Messages messages, String... flags)
            throws Failure, DescriptionException, InsufficientMemoryException, ForgeException {
        this.system = system;
        this.timeout = timeout;
        this.verbose = verbose;
        this.messages = messages;
        this.session = Session.of(MachineOptions.counting(system, timeout, flags), messages);
    }

    /** A console that keeps the lines that begin with a word, behind the label. */
    BenchConsole console(String word) {
        return new BenchConsole(verbose ? new FileOutputStream(FileDescriptor.err) : OutputStream.nullOutputStream(), word);
    }

    /**
     * One boot, from beginning to end. A failure has been told when this returns.
     *
     * @param flags  of the machine, beside those that counting needs
     * @return  0, or the status that exo is to end with
     */
    int run(BenchConsole console, String... flags) throws Failure, IOException, InterruptedException {
        return run(console, console, Companion.NONE, MachineOptions.counting(system, timeout, flags));
    }

    /**
     * One boot beside a companion, which may end it.
     *
     * @param shown  where the console's bytes go: to {@code console}, and perhaps elsewhere
     */
    int run(BenchConsole console, OutputStream shown, Companion companion, MachineOptions machine)
            throws Failure, IOException, InterruptedException {
        RunResult result;
        try (RunDirectory files = new RunDirectory(session.target().workDirectory())) {
            List<String> command = QemuCommand.of(session.request(machine, machine.count, files, null, false, null));
            if (verbose) {
                messages.progress(QemuCommand.forShell(command));
            }
            result = new Boot(session, files, shown, false, messages)
                    .run(command, new RunOptions(timeout, false, true, false), companion);
        }
        return result.status() == ExitStatus.OK ? ExitStatus.OK : failed(result, console);
    }

    /** A fault or status of the program is no status of exo's own; all else passes through. */
    private int failed(RunResult result, BenchConsole console) {
        if (result.reason().equals("interrupted")) {
            messages.progress(result.sentence());
            return result.status();
        }
        tellLastLines(console);
        messages.error(result.problem().orElse("the measuring program failed: " + result.sentence())
                + ". Its console: " + result.log());
        return result.problem().isPresent() ? result.status() : ExitStatus.FAILED;
    }

    void tellLastLines(BenchConsole console) {
        if (!verbose) {
            console.lastLines().forEach(messages::notice);
        }
    }
}
