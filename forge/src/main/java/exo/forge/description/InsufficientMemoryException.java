package exo.forge.description;

/**
 * A description whose environments ask for more than its machine has. It is apart from {@link DescriptionException},
 * as the file is well formed and another {@code --memory} cures it: the run fails, the file does not.
 */
public final class InsufficientMemoryException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int EXO_FAILED = 125;

    public InsufficientMemoryException(String message) {
        super(message);
    }

    public int exitStatus() {
        return EXO_FAILED;
    }
}
