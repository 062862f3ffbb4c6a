package exo.forge.description;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values that win over the file's, by the file's own key names ({@code machine.memory}, {@code env.web.memory}), each
 * with the flag or variable that brought it, so that a mistake in one is told as that flag's. They go through the same
 * reading as the file's values: what a file may say, a flag may say, and nothing else.
 */
public final class Overrides {
    private final Map<String, Override> byKey = new LinkedHashMap<>();

    /** One value; text is read as TOML where it is TOML, else as a string. */
    record Override(String text, String origin) {
    }

    /** A later value for the same key wins. Origin: what to name in an error, such as "--memory". */
    public Overrides set(String key, String text, String origin) {
        byKey.put(key, new Override(text, origin));
        return this;
    }

    public static Overrides none() {
        return new Overrides();
    }

    Map<String, Override> byKey() {
        return byKey;
    }
}
