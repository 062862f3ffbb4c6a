package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMachine;

/**
 * The oracle on the processor and the console: books and machine agree on who runs; nobody idles while somebody can run; no
 * event that is waited for is pending; the timer is armed exactly for the nearest moment that matters.
 */
final class TimeInvariants {
    private final SimulatedMachine machine;
    private final RawBooks books;

    TimeInvariants(SimulatedMachine machine, RawBooks books) {
        this.machine = machine;
        this.books = books;
    }

    void check() {
        checkCurrent();
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            checkEvents(index);
        }
        checkTimer();
        require(books.alive(books.consoleOwner()), "owner of the console's input is none", books.consoleOwner());
        require(books.inputBytes() >= 0 && books.inputBytes() <= RawBooks.RING_BYTES, "input ring", books.inputBytes());
        require(books.outputBytes() >= 0 && books.outputBytes() <= RawBooks.RING_BYTES, "output ring",
                books.outputBytes());
    }

    private void checkCurrent() {
        int current = books.current();
        if (current == 0) {
            require(machine.processor().nextContext() == 0, "nobody runs, but a context is selected",
                    machine.processor().nextContext());
            return;
        }
        require(books.state(current) == EnvironmentState.RUNNABLE, "who runs is not runnable: environment", current);
        require(machine.processor().nextContext() == books.contextOf(current), "another's context is selected",
                machine.processor().nextContext());
        require(machine.processor().selectedContext() == books.contextOf(current), "another's registers are loaded",
                machine.processor().selectedContext());
        require(machine.translation().root() == books.rootOf(current), "another's address space is selected",
                machine.translation().root());
        checkHandler(current);
    }

    /** The copy in the kernel's own record of what the current environment registered for its exceptions. */
    private void checkHandler(int current) {
        long frame = books.environment64(current, EnvironmentRecord.UPCALL_FRAME);
        require(books.running(0) == books.contextOf(current), "exceptions would save into", books.running(0));
        require(books.running(1) == (frame == Limits.NO_FRAME ? 0 : frame * Limits.BYTES_IN_FRAME),
                "exceptions would write a save area at", books.running(1));
        require(frame == Limits.NO_FRAME
                || books.running(2) == books.environment64(current, EnvironmentRecord.UPCALL_ADDRESS)
                && books.running(3) == books.environment64(current, EnvironmentRecord.UPCALL_ENTRY),
                "exceptions would go to another handler than was registered", books.running(3));
    }

    private void checkEvents(int index) {
        int state = books.state(index);
        require(state != EnvironmentState.RUNNABLE || books.current() != 0, "idle beside a runnable environment", index);
        long awaited = books.environment32(index, EnvironmentRecord.EVENTS_AWAITED);
        if (state == EnvironmentState.WAITING) {
            require((books.environment32(index, EnvironmentRecord.EVENTS_PENDING) & awaited) == 0,
                    "asleep although what it waits for is pending: environment", index);
        } else if (books.alive(index)) {
            require(awaited == 0 && books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES) == 0,
                    "awake and waiting: environment", index);
        }
    }

    private void checkTimer() {
        long nearest = 0;
        int runnable = 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            int state = books.state(index);
            runnable += state == EnvironmentState.RUNNABLE ? 1 : 0;
            if (state == EnvironmentState.WAITING) {
                nearest = earlier(nearest, books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES));
            }
        }
        if (runnable > 1) {
            nearest = earlier(nearest, books.sliceEnd());
        }
        require(machine.timer().armed() == (nearest != 0), "timer is armed for nothing, or not for this", nearest);
        require(nearest == 0 || machine.timer().deadline() == nearest, "timer is armed for another moment than",
                nearest);
    }

    private static long earlier(long a, long b) {
        return a == 0 || b != 0 && b < a ? b : a;
    }
}
