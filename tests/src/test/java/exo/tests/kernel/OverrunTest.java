package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who is told that its slice is over has the save time to go, and no more, whatever friends it has: it is charged a later
 * slice if it stays, and is ended if it always does. To go in time makes good for the row, not for the debt.
 */
class OverrunTest {
    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private long hog;
    private long mate;

    @BeforeEach
    void aHogAndItsMate() {
        hog = stage.player("hog", 10, 30, 50, 70);
        mate = stage.player("mate");
        family.run(hog);
        stage.area();
        stage.entry(EntryPoint.EPILOGUE);
        family.run(stage.root);
    }

    private void untilRuns(long environment) {
        for (int step = 0; kernel.current() != Family.index(environment); step++) {
            assertTrue(step <= 2 * Limits.SLICES, "it does not run");
            stage.runOut();
        }
    }

    /** The hog runs in a slice of its own and is told that it is over. */
    private void told() {
        untilRuns(hog);
        stage.runOut();
        stage.assertRuns(hog);
        assertEquals(Stage.entryOf(EntryPoint.EPILOGUE), kernel.register(Context.RIP));
        stage.taken(hog);
    }

    private void overrun() {
        told();
        stage.runOut();
        assertNotEquals(Family.index(hog), kernel.current());
    }

    @Test
    void whoIsToldHasTheSaveTimeAndGoesFree() {
        told();
        assertEquals(stage.save, kernel.books().sliceEnd() - stage.now());
        kernel.pass(stage.save - 1);
        stage.assertRuns(hog);
        stage.ok(Call.YIELD, 0);
        stage.assertRuns(stage.root);
        assertEquals(stage.slice, kernel.books().sliceEnd() - stage.now());
        assertEquals(0, stage.overruns(hog));
        assertEquals(0, stage.forfeits(hog));
    }

    @Test
    void toSleepInTheSaveTimeIsToGo() {
        told();
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        stage.assertRuns(stage.root);
        assertEquals(0, stage.overruns(hog));
        assertEquals(0, stage.forfeits(hog));
    }

    @Test
    void whoStaysIsPreemptedAndSitsOutOnePosition() {
        overrun();
        assertEquals(1, stage.overruns(hog));
        assertEquals(1, stage.forfeits(hog));
        int first = stage.position();
        while (stage.forfeits(hog) != 0) {
            stage.assertRuns(stage.root);
            stage.runOut();
        }
        assertEquals((first + 20) % Limits.SLICES, stage.position());
        assertEquals(1, stage.record32(hog, EnvironmentRecord.FORFEITED));
        untilRuns(hog);
        assertEquals((first + 39) % Limits.SLICES, stage.position());
    }

    @Test
    void toGoInTimeEndsTheRow() {
        for (int i = 0; i < 5; i++) {
            overrun();
            assertEquals(i + 1, stage.overruns(hog));
        }
        told();
        stage.ok(Call.YIELD, 0);
        assertEquals(0, stage.overruns(hog));
    }

    @Test
    void whoNeverGoesIsEnded() {
        for (int i = 0; i < Limits.OVERRUNS_MAXIMUM; i++) {
            overrun();
        }
        assertEquals(EnvironmentState.RUNNABLE, stage.state(hog));
        overrun();
        assertEquals(EnvironmentState.ENDED, stage.state(hog));
        stage.assertRuns(stage.root);
        assertEquals(137 | Reason.OVERRUN << EnvironmentResult.REASON_SHIFT, stage.call(Call.ENV_RESULT, hog));
        assertEquals(Event.CHILD_ENDED, stage.call(Call.WAIT, Event.CHILD_ENDED, 0));
    }

    @Test
    void aYieldInTheSaveTimeHandsOnTheSaveTimeAlone() {
        told();
        long end = kernel.books().sliceEnd();
        kernel.machine().timer().advance(stage.save / 2);
        family.run(mate);
        assertEquals(end, kernel.books().sliceEnd());
        stage.runOut();
        stage.assertRuns(stage.root);
        assertEquals(0, stage.overruns(hog));
        assertEquals(0, stage.overruns(mate));
    }

    @Test
    void friendsWhoYieldToEachOtherGetNoMoreThanSliceAndSaveTime() {
        family.run(mate);
        stage.area();
        stage.entry(EntryPoint.EPILOGUE);
        family.run(stage.root);
        untilRuns(hog);
        long start = stage.now();
        while (kernel.current() != RawBooks.ROOT) {
            kernel.pass(stage.save / 7);
            if (kernel.current() != RawBooks.ROOT) {
                family.run(kernel.current() == Family.index(hog) ? mate : hog);
            }
        }
        assertTrue(stage.now() - start <= stage.slice + stage.save + 2 * (stage.save / 7), () -> stage.now() - start + " cycles");
    }

