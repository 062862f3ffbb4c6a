package exo.programs.hog;

import exo.exos.Books;
import exo.exos.Cycles;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Asks to be told when its slice is over, and then goes on all the same, until the kernel has charged it for three slices; reads
 * in its own record what that cost it; and from then on yields when it is told. Ends with 1 if it was not charged, or did not
 * have to sit out what it was charged.
 */
@Include(value = "hog.h", isSystem = false)
public final class Hog {
    private static final int SLICES = 3;

    private Hog() {
    }

    public static void main(String[] arguments) {
        long self = KernelCalls.envSelf();
        long record = Books.environmentNamed(self);
        if (takeSliceEnds() < 0) {
            System.out.println("the kernel does not tell the end of a slice");
            System.exit(1);
        }
        while (charged(record) < SLICES) {
            // A call, so that the compiler does not take the book for something that stays as it is.
            KernelCalls.nothing();
        }
        long inARow = EnvironmentRecord.overruns(record);
        behave();
        long satOut = EnvironmentRecord.forfeited(record);
        long owed = EnvironmentRecord.forfeits(record);
        System.out.println("overran " + inARow + " slices in a row: charged for " + (satOut + owed) + ", sat out " + satOut
                + ", owes " + owed);
        long overruns = inARow;
        while (yields() < SLICES || overruns != 0) {
            KernelCalls.nothing();
            overruns = EnvironmentRecord.overruns(record);
        }
        System.out.println("yielded at the end of " + yields() + " slices: overruns in a row " + overruns + ", charged for "
                + charged(record) + " in all, of " + sliceEnds() + " slices; " + Cycles.used() + " cycles used");
        System.exit(inARow >= SLICES && satOut >= SLICES && owed == 0 ? 0 : 1);
    }

    /** Slices that it overran and was charged for, those that it has sat out since included. */
    private static long charged(long record) {
        return EnvironmentRecord.forfeits(record) + EnvironmentRecord.forfeited(record);
    }

    @Unmanaged
    @Import(name = "hog_take_slice_ends")
    private static native long takeSliceEnds();

    @Unmanaged
    @Import(name = "hog_behave")
    private static native void behave();

    @Unmanaged
    @Import(name = "hog_slice_ends")
    private static native long sliceEnds();

    @Unmanaged
    @Import(name = "hog_yields")
    private static native long yields();
}
