package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Info;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/** Who can run takes turns, in the order of positions; what is left of a slice can be handed on; the timer rings only if it matters. */
class ProcessorTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long slice = kernel.call(Call.MACHINE_INFO, Info.SLICE_CYCLES);

    private void runOut() {
        kernel.pass(kernel.books().sliceEnd() - kernel.machine().timer().now());
    }

    @Test
    void ownersOfNeighbouringPositionsTakeTurnsInOrder() {
        long[] children = new long[3];
        for (int i = 0; i < children.length; i++) {
            children[i] = family.childIn(0, "child" + i);
            family.start(children[i]);
            for (int round = 0; round < 3; round++) {
                assertEquals(Status.OK, kernel.call(Call.SLICE_GIVE, 10 + 4 * round + i, children[i]));
            }
        }
        while (kernel.books().header64(BooksHeader.POSITION) != 9) {
            runOut();
        }
        for (int round = 0; round < 3; round++) {
            for (long child : children) {
                kernel.pass(slice);
                assertEquals(Family.index(child), kernel.current());
            }
            kernel.pass(slice);
            assertEquals(RawBooks.ROOT, kernel.current());
        }
    }

    @Test
    void aSliceLastsItsLength() {
        family.startedNext("one");
        runOut();
        int current = kernel.current();
        kernel.pass(slice - 1);
        assertEquals(current, kernel.current());
        kernel.pass(1);
        assertTrue(kernel.current() != current);
    }

    @Test
    void yieldToWhoeverIsNextGoesRoundAndBeginsAFreshSlice() {
        long one = family.startedNext("one");
        kernel.machine().timer().advance(slice / 2);
        assertEquals(Status.OK, kernel.call(Call.YIELD, 0));
        assertEquals(Family.index(one), kernel.current());
        kernel.pass(slice - 1);
        assertEquals(Family.index(one), kernel.current());
    }

    @Test
    void yieldToANameHandsOnTheRestOfTheSlice() {
        long one = family.started("one", 4);
        family.started("two", 4);
        kernel.pass(slice);
        kernel.pass(slice);
        kernel.pass(slice);
        assertEquals(RawBooks.ROOT, kernel.current());
        kernel.machine().timer().advance(slice / 4);
        family.run(one);
        kernel.pass(slice - slice / 4 - 1);
        assertEquals(Family.index(one), kernel.current());
        kernel.pass(1);
        assertTrue(kernel.current() != Family.index(one));
    }

    @Test
    void yieldingToAndFroGainsNoTime() {
        long one = family.startedNext("one");
        long two = family.started("two", 4);
        family.run(one);
        long end = kernel.books().sliceEnd();
        for (int i = 0; i < 10; i++) {
            kernel.machine().timer().advance(slice / 100);
            family.run(i % 2 == 0 ? self : one);
            assertEquals(end, kernel.books().sliceEnd());
        }
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.YIELD, self));
        assertEquals(end, kernel.books().sliceEnd());
        family.run(two);
        assertEquals(end, kernel.books().sliceEnd());
        kernel.pass(end - kernel.machine().timer().now());
        assertEquals(Family.index(one), kernel.current());
    }

    @Test
    void yieldNeedsSomeoneWhoCanRun() {
        long created = family.child("created", 4);
        long ended = family.child("ended", 4);
        family.end(ended);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.YIELD, created));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.YIELD, ended));
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.YIELD, 5));
        assertEquals(Status.OK, kernel.call(Call.YIELD, 0));
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    @Test
    void aLoneEnvironmentIsNotInterrupted() {
        assertFalse(kernel.machine().timer().armed());
        long child = family.started("child", 4);
        assertTrue(kernel.machine().timer().armed());
        family.end(child);
        assertFalse(kernel.machine().timer().armed());
        kernel.machine().timer().advance(100 * slice);
        assertEquals(-1, kernel.interrupt());
    }

    @Test
    void whoComesLateIsNotMadeToWaitALongSlice() {
        kernel.machine().timer().advance(50 * slice);
        long child = family.startedNext("child");
        kernel.interrupts();
        assertEquals(Family.index(child), kernel.current());
    }

    @Test
    void timeIsChargedToWhoRan() {
        long child = family.started("child", 4);
        kernel.machine().timer().advance(300);
        family.run(child);
        kernel.machine().timer().advance(500);
        family.run(self);
        kernel.machine().timer().advance(7);
        assertEquals(500, kernel.books().environment64(Family.index(child), EnvironmentRecord.CYCLES_USED));
        long running = kernel.books().environment64(RawBooks.ROOT, EnvironmentRecord.CYCLES_USED);
        assertEquals(307, running + kernel.machine().timer().now());
    }

    @Test
    void nobodyRunsWhileEverybodyWaitsAndThereIsNoTickThen() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertEquals(0, kernel.current());
        assertTrue(kernel.machine().processor().idle());
        assertFalse(kernel.machine().timer().armed());
        kernel.type("x");
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    @Test
    void spuriousAndUnknownInterruptsChangeNothing() {
        family.started("child", 4);
        for (int vector : new int[] {34, 47, Trap.TIMER, Trap.CONSOLE}) {
            kernel.machine().processor().enterByTrap(vector, 0);
            kernel.aegis().traps().interrupt(vector);
            kernel.machine().processor().leave();
            kernel.check();
            assertEquals(RawBooks.ROOT, kernel.current());
        }
    }

    @Test
    void numbersThatAreNoCallAreRefused() {
        for (int number = -3; number < 300; number++) {
            if (!DeclaredStatuses.calls().contains(number)) {
                assertEquals(Status.NO_SUCH_CALL, kernel.call(number, 1, 2, 3, 4, 5));
            }
        }
        assertEquals(Status.NO_SUCH_CALL, kernel.call(Integer.MIN_VALUE));
        assertEquals(Status.OK, kernel.call(Call.NULL, -1, -1, -1, -1, -1));
    }
}
