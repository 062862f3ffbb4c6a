package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.EnvironmentName;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;

/**
 * What a program does to have children and memory, as the current environment of a {@link BootedKernel}: the few calls in a
 * row that every test would repeat. Each is expected to succeed.
 */
final class Family {
    /** Where {@link #start} lets a child begin; nothing needs to be bound there, since no instruction is ever fetched. */
    static final long ENTRY = 0x50_0000L;
    static final long PAGE = 0x1_0000_0000L;
    static final long READ = Right.READ;
    static final long WRITE = Right.READ | Right.WRITE;
    static final long EXECUTE = Right.READ | Right.EXECUTE;

    private final BootedKernel kernel;

    Family(BootedKernel kernel) {
        this.kernel = kernel;
    }

    static int index(long name) {
        return (int) (name & EnvironmentName.INDEX_MASK);
    }

    private long expected(long result) {
        assertTrue(result >= 0, () -> "refused with " + DeclaredStatuses.nameOf(result));
        return result;
    }

    long self() {
        return kernel.call(Call.ENV_SELF);
    }

    long frame() {
        return expected(kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
    }

    long freeFrames() {
        return kernel.call(Call.MACHINE_INFO, Info.FRAMES_FREE);
    }

    /** A child, created and not started. */
    long child(String label, long framesLimit) {
        return expected(kernel.call(Call.ENV_CREATE, frame(), frame(), framesLimit, Labels.low(label),
                Labels.high(label)));
    }

    void start(long child) {
        assertEquals(Status.OK, kernel.call(Call.ENV_START, child, ENTRY, StewardFile.STACK_TOP, 0, 0));
    }

    long started(String label, long framesLimit) {
        long child = child(label, framesLimit);
        start(child);
        return child;
    }

    /** Binds a frame into the current environment or a child of it, giving tables as they are asked for. */
    void bind(long environment, long va, long frame, long rights) {
        long status = kernel.call(Call.BIND, environment, va, frame, rights);
        while (status == Status.NO_TABLE) {
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, environment, frame()));
            status = kernel.call(Call.BIND, environment, va, frame, rights);
        }
        expected(status);
    }

    /** A new frame of the current environment, bound; gives the frame. */
    long map(long environment, long va, long rights) {
        long frame = frame();
        bind(environment, va, frame, rights);
        return frame;
    }

    /** Switches to a runnable environment, as it is found next: to return, call this again. */
    void run(long environment) {
        expected(kernel.call(Call.YIELD, environment));
        assertEquals(index(environment), kernel.current());
    }

    /** Reaps until nothing remains; gives how many calls that took. */
    int reap(long child) {
        int calls = 1;
        while (expected(kernel.call(Call.ENV_REAP, child)) != 0) {
            assertTrue(++calls < 10_000, "reaping does not end");
        }
        return calls;
    }

    void end(long child) {
        assertEquals(Status.OK, kernel.call(Call.ENV_END, child, 0));
    }

    /** A child with a page at {@link #PAGE} to read and write, running. */
    long runningWithPage(String label, long framesLimit) {
        long child = started(label, framesLimit);
        map(child, PAGE, WRITE);
        run(child);
        return child;
    }

    /** The current environment writes ASCII to memory of its own. */
    void poke(long va, String text) {
        for (int i = 0; i < text.length(); i++) {
            kernel.user().store8(va + i, text.charAt(i));
        }
    }

    /** Writes to the console from the page at this address, which is bound to write. */
    long print(long va, String text) {
        poke(va, text);
        return kernel.call(Call.CONSOLE_WRITE, va, text.length());
    }
}
