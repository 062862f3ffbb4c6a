package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.Event;
import exo.abi.ResourceKind;
import exo.machine.simulated.SimulatedTimer;
import org.junit.jupiter.api.Test;

/** The timer rings for the end of a slice only if somebody could make use of it, and else for deadlines: the rest is silence. */
class TicklessTest {
    private static final long LONG = 1000;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final SimulatedTimer timer = kernel.machine().timer();

    private void assertSilent() {
        assertFalse(timer.armed());
        timer.advance(LONG * stage.slice);
        assertEquals(-1, kernel.interrupt());
    }

    @Test
    void whoIsAloneIsNotInterrupted() {
        assertSilent();
        long child = stage.player("child", 10);
        assertTrue(timer.armed());
        assertEquals(kernel.books().sliceEnd(), timer.deadline());
        family.run(child);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        stage.assertRuns(stage.root);
        assertSilent();
    }

    @Test
    void whoSleepsLeavesTheOtherAlone() {
        long child = stage.player("child", 10);
        stage.rootSleeps();
        stage.assertRuns(child);
        assertSilent();
        kernel.type("x");
        assertTrue(timer.armed(), "there are two again");
    }

    @Test
    void anIdleMachineHasNoTicks() {
        stage.rootSleeps();
        assertEquals(0, kernel.current());
        assertSilent();
        assertTrue(kernel.machine().processor().idle());
    }

    @Test
    void whoIsToBeToldOfTheEndIsInterruptedThoughItIsAlone() {
        stage.area();
        stage.entry(EntryPoint.EPILOGUE);
        assertTrue(timer.armed());
        assertEquals(kernel.books().sliceEnd(), timer.deadline());
        stage.ok(Call.ENTRY_POINT, EntryPoint.EPILOGUE, 0);
        assertSilent();
    }

    @Test
    void theEpilogueOfTheDeadIsNoReason() {
        long child = stage.player("child");
        family.run(child);
        stage.entry(EntryPoint.EPILOGUE);
        kernel.call(Call.EXIT, 0);
        stage.assertRuns(stage.root);
        assertSilent();
    }

    @Test
    void aDeadlineArmsItAndNothingElseOfAnIdleMachine() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, stage.now() + LONG * stage.slice);
        assertEquals(0, kernel.current());
        assertEquals(stage.now() + LONG * stage.slice, timer.deadline());
        timer.advance(LONG * stage.slice - 1);
        assertEquals(-1, kernel.interrupt());
        kernel.pass(1);
        assertEquals(Event.DEADLINE, kernel.register(Context.RAX));
        assertSilent();
    }

    @Test
    void theNearestOfTheDeadlinesAndTheSlicesEndCounts() {
        long sleeper = stage.player("sleeper", 10);
        family.run(sleeper);
        long near = stage.now() + stage.slice / 2;
        kernel.call(Call.WAIT, Event.CHILD_ENDED, near);
        stage.assertRuns(stage.root);
        assertEquals(near, timer.deadline());
        stage.player("other", 20);
        assertEquals(near, timer.deadline());
        kernel.pass(stage.slice / 2);
        assertEquals(kernel.books().sliceEnd(), timer.deadline());
    }

    @Test
    void theDeadlineOfAnotherInterruptsWhoIsAlone() {
        long sleeper = stage.player("sleeper", 10);
        family.run(sleeper);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, stage.now() + LONG * stage.slice);
        timer.advance(LONG * stage.slice);
        assertTrue(kernel.interrupts() > 0);
        stage.rootSleeps();
        assertSilent();
    }

    @Test
    void theDeadlineOfARevocationArmsIt() {
        long child = stage.player("child", 10);
        family.run(child);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        assertFalse(timer.armed());
        stage.ok(Call.REVOKE, child, ResourceKind.FRAMES, 1, stage.now() + 77);
        assertEquals(stage.now() + 77, timer.deadline());
        kernel.pass(77);
        assertSilent();
    }

    @Test
    void theDeadlineOfATransferArmsIt() {
        long server = stage.player("server");
        family.run(server);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        kernel.call(Call.TRANSFER_SYNC, server, stage.now() + 3 * stage.slice);
        stage.assertRuns(server);
        assertEquals(stage.now() + 3 * stage.slice, timer.deadline());
        kernel.call(Call.TRANSFER_SYNC, stage.root, 0);
        stage.assertRuns(stage.root);
        kernel.pass(3 * stage.slice);
        assertSilent();
    }
}
