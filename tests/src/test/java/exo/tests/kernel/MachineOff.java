package exo.tests.kernel;

/** The machine was powered off: on the metal nothing of the kernel runs after that, so in a test nothing may either. */
final class MachineOff extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    MachineOff(int status) {
        super("powered off with status " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
