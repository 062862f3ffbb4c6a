package exo.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java names from C symbols, the way back from the forge's naming: {@code exo$aegis$Boot$run} was
 * {@code exo.aegis.Boot.run}, a suffix {@code $$2} told overloads apart. A symbol without a dollar is C's own, or
 * has its dots already, and stays.
 */
public final class JavaName {
    /** What gcc adds to copies that it makes of a function: .constprop.0, .isra.1, .part.0, .cold. */
    private static final Pattern COMPILERS_COPY =
            Pattern.compile("(\\.(constprop|isra|part|cold|lto_priv)(\\.[0-9]+)*)+$");
    private static final Pattern OVERLOAD = Pattern.compile("\\$\\$[0-9]+$");
    private static final Pattern CONSTRUCTOR = Pattern.compile("\\$_(cl)?init_$");

    private JavaName() {
    }

    public static String of(String symbol) {
        String function = COMPILERS_COPY.matcher(symbol).replaceFirst("");
        if (function.indexOf('$') < 0) {
            return function;
        }
        String named = OVERLOAD.matcher(function).replaceFirst("");
        named = CONSTRUCTOR.matcher(named).replaceFirst(Matcher.quoteReplacement("$<") + "$1init>");
        return named.replace('$', '.');
    }
}
