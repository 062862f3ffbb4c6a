package exo.programs.meter;

import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Address;

/**
 * Going from one environment to another, between two children that use general registers alone: by a transfer one way, where
 * the caller reads the counter before its call and the callee with its first instruction, or by yields there and back. The
 * meter, being Java, uses vector registers, and looks on.
 */
final class PairMeasurement {
    /** The record that the caller shares with the meter, in words. */
    private static final int ROUNDS = 0;
    private static final int OWN_NAME = 1;
    private static final int LEAST = 2;
    private static final int MOST = 3;
    private static final int WARM_UP_ROUNDS = 10;
    /** Both there and back, and for a transfer this is with the answer. */
    private static final long SWITCHES_IN_ROUND = 2;
    /** What the yielder does between two yields of its own. */
    private static final long YIELDERS_INSTRUCTIONS = 2;

    private final AddressSpace self;
    private final int callerCode;
    private final int calleeCode;
    private final long record;

    private PairMeasurement(AddressSpace self, int callerCode, int calleeCode) {
        this.self = self;
        this.callerCode = callerCode;
        this.calleeCode = calleeCode;
        this.record = PinnedMemory.pages(AddressSpace.PAGE_BYTES);
    }

    static void printTransfer(AddressSpace self) {
        new PairMeasurement(self, Children.CALLER, Children.CALLEE).print("transfer", 0, SWITCHES_IN_ROUND,
                "to the callee's first instruction, in another address space");
    }

    static void printYield(AddressSpace self) {
        new PairMeasurement(self, Children.YIELDING_CALLER, Children.YIELDER).print("yield", YIELDERS_INSTRUCTIONS, 1,
                "two yields, without what the other does between them");
    }

    /**
     * Leaves the meter with a slice less than it had.
     *
     * @param besides  instructions in a round that are not the kernel's
     */
    private void print(String name, long besides, long operationsInRound, String detail) {
        run(WARM_UP_ROUNDS);
        KernelException.checked("slice_alloc", KernelCalls.sliceAlloc(Limits.ANY_SLICE));
        Counters counters = new Counters();
        counters.before();
        run(Figures.ROUNDS);
        counters.after();
        new Figures(name, Figures.ROUNDS, word(LEAST) - besides, word(MOST) - besides,
                Figures.counts(counters.entries(), counters, operationsInRound * Figures.ROUNDS)).print(name, detail);
    }

    private long word(int index) {
        return Address.fromLong(record + (long) index * Long.BYTES).getLong();
    }

    private void word(int index, long value) {
        Address.fromLong(record + (long) index * Long.BYTES).putLong(value);
    }

    /** Has the callee of a transfer wait for it, then starts the caller, whose slice is free when this returns. */
    private void run(int rounds) {
        BareChild caller = Children.make(self, "caller", Children.code(self, callerCode));
        BareChild callee = Children.make(self, "callee", Children.code(self, calleeCode));
        caller.show(Children.DATA_PAGE, self.frameAt(record), Right.READ | Right.WRITE);
        word(ROUNDS, rounds);
        word(OWN_NAME, caller.environment());
        Children.start(callee, caller.environment());
        while (calleeCode == Children.CALLEE && KernelCalls.yieldTo(callee.environment()) != Status.WRONG_STATE) {
            continue;
        }
        giveSlice(caller.environment());
        Children.start(caller, callee.environment(), Children.DATA_PAGE);
        while (KernelCalls.envResult(caller.environment()) == Status.WRONG_STATE) {
            KernelCalls.waitFor(Event.CHILD_ENDED, 0);
        }
        caller.reap();
        callee.end();
        callee.reap();
    }

    /** One of the meter's own: a transfer donates what the caller has, and whoever has nothing goes a longer way. */
    private static void giveSlice(long environment) {
        int position = 0;
        while (KernelCalls.sliceGive(position, environment) == Status.NOT_YOURS) {
            position++;
        }
    }
}
