package exo.cli;

import exo.cli.console.ConsoleText;
import exo.cli.console.Symboliser;
import exo.cli.machine.Companion;
import exo.cli.machine.HostNetwork;
import exo.cli.machine.MachineRun;
import exo.cli.machine.RunDirectory;
import exo.cli.machine.RunOptions;
import exo.cli.machine.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A session's machine under way: its console goes to a stream, with frames resolved, and to the log that stays.
 *
 * @param raw whether the environments' names before their lines are dropped
 */
record Boot(Session session, RunDirectory files, OutputStream shown, boolean raw, Messages messages) {

    /** @param command QEMU's, for the session's request with the same files */
    RunResult run(List<String> command, RunOptions options, Companion companion)
            throws Failure, IOException, InterruptedException {
        HostNetwork.check(session.description().network());
        RunResult result;
        Path log;
        try (Symboliser symboliser = new Symboliser(session.forged().kernel(), session.forged().programs());
                TeeStream stream = new TeeStream(shown, files.logFile())) {
            ConsoleText console = new ConsoleText(raw, symboliser, stream);
            result = new MachineRun(options, companion, messages, console, files.controlFile()).run(command);
        } finally {
            log = files.lastLog();
        }
        return result.withLog(log);
    }
}
