package exo.cli;

import exo.cli.console.LineStream;
import exo.cli.machine.Companion;
import exo.cli.machine.QemuCommand;
import exo.cli.machine.RunDirectory;
import exo.cli.machine.RunOptions;
import exo.cli.machine.RunResult;
import exo.forge.ForgeException;
import exo.forge.description.DescriptionException;
import exo.forge.description.InsufficientMemoryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The machine that tries programs of the engine: it is booted with lines for its one program, and gives lines back. */
public final class EngineMachine {
    /** How the program's lines begin, behind which is what it says. */
    private static final String LABEL = "[ebpf] ebpf ";

    private final Duration timeout;
    private final boolean counting;
    private final Messages messages;
    private final boolean verbose;

    /** @param counting whether every guest instruction is counted */
    public EngineMachine(Duration timeout, boolean counting, CommonOptions common) {
        this.timeout = timeout;
        this.counting = counting;
        this.messages = common.messages();
        this.verbose = common.verbose;
    }

    /**
     * One boot, from beginning to end.
     *
     * @param input the lines for the program, each with its end
     * @param answers gets each of the program's lines, without the label
     * @throws Failure when the machine or the program did not come to its end
     */
    public void run(String input, Consumer<String> answers)
            throws Failure, DescriptionException, InsufficientMemoryException, ForgeException, IOException, InterruptedException {
        MachineOptions options = counting ? MachineOptions.counting(Installation.running().engine(), timeout)
                : MachineOptions.plain(Installation.running().engine(), timeout);
        Session session = Session.of(options, messages);
        LineStream console = new LineStream(line -> {
            if (line.startsWith(LABEL)) {
                answers.accept(line.substring(LABEL.length()));
            } else if (verbose) {
                messages.notice(line);
            }
        });
        RunResult result;
        try (RunDirectory files = new RunDirectory(session.target().workDirectory())) {
            List<String> command = QemuCommand.of(session.request(options, counting, files, null, false, null));
            ByteArrayInputStream bytes = new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII));
            result = new Boot(session, files, console, false, messages)
                    .run(command, new RunOptions(timeout, false, true, bytes), Companion.NONE);
        }
        if (result.status() != ExitStatus.OK) {
            throw failed(result);
        }
    }

    /** Who stops it knows why, and need not look at its console. */
    private static Failure failed(RunResult result) {
        if (result.reason().equals("interrupted")) {
            return new Failure(result.status(), result.sentence());
        }
        return new Failure(result.problem().isPresent() ? result.status() : ExitStatus.EXO_FAILED,
                result.problem().orElse("the engine's program failed: " + result.sentence()) + ". Its console: " + result.log());
    }
}
