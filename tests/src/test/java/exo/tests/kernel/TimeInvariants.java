package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMachine;

/**
 * The oracle on time and sleep: slices are owned and held by the living; nobody idles while somebody can run who has one; no
 * event that is waited for is pending, and who is awake waits for nothing and nobody; debts are bounded; the timer rings for
 * the nearest moment that matters or before it, and only as early as a deadline was that has gone by itself.
 */
final class TimeInvariants {
    private final SimulatedMachine machine;
    private final RawBooks books;

    TimeInvariants(SimulatedMachine machine, RawBooks books) {
        this.machine = machine;
        this.books = books;
    }

    void check() {
        for (int position = 0; position < Limits.SLICES; position++) {
            checkSlice(position);
        }
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            checkEvents(index);
            checkTransfer(index);
            checkDebts(index);
        }
        int saving = books.saving();
        require(saving == 0 || saving == Limits.ENVIRONMENTS_MAXIMUM || books.alive(saving),
                "the dead are to be charged for the save time: environment", saving);
        require(saving == 0 || books.current() != 0, "there is save time and nobody runs, but", saving);
        checkTimer();
        require(books.alive(books.consoleOwner()), "owner of the console's input is none", books.consoleOwner());
        require(books.inputBytes() >= 0 && books.inputBytes() <= RawBooks.RING_BYTES, "input ring", books.inputBytes());
        require(books.outputBytes() >= 0 && books.outputBytes() <= RawBooks.RING_BYTES, "output ring",
                books.outputBytes());
    }

    private boolean canRun(int index) {
        return books.state(index) == EnvironmentState.RUNNABLE;
    }

    private void checkSlice(int position) {
        int owner = books.sliceOwner(position);
        int holder = books.sliceHolder(position);
        require(owner == 0 || books.alive(owner), "slice is owned by nobody alive, at position", position);
        require(holder == 0 || books.alive(holder), "slice is held by nobody alive, at position", position);
        require(owner != 0 || holder == 0, "a free slice is held, at position", position);
        require(books.current() != 0 || !canRun(owner) && !canRun(holder), "idle beside who can run and has position",
                position);
    }

    private void checkEvents(int index) {
        long awaited = books.environment32(index, EnvironmentRecord.EVENTS_AWAITED);
        long deadline = books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES);
        if (books.state(index) == EnvironmentState.WAITING) {
            require((books.environment32(index, EnvironmentRecord.EVENTS_PENDING) & awaited) == 0,
                    "asleep although what it waits for is pending: environment", index);
            require(deadline >= 0, "sleeps until a moment before all others: environment", index);
        } else if (books.alive(index)) {
            require(awaited == 0 && deadline == 0, "awake and waiting: environment", index);
        }
    }

    private void checkTransfer(int index) {
        if (!books.exists(index)) {
            return;
        }
        boolean accepting = (books.environment32(index, EnvironmentRecord.FLAGS) & EnvironmentFlag.ACCEPTING) != 0;
        long partner = books.environment64(index, EnvironmentRecord.PARTNER);
        boolean waiting = books.state(index) == EnvironmentState.WAITING;
        require(waiting || !accepting && partner == 0, "can be entered though it does not wait: environment", index);
        require(accepting || partner == 0, "waits for an answer that it does not take: environment", index);
        require(!waiting || accepting || books.environment32(index, EnvironmentRecord.EVENTS_AWAITED) != 0,
                "sleeps for ever: environment", index);
        int other = Family.index(partner);
        require(partner == 0 || other < Limits.ENVIRONMENTS_MAXIMUM && books.alive(other) && books.name(other) == partner,
                "waits for the answer of the dead: environment", index);
    }

    private void checkDebts(int index) {
        if (!books.alive(index)) {
            return;
        }
        long forfeits = books.environment32(index, EnvironmentRecord.FORFEITS);
        long overruns = books.environment32(index, EnvironmentRecord.OVERRUNS);
        require(forfeits <= Limits.FORFEITS_MAXIMUM, "owes more than can be owed: environment", index);
        require(overruns <= Limits.OVERRUNS_MAXIMUM, "lives though it never gives the processor back: environment", index);
    }

    private void checkTimer() {
        long deadline = firstDeadline();
        long known = books.nextDeadline();
        require(deadline == 0 || known != 0 && known <= deadline, "a deadline is not known of", deadline);
        long due = earlier(earlier(known, sliceMatters() ? books.sliceEnd() : 0), books.networkDue());
        if (books.current() == 0 && books.predicatesLeft() != 0) {
            require(machine.timer().armed() && machine.timer().deadline() <= 1,
                    "idle beside predicates that are not looked at", books.predicatesLeft());
            return;
        }
        require(machine.timer().armed() == (due != 0), "timer is armed for nothing, or not for this", due);
        require(due == 0 || machine.timer().deadline() == due, "timer is armed for another moment than", due);
    }

    private long firstDeadline() {
        long nearest = books.leavingFrame() != 0 ? 1 : 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            if (books.alive(index)) {
                nearest = earlier(nearest, books.environment64(index, EnvironmentRecord.REVOCATION_DEADLINE));
                nearest = earlier(nearest, books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES));
            }
        }
        return nearest;
    }

    private boolean sliceMatters() {
        int runnable = 0;
        int epilogues = 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            runnable += canRun(index) ? 1 : 0;
            epilogues += books.alive(index) && books.environment64(index, EnvironmentRecord.EPILOGUE) != 0 ? 1 : 0;
        }
        require(books.epilogues() == epilogues, "miscounted who has an entry for the end of a slice", books.epilogues());
        return books.current() != 0 && (runnable > 1 || epilogues != 0 || books.predicates() != 0);
    }

    private static long earlier(long a, long b) {
        return a == 0 || b != 0 && b < a ? b : a;
    }
}
