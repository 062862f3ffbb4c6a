package exo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exo help [VERB]}: the same text as the verb's {@code --help}. */
@Command(name = "help",
        headerHeading = "Examples:%n  exo help                     list the verbs%n"
                + "  exo help run                 explain exo run%n%n",
        description = "Explain exo or one of its verbs.")
final class HelpCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..1", paramLabel = "VERB", description = "The verb to explain.")
    private String verb;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Failure {
        CommandLine root = spec.root().commandLine();
        CommandLine explained = verb == null ? root : root.getSubcommands().get(verb);
        if (explained == null) {
            throw new Failure(ExitStatus.USAGE, Errors.unknownVerb(verb, root));
        }
        explained.usage(System.out, explained.getColorScheme());
        return ExitStatus.OK;
    }
}
