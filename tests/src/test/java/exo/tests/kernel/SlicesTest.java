package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/**
 * Time is a vector of positions, each with one owner: they are gone through in order, and who cannot run is passed over. They
 * are taken, freed and handed on by their owners alone, within limits.
 */
class SlicesTest {
    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;

    private void endsOfSlices(int count) {
        for (int i = 0; i < count; i++) {
            stage.runOut();
        }
    }

    @Test
    void theFirstEnvironmentOwnsAllAtBoot() {
        for (int position = 0; position < Limits.SLICES; position++) {
            assertEquals(RawBooks.ROOT, kernel.books().sliceOwner(position));
        }
        assertEquals(Limits.SLICES, stage.record32(stage.root, EnvironmentRecord.SLICES_HELD));
        assertEquals(Limits.SLICES, kernel.books().used(1, ResourceKind.SLICES));
    }

    @Test
    void positionsAreGoneThroughInOrderRoundAndRound() {
        long one = stage.player("one", 10, 12, 99);
        long two = stage.player("two", 11, 0);
        int start = stage.position();
        for (int step = 1; step <= 2 * Limits.SLICES; step++) {
            stage.runOut();
            int position = (start + step) % Limits.SLICES;
            assertEquals(position, stage.position());
            stage.assertRuns(position == 10 || position == 12 || position == 99 ? one
                    : position == 11 || position == 0 ? two : stage.root);
        }
    }

    @Test
    void whoHasMorePositionsRunsSoMuchLonger() {
        long one = stage.player("one", 10, 30, 50);
        long two = stage.player("two", 70);
        stage.rootSleeps();
        kernel.audits(false);
        long[] before = {stage.record64(one, EnvironmentRecord.CYCLES_USED),
            stage.record64(two, EnvironmentRecord.CYCLES_USED)};
        assertEquals(0, before[1]);
        endsOfSlices(400);
        kernel.check();
        family.run(two);
        assertEquals(300 * stage.slice, stage.record64(one, EnvironmentRecord.CYCLES_USED));
        family.run(one);
        assertEquals(100 * stage.slice, stage.record64(two, EnvironmentRecord.CYCLES_USED));
    }

    @Test
    void whoCannotRunIsPassedOver() {
        long waiting = stage.player("waiting", 10, 11);
        long created = family.childIn(0, "created");
        stage.ok(Call.SLICE_GIVE, 12, created);
        stage.ok(Call.SLICE_FREE, 13);
        family.run(waiting);
        kernel.call(Call.WAIT, 1, 0);
        stage.assertRuns(stage.root);
        long other = stage.player("other", 50);
        for (int step = 0; step < 2 * Limits.SLICES; step++) {
            stage.runOut();
            assertTrue(stage.position() < 10 || stage.position() > 13, "at " + stage.position());
            stage.assertRuns(stage.position() == 50 ? other : stage.root);
        }
    }

    @Test
    void whoHasNoPositionRunsOnlyByOthersLeave() {
        long poor = stage.player("poor");
        kernel.audits(false);
        for (int step = 0; step < 2 * Limits.SLICES; step++) {
            stage.runOut();
            stage.assertRuns(stage.root);
        }
        family.run(poor);
        stage.runOut();
        stage.assertRuns(stage.root);
        stage.rootSleeps();
        assertEquals(0, kernel.current(), "there is nobody's slice to run in");
        kernel.check();
        kernel.type("x");
        stage.assertRuns(stage.root);
    }

