package exo.programs.meter;

import exo.abi.EnvironmentState;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.FrameRun;
import org.teavm.interop.Address;

/** A child that makes the calls that it is told to, and then sleeps: {@code meter_scripted}. */
final class ScriptedChild {
    /** Flags of a call: its first argument is the result that was kept; its result is kept; it is repeated while it gives 1; for ever. */
    static final int ON_KEPT = 1;
    static final int KEEP = 2;
    static final int AGAIN = 4;
    static final int FOR_EVER = 8;

    private static final long WINDOW = 0x6900_0000_0000L;
    private static final int RECORD_BYTES = 64;
    private static final int FLAGS = 48;
    private static final int TURNS_MAXIMUM = 10_000;

    private final AddressSpace self;
    private final BareChild child;
    private final long page;
    private int calls;

    ScriptedChild(AddressSpace self, long code, int number) {
        this.self = self;
        this.child = Children.make(self, "scripted", code);
        this.page = WINDOW + (long) number * AddressSpace.PAGE_BYTES;
        self.bind(page, child.map(Children.DATA_PAGE, Right.READ | Right.WRITE), Right.READ | Right.WRITE);
    }

    BareChild child() {
        return child;
    }

    /** Frames in a row that become the child's; the first ones with a text. */
    long frames(long count, long[] text) {
        long first = FrameRun.allocate(count);
        TextFrames.write(self, first, text);
        for (long frame = first; frame < first + count; frame++) {
            KernelException.checked("frame_give", KernelCalls.frameGive(frame, child.environment()));
        }
        return first;
    }

    void call(int flags, int number, long... arguments) {
        long record = page + (long) calls++ * RECORD_BYTES;
        Address.fromLong(record).putLong(number);
        for (int i = 0; i < arguments.length; i++) {
            Address.fromLong(record + (i + 1L) * Long.BYTES).putLong(arguments[i]);
        }
        Address.fromLong(record + FLAGS).putLong(flags);
    }

    /** Gives it the processor until it sleeps. */
    void run() {
        Children.start(child, Children.DATA_PAGE);
        int turns = 0;
        while (Books.state(child.environment()) == EnvironmentState.RUNNABLE && turns < TURNS_MAXIMUM) {
            KernelCalls.yieldTo(child.environment());
            turns++;
        }
        for (int call = 0; call < calls - 1; call++) {
            KernelException.checked("call " + call + " of a child", Address.fromLong(page + (long) call * RECORD_BYTES
                    + RECORD_BYTES - Long.BYTES).getLong());
        }
        if (Books.state(child.environment()) != EnvironmentState.WAITING) {
            throw new IllegalStateException("a child does not sleep");
        }
    }

    /** It has ended: clears it away. */
    void reap() {
        self.unbind(page);
        child.reap();
    }

    /** It has been cleared away: frees what its maker has of it. */
    void forget() {
        self.unbind(page);
        child.freeMapped();
    }
}