    /** Only to be gone when the save time is over counts: coming back before that does not. */
    @Test
    void aYieldToAFriendWhoYieldsBackIsNotToGo() {
        for (int i = 1; i <= Limits.OVERRUNS_MAXIMUM; i++) {
            told();
            family.run(mate);
            family.run(hog);
            stage.ok(Call.YIELD, hog);
            stage.runOut();
            assertEquals(i, stage.overruns(hog));
        }
        overrun();
        assertEquals(EnvironmentState.ENDED, stage.state(hog));
    }

    /** The save time is the dead one's: who comes by its index is not charged for it, and nobody gets another. */
    @Test
    void theSaveTimeOfTheDeadIsNobodys() {
        told();
        family.run(stage.root);
        family.end(hog);
        family.reap(hog);
        long heir = stage.player("heir");
        assertEquals(Family.index(hog), Family.index(heir));
        family.run(heir);
        stage.area();
        stage.entry(EntryPoint.EPILOGUE);
        stage.runOut();
        stage.assertRuns(stage.root);
        assertEquals(0, stage.overruns(heir));
        assertEquals(0, stage.forfeits(heir));
    }

    @Test
    void debtsAreBounded() {
        told();
        kernel.books().forfeits(Family.index(hog), Limits.FORFEITS_MAXIMUM);
        stage.runOut();
        assertEquals(1, stage.overruns(hog));
        assertEquals(Limits.FORFEITS_MAXIMUM, stage.forfeits(hog));
    }

    @Test
    void theEndOfAnotherExcusesNobody() {
        family.run(hog);
        long child = stage.player("victim");
        family.run(stage.root);
        told();
        family.end(child);
        stage.runOut();
        assertEquals(1, stage.overruns(hog));
        assertEquals(1, stage.forfeits(hog));
    }

    @Test
    void aloneNobodySitsOut() {
        overrun();
        stage.rootSleeps();
        for (int i = 0; i < 20; i++) {
            stage.assertRuns(hog);
            stage.runOut();
            stage.taken(hog);
            stage.ok(Call.YIELD, 0);
        }
    }

    /** A debt is paid by the slices of who has it, though it lets a friend use them. */
    @Test
    void whoOwesDoesNotEscapeByDonatingItsSlices() {
        family.run(mate);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        stage.assertRuns(stage.root);
        untilRuns(hog);
        stage.call(Call.TRANSFER_SYNC, mate, 0);
        stage.assertRuns(mate);
        int position = stage.position();
        assertEquals(Family.index(mate), kernel.books().sliceHolder(position));
        owe(hog, 1);
        int others = Limits.SLICES - 4;
        for (int step = 0; step < 2 * others; step++) {
            stage.assertRuns(step == 0 ? mate : stage.root);
            assertEquals(step <= others ? 1 : 0, stage.forfeits(hog));
            stage.runOut();
        }
        stage.runOut();
        stage.assertRuns(mate);
        assertEquals(position, stage.position());
    }

    private void owe(long environment, long count) {
        kernel.books().forfeits(Family.index(environment), count);
    }

    @Test
    void anEntryWithoutASaveAreaIsNone() {
        family.run(mate);
        stage.entry(EntryPoint.EPILOGUE);
        family.run(stage.root);
        stage.ok(Call.SLICE_GIVE, stage.position() + 1, mate);
        stage.runOut();
        stage.assertRuns(mate);
        stage.runOut();
        stage.assertRuns(stage.root);
        assertEquals(0, stage.overruns(mate));
        assertEquals(0, stage.forfeits(mate));
    }

    @Test
    void theMachineCanBeTurnedOffWithAnOverrunForAReason() {
        assertEquals(Status.BAD_ARGUMENT, stage.call(Call.POWER_OFF, 137, Reason.OVERRUN + 1, hog));
        org.junit.jupiter.api.Assertions.assertThrows(MachineOff.class,
                () -> stage.call(Call.POWER_OFF, 137, Reason.OVERRUN, hog));
        assertTrue(kernel.machine().controlOutput().endsWith("\nexit 137 overrun hog\n"), kernel.machine().controlOutput());
    }
}
