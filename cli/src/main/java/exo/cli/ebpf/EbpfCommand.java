package exo.cli.ebpf;

import exo.cli.CommonOptions;
import exo.cli.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code exo ebpf} without a verb of its own: the list of these. */
@Command(name = "ebpf",
        headerHeading = "Examples:%n  exo ebpf check filter.o           would the kernel take it?%n"
                + "  exo ebpf run filter.o --mem 4500  interpret it, with these bytes as its memory%n%n",
        description = "Check, run and show eBPF programs (RFC 9669), as the kernel's engine would.",
        commandListHeading = "%nVerbs (each has --help):%n",
        subcommands = {EbpfCheckCommand.class, EbpfRunCommand.class, EbpfDisasmCommand.class, EbpfBatchCommand.class,
            EbpfFuzzCommand.class})
public final class EbpfCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine commandLine = spec.commandLine();
        commandLine.usage(common.messages().stream(), commandLine.getColorScheme());
        return ExitStatus.USAGE;
    }
}
