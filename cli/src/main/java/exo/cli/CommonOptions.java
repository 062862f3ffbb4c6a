package exo.cli;

import picocli.CommandLine.Option;

/** The flags that every verb takes. */
public final class CommonOptions {
    @Option(names = {"-q", "--quiet"}, description = "No progress messages; errors only.")
    boolean quiet;

    @Option(names = "--verbose", description = "More detail; stack traces for errors inside exo.")
    boolean verbose;

    @Option(names = "--no-color", description = "Plain text (as does NO_COLOR in the environment).")
    boolean noColor;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;

    public Messages messages() {
        return new Messages(System.err, quiet, Messages.colourWanted(noColor));
    }
}
