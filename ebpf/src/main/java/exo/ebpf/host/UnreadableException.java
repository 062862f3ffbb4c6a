package exo.ebpf.host;

/**
 * A file that is no program, or not one that can be used here. The message says why in one line, whatever the names in it are, without the
 * file's name.
 */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableException(String message) {
        super(message.replaceAll("[^\\x20-\\x7e]", "?"));
    }
}
