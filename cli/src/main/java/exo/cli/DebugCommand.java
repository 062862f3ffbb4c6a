package exo.cli;

import exo.cli.machine.Accelerator;
import exo.cli.machine.QemuCommand;
import exo.cli.machine.RunDirectory;
import exo.cli.machine.RunOptions;
import exo.cli.machine.RunResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code exo debug}: a machine that waits before its first instruction, and gdb attached to it, with the symbols and
 * sources of the kernel and of every program. Ends with gdb.
 */
@Command(name = "debug",
        headerHeading = "Examples:%n  exo debug                                            gdb on the showcase%n"
                + "  exo debug -ex 'break Boot.java:42' -ex continue -ex bt   by script, then end%n%n",
        description = "Boot a system under gdb.",
        footer = {"", "With -ex or --batch-commands gdb runs these and ends; exo's input is then the guest's.",
            "Otherwise gdb has the terminal, and the guest's input stays silent."})
final class DebugCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private MachineOptions machine;

    @Option(names = "-ex", paramLabel = "COMMAND", description = "A gdb command to run; may be repeated.")
    private List<String> commands = new ArrayList<>();

    @Option(names = "--batch-commands", paramLabel = "FILE", description = "A file of gdb commands to run.")
    private Path commandFile;

    @Override
    public Integer call() throws Exception {
        Messages messages = common.messages();
        machine.check(machine.count);
        if (HostTool.firstLine("gdb", "--version").isEmpty()) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING,
                    "gdb is not installed. On Debian or Ubuntu: apt-get install gdb");
        }
        if (machine.accelerator == Accelerator.AUTO) {
            // Under KVM a breakpoint is written into memory, which a kernel that is not yet there does not have.
            machine.accelerator = Accelerator.TCG;
        }
        Session session = Session.of(machine, messages);
        try (RunDirectory files = new RunDirectory(session.target().workDirectory())) {
            Path socket = files.gdbSocket();
            List<String> command = QemuCommand.of(session.request(machine, machine.count, files, socket, true, null));
            boolean scripted = !commands.isEmpty() || commandFile != null;
            Debugger debugger = new Debugger(session, socket, scripted, scriptArguments());
            messages.progress("gdb    " + session.description().name() + " waits before its first instruction; "
                    + "symbols: kernel, " + String.join(", ", session.forged().programs().keySet()));
            RunResult result = run(session, files, command, debugger, messages);
            int status = debugger.exitStatus();
            return result.status() == ExitStatus.OK ? status : result.status();
        }
    }

    private RunResult run(Session session, RunDirectory files, List<String> command, Debugger debugger,
            Messages messages) throws Exception {
        RunOptions options = new RunOptions(machine.timeout, false, false, debugger.scripted());
        return new Boot(session, files, new FileOutputStream(FileDescriptor.out), machine.raw, messages)
                .run(command, options, debugger);
    }

    private List<String> scriptArguments() {
        List<String> arguments = new ArrayList<>();
        commands.forEach(command -> arguments.addAll(List.of("-ex", command)));
        if (commandFile != null) {
            arguments.addAll(List.of("-x", commandFile.toString()));
        }
        return arguments;
    }
}
