package exo.cli;

import exo.cli.machine.Companion;
import exo.cli.machine.PacketCapture;
import exo.cli.machine.QemuCommand;
import exo.cli.machine.RunDirectory;
import exo.cli.machine.RunOptions;
import exo.cli.machine.RunResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo run}: builds a system, boots it, and ends as it ended. */
@Command(name = "run",
        headerHeading = "Examples:%n  exo run                                       boot ./exo.toml, or the showcase%n"
                + "  printf 'hello\\n' | exo run --timeout 30s      with input, for at most 30 seconds%n%n",
        description = "Build a system if need be and boot it in QEMU.",
        footer = {"", "Exit status: the program's own; 124 timeout, 125 exo or kernel failed, 126 not executable,",
            "127 not found, 128+n unhandled fault or signal n (139: bad access)."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private MachineOptions machine;

    @Option(names = "--bootchart", description = "Show the boot stage by stage, in guest instructions.")
    private boolean bootchart;

    @Option(names = "--dry-run", description = "Print the QEMU command and do not run it.")
    private boolean dryRun;

    @Option(names = "--gdb", arity = "0..1", paramLabel = "wait", preprocessor = AttachedValue.class,
            description = "Open QEMU's gdb stub on a socket; with =wait, before the first instruction.")
    private String gdb;

    @Option(names = "--pcap", paramLabel = "FILE",
            description = "Capture what passes the network card, as pcapng; the file is there at the end of the run.")
    private Path capture;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORM",
            description = "text (default), or json: the result as JSON on standard output, the console on error.")
    private Format format;

    @Override
    public Integer call() throws Exception {
        Messages messages = common.messages();
        RunResult result;
        try {
            result = run(messages);
        } catch (Exception failed) {
            int status = Errors.tell(failed, messages, common.verbose);
            result = RunResult.error(status, String.valueOf(failed.getMessage()));
        }
        if (format == Format.JSON && !dryRun) {
            System.out.println(result.json());
        }
        return result.status();
    }

    private RunResult run(Messages messages) throws Exception {
        machine.check(bootchart || machine.count);
        checkGdb();
        if (capture != null) {
            new ResultFile(capture).checkPlace();
        }
        Session session = Session.of(machine, messages);
        if (capture != null && !session.description().network().hasCard()) {
            throw new Failure(ExitStatus.USAGE, "--pcap: this machine has no network card. To give it one: --net user");
        }
        if (dryRun) {
            RunDirectory files = RunDirectory.kept(session.target().workDirectory());
            System.out.println(QemuCommand.forShell(command(session, files)));
            return RunResult.error(ExitStatus.OK, "");
        }
        try (RunDirectory files = new RunDirectory(session.target().workDirectory())) {
            List<String> command = command(session, files);
            if (gdb != null) {
                messages.notice("gdb    " + QemuCommand.forShell(List.of("gdb", session.forged().kernel().toString(),
                        "-ex", "target remote " + files.gdbSocket())));
            }
            if (common.verbose) {
                messages.progress(QemuCommand.forShell(command));
            }
            return told(boot(session, files, command, messages), messages);
        }
    }

    private List<String> command(Session session, RunDirectory files) throws IOException {
        Path gdbSocket = gdb == null ? null : files.gdbSocket();
        return QemuCommand.of(
                session.request(machine, bootchart || machine.count, files, gdbSocket, "wait".equals(gdb),
                        capture == null ? null : files.captureFile()));
    }

    private void checkGdb() throws Failure {
        if (gdb != null && !gdb.isEmpty() && !gdb.equals("wait")) {
            throw new Failure(ExitStatus.USAGE, "--gdb=" + gdb + " is not known, only --gdb and --gdb=wait");
        }
    }

    private RunResult boot(Session session, RunDirectory files, List<String> command, Messages messages)
            throws Failure, IOException, InterruptedException {
        OutputStream shown = new FileOutputStream(format == Format.JSON ? FileDescriptor.err : FileDescriptor.out);
        try {
            return new Boot(session, files, shown, machine.raw, messages)
                    .run(command, new RunOptions(machine.timeout, bootchart, gdb == null, true), Companion.NONE);
        } finally {
            keepCapture(files, messages);
        }
    }

    /** However the run ended: a machine that was stopped is just the one whose packets one wants to see. */
    private void keepCapture(RunDirectory files, Messages messages) throws Failure {
        if (capture != null && Files.exists(files.captureFile())) {
            long packets = new PacketCapture(files.captureFile()).keptIn(capture);
            messages.progress("pcap   " + capture + ": " + packets + (packets == 1 ? " packet" : " packets"));
        }
    }

    private static RunResult told(RunResult result, Messages messages) {
        result.problem().ifPresent(messages::error);
        messages.progress(result.sentence());
        return result;
    }
}
