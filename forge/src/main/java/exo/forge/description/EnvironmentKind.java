package exo.forge.description;

import java.util.Locale;

/**
 * What an environment's program is made of: Java classes on ExOS, or an ELF (or C source) that brings its own library.
 * The names of the file's {@code kind} are these constants in lower case.
 */
public enum EnvironmentKind {
    EXOS,
    NATIVE;

    /** The word used for it in the file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
