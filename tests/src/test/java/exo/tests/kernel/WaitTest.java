package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Info;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** A wait ends with what it waited for, told once; what happened before the wait ends it at once; a deadline is kept. */
class WaitTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private long now() {
        return kernel.machine().timer().now();
    }

    @Test
    void anEventBeforeTheWaitEndsItAtOnceAndOnlyOnce() {
        long child = family.child("child", 4);
        family.end(child);
        assertEquals(Event.CHILD_ENDED, kernel.call(Call.WAIT, Event.CHILD_ENDED, 0));
        assertEquals(RawBooks.ROOT, kernel.current());
        kernel.call(Call.WAIT, Event.CHILD_ENDED, now() + 10);
        assertEquals(0, kernel.current());
        kernel.pass(10);
        assertEquals(Event.DEADLINE, kernel.register(Context.RAX));
    }

    @Test
    void anEventDuringTheWaitEndsIt() {
        long child = family.startedNext("child");
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        assertEquals(Family.index(child), kernel.current());
        kernel.call(Call.EXIT, 0);
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Event.CHILD_ENDED, kernel.register(Context.RAX));
    }

    @Test
    void eventsThatAreNotAskedForStayPendingAndDoNotWake() {
        long child = family.startedNext("child");
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        kernel.call(Call.EXIT, 0);
        assertEquals(0, kernel.current());
        assertEquals(EnvironmentState.WAITING, kernel.books().state(RawBooks.ROOT));
        kernel.type("a");
        assertEquals(Event.CONSOLE_INPUT, kernel.register(Context.RAX));
        assertEquals(Event.CHILD_ENDED, kernel.call(Call.WAIT, Event.CHILD_ENDED | Event.CONSOLE_INPUT, 0));
        family.reap(child);
    }

    @Test
    void severalEventsAreToldTogether() {
        long child = family.child("child", 4);
        family.end(child);
        kernel.type("a");
        assertEquals(Event.CHILD_ENDED | Event.CONSOLE_INPUT,
                kernel.call(Call.WAIT, Event.CHILD_ENDED | Event.CONSOLE_INPUT, 0));
    }

    @Test
    void aDeadlineWakesAtItsCycleAndNotBefore() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, now() + 1000);
        kernel.pass(999);
        assertEquals(0, kernel.current());
        kernel.pass(1);
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Event.DEADLINE, kernel.register(Context.RAX));
    }

    @Test
    void aDeadlineThatIsPastEndsTheWaitAtOnce() {
        kernel.machine().timer().advance(500);
        for (long deadline : new long[] {1, 499, 500}) {
            assertEquals(Event.DEADLINE, kernel.call(Call.WAIT, Event.CONSOLE_INPUT, deadline));
            assertEquals(RawBooks.ROOT, kernel.current());
        }
    }

    @Test
    void deadlinesOfManyAreKeptEachInItsTurn() {
        long[] children = new long[8];
        for (int i = 0; i < children.length; i++) {
            children[i] = family.childIn(0, "c" + i);
            family.start(children[i]);
            assertEquals(Status.OK, kernel.call(Call.SLICE_GIVE, 10 + i, children[i]));
            family.run(children[i]);
            kernel.call(Call.WAIT, Event.DEADLINE, now() + 10_000 - 1000L * i);
            if (kernel.current() != RawBooks.ROOT) {
                family.run(self);
            }
        }
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        for (int i = children.length - 1; i >= 0; i--) {
            assertTrue(kernel.machine().timer().advanceToDeadline());
            kernel.interrupts();
            assertEquals(Family.index(children[i]), kernel.current());
            assertEquals(10_000 - 1000L * i, now());
            kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        }
        assertEquals(0, kernel.current());
    }

    @Test
    void theFarthestDeadlineIsNever() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, Long.MAX_VALUE);
        kernel.pass(1L << 50);
        assertEquals(0, kernel.current());
        kernel.type("x");
        assertEquals(Event.CONSOLE_INPUT, kernel.register(Context.RAX));
    }

    @Test
    void onlyEventsCanBeWaitedFor() {
        for (int bit = 10; bit < 64; bit++) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.WAIT, 1L << bit, 0));
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.WAIT, 1 | 1L << bit, 0));
        }
    }

    @Test
    void whoeverIsEndedWhileItWaitsDoesNotWakeAgain() {
        long child = family.started("child", 4);
        family.run(child);
        kernel.call(Call.WAIT, Event.DEADLINE, now() + 100);
        assertEquals(RawBooks.ROOT, kernel.current());
        family.end(child);
        kernel.pass(1000);
        assertEquals(EnvironmentState.ENDED, kernel.books().state(Family.index(child)));
    }

    /** Whatever happens between being refused and waiting, and whoever makes the room, the waiter hears of it. */
    @Test
    void roomOnTheConsoleIsHeardOfWhoeverMakesIt() {
        long child = family.startedNext("child");
        family.map(child, Family.PAGE, Family.WRITE);
        kernel.machine().console().autoDrain(false);
        long written = 0;
        while (written >= 0) {
            written = kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512);
        }
        assertEquals(Status.WOULD_BLOCK, written);
        while (kernel.call(Call.WAIT, Event.CONSOLE_ROOM, 0) != 0 || kernel.current() == RawBooks.ROOT) {
            assertEquals(Status.WOULD_BLOCK, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512));
        }
        assertEquals(Family.index(child), kernel.current());
        kernel.machine().console().autoDrain(true);
        for (int tries = 0; family.print(Family.PAGE, "\n") == Status.WOULD_BLOCK; tries++) {
            assertTrue(tries < 10, "writes make no room, though the device has some");
        }
        kernel.pass(kernel.call(Call.MACHINE_INFO, Info.SLICE_CYCLES));
        assertEquals(RawBooks.ROOT, kernel.current(), "the waiter has not heard that there is room");
        assertTrue(kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512) > 0);
    }
}