    @Test
    void aFreePositionIsTakenByNumberOrAsTheFirstThereIs() {
        assertEquals(Status.OVER_LIMIT, stage.call(Call.SLICE_ALLOC, Limits.ANY_SLICE));
        assertEquals(Status.OVER_LIMIT, stage.call(Call.SLICE_ALLOC, 5));
        for (int position : new int[] {40, 7, 60}) {
            stage.ok(Call.SLICE_FREE, position);
            assertEquals(0, kernel.books().sliceOwner(position));
        }
        assertEquals(Status.NOT_YOURS, stage.call(Call.SLICE_FREE, 40));
        assertEquals(60, stage.call(Call.SLICE_ALLOC, 60));
        assertEquals(Status.NO_FREE_SLICE, stage.call(Call.SLICE_ALLOC, 60));
        assertEquals(7, stage.call(Call.SLICE_ALLOC, Limits.ANY_SLICE));
        assertEquals(40, stage.call(Call.SLICE_ALLOC, Limits.ANY_SLICE));
        for (long none : new long[] {-2, Limits.SLICES, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            for (int call : new int[] {Call.SLICE_ALLOC, Call.SLICE_FREE, Call.SLICE_GIVE}) {
                assertEquals(Status.NO_SUCH_SLICE, stage.call(call, none, family.childIn(0, "c")), Long.toHexString(none));
            }
        }
        assertEquals(Status.NO_SUCH_SLICE, stage.call(Call.SLICE_FREE, Limits.ANY_SLICE));
    }

    @Test
    void onlyOwnersHandOnAndOnlyToRelatives() {
        long child = stage.player("child", 10);
        long sibling = stage.player("sibling", 20);
        family.run(child);
        assertEquals(Status.NOT_YOURS, stage.call(Call.SLICE_GIVE, 10, sibling));
        assertEquals(Status.NOT_YOURS, stage.call(Call.SLICE_GIVE, 20, stage.root));
        assertEquals(Status.NOT_YOURS, stage.call(Call.SLICE_GIVE, 10, child));
        assertEquals(Status.NOT_YOURS, stage.call(Call.SLICE_FREE, 20));
        stage.ok(Call.SLICE_GIVE, 10, stage.root);
        assertEquals(RawBooks.ROOT, kernel.books().sliceOwner(10));
        assertEquals(Status.NOT_YOURS, stage.call(Call.SLICE_FREE, 10));
        family.run(stage.root);
        family.end(child);
        assertEquals(Status.WRONG_STATE, stage.call(Call.SLICE_GIVE, 10, child));
    }

    @Test
    void anAccountsLimitHolds() {
        for (int position = 0; position < 10; position++) {
            stage.ok(Call.SLICE_FREE, position);
        }
        long child = family.started("child", 20);
        assertEquals(Status.OVER_LIMIT, stage.call(Call.SLICE_GIVE, 20, child));
        family.lend(family.accountOf(child), ResourceKind.SLICES, 2);
        stage.ok(Call.SLICE_GIVE, 20, child);
        family.run(child);
        assertEquals(0, stage.call(Call.SLICE_ALLOC, 0));
        assertEquals(Status.OVER_LIMIT, stage.call(Call.SLICE_ALLOC, 1));
        stage.ok(Call.SLICE_GIVE, 20, stage.root);
        assertEquals(1, stage.call(Call.SLICE_ALLOC, Limits.ANY_SLICE));
    }

    @Test
    void anEndedEnvironmentsPositionsAreFree() {
        long child = stage.player("child", 10, 20, 30);
        family.end(child);
        for (int position : new int[] {10, 20, 30}) {
            assertEquals(0, kernel.books().sliceOwner(position));
            assertEquals(position, stage.call(Call.SLICE_ALLOC, position));
        }
        assertEquals(0, stage.record32(child, EnvironmentRecord.SLICES_HELD));
        long leaving = stage.player("leaving", 10);
        family.run(leaving);
        kernel.call(Call.EXIT, 0);
        assertEquals(0, kernel.books().sliceOwner(10));
    }

    @Test
    void theRunningPositionCanBeGivenAwayAndTheSliceIsStillUsedUp() {
        long child = stage.player("child");
        kernel.machine().timer().advance(stage.slice / 2);
        int position = stage.position();
        stage.ok(Call.SLICE_GIVE, position, child);
        stage.assertRuns(stage.root);
        kernel.pass(stage.slice / 2 - 1);
        stage.assertRuns(stage.root);
        kernel.pass(1);
        stage.assertRuns(stage.root);
        assertEquals(position + 1, stage.position());
        for (int step = 1; step < Limits.SLICES; step++) {
            stage.runOut();
        }
        stage.assertRuns(child);
        assertEquals(position, stage.position());
    }

    @Test
    void whoFreesItsLastPositionRunsToTheEndOfThatSlice() {
        long child = stage.player("child", 10);
        while (kernel.current() == RawBooks.ROOT) {
            stage.runOut();
        }
        stage.ok(Call.SLICE_FREE, 10);
        kernel.pass(stage.slice - 1);
        stage.assertRuns(child);
        kernel.pass(1);
        stage.assertRuns(stage.root);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(child));
        stage.ok(Call.SLICE_FREE, stage.position());
        stage.ok(Call.SLICE_FREE, 10 - 1);
        stage.assertRuns(stage.root);
    }

    @Test
    void yieldToWhoeverIsNextGoesToTheNextPositionWithAFreshSlice() {
        long child = stage.player("child", stage.position() + 1);
        kernel.machine().timer().advance(stage.slice / 2);
        stage.ok(Call.YIELD, 0);
        stage.assertRuns(child);
        kernel.pass(stage.slice - 1);
        stage.assertRuns(child);
        kernel.pass(1);
        stage.assertRuns(stage.root);
    }
}
