package exo.cli;

import exo.cli.ebpf.EbpfCommand;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exo} without a verb: the list of verbs, and the version. */
@Command(name = "exo", versionProvider = ExoCommand.Version.class,
        headerHeading = "Examples:%n  exo run                      boot the showcase%n"
                + "  exo new hello demo           make a program of your own in demo/%n%n",
        description = "An exokernel in Java: build systems, boot them in QEMU, look inside.",
        commandListHeading = "%nVerbs (each has --help):%n",
        subcommands = {RunCommand.class, BuildCommand.class, CheckCommand.class, TestCommand.class, FuzzCommand.class,
            FilterCommand.class, EbpfCommand.class, BenchCommand.class, NewCommand.class, DebugCommand.class,
            DoctorCommand.class, ConfigCommand.class, HelpCommand.class})
final class ExoCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine commandLine = spec.commandLine();
        commandLine.usage(common.messages().stream(), commandLine.getColorScheme());
        return ExitStatus.USAGE;
    }

    /** The project's version and its description format's: what a report of a problem should name. */
    static final class Version implements IVersionProvider {
        private static final Pattern ELEMENT = Pattern.compile("<version>([^<]+)</version>");

        @Override
        public String[] getVersion() throws Failure, IOException {
            // The first such element of the root's pom.xml is the project's own; every build has that file.
            Matcher version = ELEMENT.matcher(Files.readString(Installation.running().root().resolve("pom.xml")));
            return new String[] {"exo " + (version.find() ? version.group(1) : "of no version") + ", exo.toml schema "
                    + SystemDescription.SCHEMA};
        }
    }
}
