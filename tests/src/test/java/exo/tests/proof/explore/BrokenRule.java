package exo.tests.proof.explore;

/** Something does not hold of a state, or of the step that led there. */
final class BrokenRule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenRule(String what, long where) {
        super(what + " 0x" + Long.toHexString(where));
    }

    static void require(boolean condition, String what, long where) {
        if (!condition) {
            throw new BrokenRule(what, where);
        }
    }
}
