package exo.tests.proof.explore;

/** The machine was powered off: nothing of the kernel runs after that. */
final class Off extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Off OFF = new Off();

    private Off() {
        super("powered off", null, false, false);
    }
}
