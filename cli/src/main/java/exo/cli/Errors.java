package exo.cli;

import exo.forge.ForgeException;
import exo.forge.description.DescriptionException;
import exo.forge.description.InsufficientMemoryException;
import exo.forge.description.Nearest;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Words every exception for the user: one clear line, the right exit status, and a stack trace only for a defect of
 * exo's own under {@code --verbose}.
 */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Pattern OF_A_FILE = Pattern.compile(".+:[0-9]+:[0-9]+: ");

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        boolean plain = List.of(arguments).contains("--no-color");
        new Messages(System.err, false, Messages.colourWanted(plain)).error(wording(exception));
        return ExitStatus.USAGE;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult parseResult) {
        boolean verbose = parseResult.hasMatchedOption("--verbose");
        return tell(exception, new Messages(System.err, false,
                Messages.colourWanted(parseResult.hasMatchedOption("--no-color"))), verbose);
    }

    /** Tells the failure and returns the exit status that it means. */
    static int tell(Exception exception, Messages messages, boolean verbose) {
        if (exception instanceof DescriptionException) {
            exception.getMessage().lines().forEach(line -> tellProblem(line, messages));
        } else {
            messages.error(exitStatusOfKnown(exception) < 0 ? defect(exception, verbose) : exception.getMessage());
        }
        if (verbose) {
            exception.printStackTrace(messages.stream());
        }
        int known = exitStatusOfKnown(exception);
        return known < 0 ? ExitStatus.EXO_FAILED : known;
    }

    private static void tellProblem(String line, Messages messages) {
        if (OF_A_FILE.matcher(line).lookingAt()) {
            messages.located(line);
        } else {
            messages.error(line);
        }
    }

    private static String defect(Exception exception, boolean verbose) {
        return "exo itself failed: " + exception + (verbose ? "" : " (--verbose shows where)");
    }

    private static int exitStatusOfKnown(Exception exception) {
        if (exception instanceof Failure failure) {
            return failure.exitStatus();
        }
        if (exception instanceof DescriptionException description) {
            return description.exitStatus();
        }
        if (exception instanceof InsufficientMemoryException memory) {
            return memory.exitStatus();
        }
        return exception instanceof ForgeException forge ? forge.exitStatus() : -1;
    }

    private static String wording(ParameterException exception) {
        CommandLine commandLine = exception.getCommandLine();
        if (exception instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched.getUnmatched().get(0), commandLine);
        }
        if (exception.getArgSpec() instanceof OptionSpec option
                && option.type().isEnum() && exception.getValue() != null) {
            return "unknown value '" + exception.getValue() + "' of " + option.longestName() + ", one of "
                    + String.join(", ", option.completionCandidates());
        }
        // Our converters word their own errors in full; picocli's "Invalid value for option" would bury the point.
        return exception.getCause() instanceof TypeConversionException own && own.getMessage().startsWith("--")
                ? own.getMessage()
                : exception.getMessage() + ". See: " + commandLine.getCommandSpec().qualifiedName() + " --help";
    }

    private static String unmatched(String argument, CommandLine commandLine) {
        String verb = commandLine.getCommandSpec().qualifiedName();
        if (argument.startsWith("-")) {
            String option = argument.replaceFirst("=.*", "");
            return "unknown option '" + option + "' for " + verb
                    + meant(option, List.copyOf(commandLine.getCommandSpec().optionsMap().keySet()));
        }
        return !commandLine.getSubcommands().isEmpty() ? unknownVerb(argument, commandLine)
                : "'" + argument + "' is one argument too many for " + verb + ". See: " + verb + " --help";
    }

    static String unknownVerb(String verb, CommandLine root) {
        return unknown("verb", verb, List.copyOf(root.getSubcommands().keySet()));
    }

    static String unknown(String what, String word, List<String> known) {
        return "unknown " + what + " '" + word + "'" + meant(word, known);
    }

    private static String meant(String word, List<String> known) {
        return Nearest.to(word, known).map(candidate -> ". Did you mean '" + candidate + "'?")
                .orElse(". One of: " + String.join(", ", known));
    }
}
