package exo.forge.description;

/**
 * Text that is not a size. It keeps what is wrong apart from what was perhaps meant, since a flag and a file word the
 * same mistake differently.
 */
public final class SizeFormatException extends Exception {
    private static final long serialVersionUID = 1;
    private final String problem;
    private final String suggestion;

    SizeFormatException(String text, String problem, String suggestion) {
        super(text + " " + problem);
        this.problem = problem;
        this.suggestion = suggestion;
    }

    /** The problem, to be put behind the text: "has no unit". */
    public String problem() {
        return problem;
    }

    /** A size that was perhaps meant, or null. */
    public String suggestion() {
        return suggestion;
    }
}
