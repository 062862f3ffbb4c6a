package exo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exo help [VERB...]}: the same text as the verb's {@code --help}. */
@Command(name = "help",
        headerHeading = "Examples:%n  exo help                     list the verbs%n"
                + "  exo help ebpf batch          explain exo ebpf batch%n%n",
        description = "Explain exo or one of its verbs.")
final class HelpCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..*", paramLabel = "VERB", description = "The verb to explain, and a verb of its own.")
    private List<String> verbs = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Failure {
        CommandLine explained = spec.root().commandLine();
        for (String verb : verbs) {
            explained = verbOf(explained, verb);
        }
        explained.usage(System.out, explained.getColorScheme());
        return ExitStatus.OK;
    }

    private static CommandLine verbOf(CommandLine above, String verb) throws Failure {
        CommandLine found = above.getSubcommands().get(verb);
        if (found == null) {
            String name = above.getCommandSpec().qualifiedName();
            throw new Failure(ExitStatus.USAGE, above.getSubcommands().isEmpty() ? name + " has no verbs of its own"
                    : Errors.unknownVerb(verb, above));
        }
        return found;
    }
}
