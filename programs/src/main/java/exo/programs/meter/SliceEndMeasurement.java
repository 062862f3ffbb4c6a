package exo.programs.meter;

import exo.abi.EntryPoint;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * The end of a time slice: from the timer's interrupt to the first instruction of the epilogue, which then yields. Short slices
 * make it quick ({@code slice} in the system description).
 */
@Include(value = "meter.h", isSystem = false)
final class SliceEndMeasurement {
    private static final int WARM_UP_ROUNDS = 10;

    private SliceEndMeasurement() {
    }

    static void print() {
        long readings = PinnedMemory.pages((long) Figures.ROUNDS * Long.BYTES);
        KernelException.checked("upcall", catchExceptions());
        KernelException.checked("entry_point", declareEpilogue());
        slices(WARM_UP_ROUNDS, readings);
        Counters counters = new Counters();
        counters.before();
        slices(Figures.ROUNDS, readings);
        counters.after();
        KernelException.checked("entry_point", KernelCalls.entryPoint(EntryPoint.EPILOGUE, 0));
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < Figures.ROUNDS; i++) {
            long cycles = Address.fromLong(readings + (long) i * Long.BYTES).getLong();
            least = Math.min(least, cycles);
            most = Math.max(most, cycles);
        }
        long yields = Figures.ROUNDS;
        new Figures("slice end", Figures.ROUNDS, least, most,
                Figures.counts(counters.entries() - yields, counters, Figures.ROUNDS))
                .print("slice_end", "timer interrupt to the epilogue's first instruction");
    }

    @Unmanaged
    @Import(name = "meter_catch")
    private static native long catchExceptions();

    @Unmanaged
    @Import(name = "meter_declare_epilogue")
    private static native long declareEpilogue();

    @Unmanaged
    @Import(name = "meter_slices")
    private static native long slices(long count, long readings);
}
