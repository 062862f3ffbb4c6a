package exo.machine.simulated;

import exo.machine.Trap;

/**
 * An exception of the processor in user mode, before the kernel has heard of it: what a test hands to
 * {@link SimulatedProcessor#enterByFault} to make the kernel hear of it. It is a value that happens to be thrown, so it
 * carries no stack trace and is cheap enough to be the common case.
 */
public class ProcessorFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int vector;
    private final long errorCode;

    ProcessorFault(int vector, long errorCode, String message) {
        super(message, null, false, false);
        this.vector = vector;
        this.errorCode = errorCode;
    }

    /** What an access to an address that is not canonical raises: the address is reported nowhere. */
    static ProcessorFault notCanonical(long virtualAddress) {
        return new ProcessorFault(Trap.GENERAL_PROTECTION, 0,
                "general protection: not canonical: 0x" + Long.toHexString(virtualAddress));
    }

    public final int vector() {
        return vector;
    }

    public final long errorCode() {
        return errorCode;
    }
}
