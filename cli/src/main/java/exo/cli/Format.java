package exo.cli;

import java.util.Locale;

/** Which form a verb's result has. */
public enum Format {
    TEXT,
    JSON;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
