package exo.forge.ebpf;

/** A class that cannot become eBPF. The message says in one line where, what is in the way, and what to write instead. */
public final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String message) {
        super(message);
    }
}
