package exo.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Where {@code exo} starts: picocli parses, the verbs work, {@link Errors} words what goes wrong. The exit status of
 * the process is the verb's.
 */
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    static CommandLine commandLine(String... arguments) {
        boolean plain = Arrays.asList(arguments).contains("--no-color");
        Errors errors = new Errors();
        return new CommandLine(new ExoCommand())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        Messages.colourWanted(plain) ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }
}
