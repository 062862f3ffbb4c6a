package exo.aegis.network;

/**
 * What came of a call about filters and claims: 0 or more is success, for what is made its index. A refusal is negative and tells a code,
 * and where another claim, filter or atom is the reason, whose and which.
 */
public final class NetworkStatus {
    public static final int OK = 0;

    // ---- claims
    /** There is no claim of this index. */
    public static final int NO_SUCH_CLAIM = 1;
    /** The claim, or the filter, is held by another account, which is named. */
    public static final int NOT_YOURS = 2;
    /** The bounds contradict each other, or bound what their ethertype or protocol has not. */
    public static final int BAD_BOUNDS = 3;
    /** The narrower claim reaches out of the one that it is to be split from. */
    public static final int NOT_CONTAINED = 4;
    /** The narrower claim overlaps one that was split off before; its account and index are named. */
    public static final int OVERLAPS = 5;
    /** Filters are bound in the claim: it can be neither split nor given back. */
    public static final int HAS_FILTERS = 6;
    /** Of the claim others were split off: filters are bound in those. */
    public static final int IS_SPLIT = 7;
    /** There are as many as there can be, in all or split off from this one. */
    public static final int NO_FREE_CLAIM = 8;
    /** The root's claim to everything is not given back. */
    public static final int IS_ROOT = 9;
    public static final int NO_SUCH_ACCOUNT = 10;

    // ---- filters
    /** Not 1 to 16 atoms, the first of them the ethertype. */
    public static final int BAD_COUNT = 16;
    /** An atom, whose number is named, is not in canonical form, or names what a filter cannot ask for. */
    public static final int BAD_ATOM = 17;
    /** Packets that match may lie outside the claim, which is named. */
    public static final int OUTSIDE_CLAIM = 18;
    /** Another filter of the account, which is named, can match the same packet and has as many fixed bits. */
    public static final int TIE = 19;
    /** So many filters of as many bits that whether one ties cannot be found out in the time that a call has. */
    public static final int TOO_MANY_TO_COMPARE = 20;
    public static final int NO_FREE_FILTER = 21;
    /** The filter needs a shape that no other has, and there is no room for one more; or the account has too many in the class. */
    public static final int NO_FREE_SHAPE = 22;
    /** Too many filters, or another with other values, have the same hash: of a lifetime of tries, about none meets this. */
    public static final int COLLISION = 23;
    public static final int NO_SUCH_FILTER = 24;

    // ---- sending
    /** The headers do not lie inside what is checked, contradict themselves, or are of a kind that is not understood. */
    public static final int UNPARSABLE = 32;
    /** The Ethernet source, or ARP's, is not this machine's. */
    public static final int FOREIGN_LINK_ADDRESS = 33;
    /** The source is within no claim of the account. */
    public static final int NOT_CLAIMED = 34;

    private static final int ACCOUNT_SHIFT = 6;
    private static final int INDEX_SHIFT = 14;
    private static final int CODE_MASK = (1 << ACCOUNT_SHIFT) - 1;
    private static final int ACCOUNT_MASK = (1 << INDEX_SHIFT - ACCOUNT_SHIFT) - 1;

    private NetworkStatus() {
    }

    static int refused(int code) {
        return -code;
    }

    static int refused(int code, int account, int index) {
        return -(code | account << ACCOUNT_SHIFT | index << INDEX_SHIFT);
    }

    /** Which refusal a status is, or {@link #OK}. */
    public static int code(int status) {
        return status >= 0 ? OK : -status & CODE_MASK;
    }

    /** The account that a refusal names, or 0. */
    public static int account(int status) {
        return status >= 0 ? 0 : -status >>> ACCOUNT_SHIFT & ACCOUNT_MASK;
    }

    /** The claim, filter or atom that a refusal names. */
    public static int index(int status) {
        return status >= 0 ? 0 : -status >>> INDEX_SHIFT;
    }
}
