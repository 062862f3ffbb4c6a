package exo.cli;

/** The end of a verb for a reason that the user can act on: a message without "error: " before it, and a status. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1;
    private final int exitStatus;

    public Failure(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    public int exitStatus() {
        return exitStatus;
    }
}
