package exo.programs.steward;

import exo.exos.Books;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.FrameRecord;
import exo.exos.kernel.KernelCalls;

/**
 * Frames that a tenant gave to the steward unasked, which is charged for them then. Whatever the steward itself has a use for is
 * bound, or serves as a table or a save area, and so cannot be freed; the rest is free again after this.
 */
final class Presents {
    private Presents() {
    }

    static void free() {
        long frame = EnvironmentRecord.firstFrame(Books.environmentNamed(KernelCalls.envSelf()));
        while (frame != 0) {
            long next = FrameRecord.next(Books.frame(frame));
            KernelCalls.frameFree(frame);
            frame = next;
        }
    }
}
