package exo.aegis.network;

/** How much of everything there is about filters, other than filters themselves. */
public final class NetworkLimits {
    /** Accounts have the numbers 1 to this, exclusive. */
    public static final int ACCOUNTS = 64;
    /** Claims of all accounts. */
    public static final int CLAIMS = 256;
    /** Filters that a book can have, at most. */
    public static final int FILTERS_MAXIMUM = 16383;
    /** Lists of offsets and masks that filters have, of all classes. */
    public static final int SHAPES = 256;
    /** Shapes of one class. */
    public static final int SHAPES_IN_CLASS = 24;
    /** Shapes of one class in which one account has filters, so that none can make them dear, or scarce, for all. */
    public static final int SHAPES_OF_ACCOUNT = 8;
    /** Pairs of ethertype and protocol that filters are about. */
    public static final int CLASSES = 128;
    /** Claims that splitting one can come to. */
    public static final int CLAIMS_SPLIT_FROM_ONE = 96;
    /** Filters that a new one is compared with, to find a tie, where the table of values does not tell. */
    public static final int COMPARISONS = 64;
    /** As many as so many comparisons is finding what two shapes have in common. */
    public static final int COMPARISONS_FOR_SHAPE = 3;
    /** Filters and claims that one step of dropping an account's takes. */
    public static final int DROPPED_IN_STEP = 8;

    private NetworkLimits() {
    }
}
