package exo.exos;

import exo.abi.Limits;
import exo.abi.Status;
import exo.exos.kernel.KernelCalls;

/**
 * Binding pages of one's own environment or of a child's, with the page tables that this takes. Frames come from the
 * caller's limit; what a child is to own is given to it.
 */
public final class AddressSpace {
    public static final int PAGE_BYTES = (int) Limits.BYTES_IN_FRAME;
    private static final int LOG_PAGE_BYTES = 12;

    private final long environment;

    /** @param environment  the caller's own name, or a child's that has not ended */
    public AddressSpace(long environment) {
        this.environment = environment;
    }

    public static AddressSpace ofSelf() {
        return new AddressSpace(KernelCalls.envSelf());
    }

    public long environment() {
        return environment;
    }

    /** A cleared frame of the caller's own, by its number. */
    public static long freshFrame() {
        return KernelException.checked("frame_alloc", KernelCalls.frameAlloc(Limits.ANY_FRAME));
    }

    /**
     * Binds a frame at a page, giving the environment table frames as they are missed.
     *
     * @param rights  of {@link exo.abi.Right}
     * @throws KernelException  when the kernel refuses
     */
    public void bind(long userVa, long frame, long rights) {
        long status = KernelCalls.bind(environment, userVa, frame, rights);
        while (status == Status.NO_TABLE) {
            KernelException.checked("table_give", KernelCalls.tableGive(environment, freshFrame()));
            status = KernelCalls.bind(environment, userVa, frame, rights);
        }
        KernelException.checked("bind", status);
    }

    /** The number of the frame that a page shows. */
    public long frameAt(long userVa) {
        return KernelException.checked("entry_read", KernelCalls.entryRead(environment, userVa)) >>> LOG_PAGE_BYTES;
    }

    /** Breaks the binding of a page; gives the number of the frame that was there. */
    public long unbind(long userVa) {
        return KernelException.checked("unbind", KernelCalls.unbind(environment, userVa));
    }
}
