package exo.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The one way to standard error. Errors always come through, progress is kept silent by {@code --quiet}; colour only on
 * a terminal whose user has not declined it. The launcher tells whether standard error is a terminal: the JVM cannot.
 */
public final class Messages {
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream stream;
    private final boolean quiet;
    private final boolean colour;

    public Messages(PrintStream stream, boolean quiet, boolean colour) {
        this.stream = stream;
        this.quiet = quiet;
        this.colour = colour;
    }

    static boolean colourWanted(boolean declined) {
        String noColour = System.getenv("NO_COLOR");
        return !declined && (noColour == null || noColour.isEmpty())
                && Boolean.getBoolean("exo.terminal");
    }

    public void error(String message) {
        stream.println((colour ? RED + "error:" + PLAIN : "error:") + " " + message);
    }

    /** A line that carries its own place, "exo.toml:3:1: …": the form that editors and people jump from. */
    public void located(String line) {
        stream.println(line);
    }

    /** A line that must be seen even when quiet, yet is no error. */
    public void notice(String line) {
        stream.println(line);
    }

    /** "build  Hello.java -> hello.elf   1.2 s". */
    public void step(String what, String detail, long milliseconds) {
        if (!quiet) {
            stream.println(String.format(Locale.ROOT, "%-10s %-46s %6.1f s", what, detail, milliseconds / 1000.0));
        }
    }

    public void progress(String line) {
        if (!quiet) {
            stream.println(line);
        }
    }

    public PrintStream stream() {
        return stream;
    }
}
