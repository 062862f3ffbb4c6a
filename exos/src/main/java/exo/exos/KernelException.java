package exo.exos;

import exo.abi.Status;
import exo.exos.kernel.StatusNames;

/** A call that the kernel refused, by the call's name and the status's. */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long status;

    KernelException(String call, long status) {
        super(call + ": " + StatusNames.of(status));
        this.status = status;
    }

    /** One of {@link Status}. */
    public long status() {
        return status;
    }

    /** The result of a call, if it is one. */
    public static long checked(String call, long result) {
        if (result < 0) {
            throw new KernelException(call, result);
        }
        return result;
    }
}
