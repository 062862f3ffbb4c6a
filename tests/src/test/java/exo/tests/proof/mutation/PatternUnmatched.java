package exo.tests.proof.mutation;

/** The kernel has changed: a fault was made for bytecode that is there no more, and has to be made anew or to go. */
final class PatternUnmatched extends RuntimeException {
    private static final long serialVersionUID = 1;

    PatternUnmatched(String what) {
        super(what);
    }
}
