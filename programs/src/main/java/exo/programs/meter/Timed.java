package exo.programs.meter;

import exo.exos.KernelException;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** The instructions that measure ({@code meter.h}); what stands between two readings besides is taken off. */
@Include(value = "meter.h", isSystem = false)
final class Timed {
    private static final int READINGS = 10;
    private static final long NO_CALL = leastOfNoCall();
    private static final long NO_TOUCH = leastOfNoTouch();
    private static final long NO_TRANSFER = leastOfNoTransfer();

    private Timed() {
    }

    private static long leastOfNoCall() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            least = Math.min(least, noCall(0, 0, 0, 0, 0, 0));
        }
        return least;
    }

    private static long leastOfNoTouch() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            least = Math.min(least, noTouch(0));
        }
        return least;
    }

    private static long leastOfNoTransfer() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            least = Math.min(least, noTransfer(0, 0));
        }
        return least;
    }

    /** Cycles of a call that is not refused, from its syscall instruction on. */
    static long call(int number, long a0, long a1, long a2, long a3, long a4) {
        long cycles = rawCall(number, a0, a1, a2, a3, a4) - NO_CALL;
        KernelException.checked("call " + number, status());
        return cycles;
    }

    /** The same of a call that may be refused. */
    static long attempt(int number, long a0, long a1, long a2, long a3, long a4) {
        return rawCall(number, a0, a1, a2, a3, a4) - NO_CALL;
    }

    static long call(int number, long a0, long a1, long a2) {
        return call(number, a0, a1, a2, 0, 0);
    }

    static long call(int number, long a0) {
        return call(number, a0, 0, 0, 0, 0);
    }

    /** Cycles of reading a byte, and of all that this brings about. */
    static long touch(long userVa) {
        return rawTouch(userVa) - NO_TOUCH;
    }

    /** Cycles of a transfer, from its syscall instruction to the first of the callee, which answers it. */
    static long transfer(long callee, long self) {
        long cycles = rawTransfer(callee, self) - NO_TRANSFER;
        KernelException.checked("transfer_sync", status());
        return cycles;
    }

    @Unmanaged
    @Import(name = "meter_call")
    private static native long rawCall(long number, long a0, long a1, long a2, long a3, long a4);

    @Unmanaged
    @Import(name = "meter_no_call")
    private static native long noCall(long number, long a0, long a1, long a2, long a3, long a4);

    /** Result of the last call that was timed. */
    @Unmanaged
    @Import(name = "meter_status")
    static native long status();

    @Unmanaged
    @Import(name = "meter_touch")
    private static native long rawTouch(long userVa);

    @Unmanaged
    @Import(name = "meter_no_touch")
    private static native long noTouch(long userVa);

    @Unmanaged
    @Import(name = "meter_transfer")
    private static native long rawTransfer(long callee, long self);

    @Unmanaged
    @Import(name = "meter_no_transfer")
    private static native long noTransfer(long callee, long self);

    /** Until a moment, the longest time in which this program could not run. */
    @Unmanaged
    @Import(name = "meter_gap")
    static native long gap(long untilCycles);
}
