package exo.machine;

/**
 * Pages for machine code that the kernel makes while it runs. A page is open, to be written and not executed, or sealed, to be
 * executed and not written: never both, by no address that it has. All are open at first. As of {@link Machine}: it decides nothing.
 */
public interface CodeStore {
    /** Physical address of the first page; the others follow it. */
    long base();

    int pageCount();

    void seal(int firstPage, int count);

    void open(int firstPage, int count);

    /** Whether this machine can run what is in a sealed page; if not, {@link #call} is not to be called. */
    boolean executes();

    /** The address by which machine code in a sealed page reaches a byte of physical memory. */
    long view(long physicalAddress);

    /** The address, for such code, of the function that {@code exo.ebpf.Run.HELPER_ENTRY} asks for. */
    long helperEntry();

    /** Calls a function of sealed machine code, with one argument, by the calling convention of the System V ABI. */
    long call(long physicalAddress, long argument);
}
