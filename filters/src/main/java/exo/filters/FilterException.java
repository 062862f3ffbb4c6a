package exo.filters;

/** What is wrong with an expression, and where. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1;
    private final int position;

    FilterException(int position, String message) {
        super(message);
        this.position = position;
    }

    /** Characters of the expression before the place. */
    public int position() {
        return position;
    }
}
