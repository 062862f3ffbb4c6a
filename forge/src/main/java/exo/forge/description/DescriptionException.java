package exo.forge.description;

import java.util.List;

/**
 * A description that cannot be used: every problem found, one line each, in the order of the file. Each line starts
 * with {@code file:line:column:} or with the flag that brought the value.
 */
public final class DescriptionException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int USAGE_OR_CONFIGURATION_ERROR = 2;

    public DescriptionException(List<String> problems) {
        super(String.join("\n", problems));
    }

    public int exitStatus() {
        return USAGE_OR_CONFIGURATION_ERROR;
    }
}
