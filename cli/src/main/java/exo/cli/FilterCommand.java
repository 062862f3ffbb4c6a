package exo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code exo filter} without a verb of its own: the list of these. */
@Command(name = "filter",
        headerHeading = "Examples:%n  exo filter check 'udp and dst port 7'  the atoms that the kernel would bind%n"
                + "  exo filter check web.filter            the same of an expression in a file%n%n",
        description = "What packet filters in the language of pcap-filter(7) mean to the kernel.",
        commandListHeading = "%nVerbs (each has --help):%n",
        subcommands = FilterCheckCommand.class)
final class FilterCommand implements Callable<Integer> {
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
