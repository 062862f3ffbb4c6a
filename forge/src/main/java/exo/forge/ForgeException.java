package exo.forge;

/** What could not be forged, in words for the user, with the exit status that {@code exo} ends with. */
public final class ForgeException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exitStatus;

    public ForgeException(String message, int exitStatus) {
        super(message);
        this.exitStatus = exitStatus;
    }

    public int exitStatus() {
        return exitStatus;
    }
}
