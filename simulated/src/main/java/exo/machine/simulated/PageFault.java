package exo.machine.simulated;

import exo.machine.Trap;

/**
 * A page fault: the virtual address, and the error code as the processor pushes it (Intel SDM vol. 3A, 4.7). A thrown
 * value, as {@link ProcessorFault} is.
 */
public final class PageFault extends ProcessorFault {
    /** The bit of the error code that says a reserved bit was set in an entry: always a bug of the kernel. */
    public static final long RESERVED = 1L << 3;

    private static final long serialVersionUID = 1L;

    private final long virtualAddress;

    public PageFault(long virtualAddress, long errorCode) {
        super(Trap.PAGE_FAULT, errorCode, null);
        this.virtualAddress = virtualAddress;
    }

    public long virtualAddress() {
        return virtualAddress;
    }

    /** Made only when asked for, because most faults are answered and not read. */
    @Override
    public String getMessage() {
        return "page fault, code " + errorCode() + ": 0x" + Long.toHexString(virtualAddress);
    }
}
