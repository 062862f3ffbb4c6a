package exo.exos.network;

import exo.abi.Limits;
import exo.abi.Status;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;

/** Frames in a row: looked for in the public books, and then asked for by number. */
public final class FrameRun {
    /** Somebody else may be faster, but not for ever. */
    private static final int ATTEMPTS = 100;

    private FrameRun() {
    }

    /** The first of so many cleared frames of the caller's own. */
    public static long allocate(long count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long first = Books.freeRun(count);
            if (first == 0) {
                break;
            }
            if (take(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("there are no " + count + " free frames in a row");
    }

    private static boolean take(long first, long count) {
        for (long taken = 0; taken < count;) {
            long part = Math.min(count - taken, Limits.FRAMES_IN_RANGE_MAXIMUM);
            long status = KernelCalls.frameAllocRange(first + taken, part);
            if (status < 0) {
                free(first, taken);
                if (status != Status.NO_FREE_FRAME) {
                    KernelException.checked("frame_alloc_range", status);
                }
                return false;
            }
            taken += part;
        }
        return true;
    }

    public static void free(long first, long count) {
        for (long frame = first; frame < first + count; frame++) {
            KernelException.checked("frame_free", KernelCalls.frameFree(frame));
        }
    }
}
