package exo.machine.simulated;

/**
 * Says that the kernel broke the contract of {@link exo.machine.Machine}, or let user mode break it: an access outside
 * installed memory, misaligned or poisoned, a return to user mode that would not be user mode. On the metal the same deed
 * corrupts or crashes; here it is the oracle. It is never thrown for anything that a correct kernel lets happen, so tests
 * do not catch it, except those of the machine itself.
 */
public final class MachineCheck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long address;

    public MachineCheck(String what, long address) {
        super(what + ": 0x" + Long.toHexString(address));
        this.address = address;
    }

    /** The physical address, or other offending value, that the message names. */
    public long address() {
        return address;
    }
}
