package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.PredicateInput;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.ebpf.Run;
import exo.machine.Machine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who sleeps until a program of its own says otherwise is woken when it does, however that came to be, and by what else it asked for; the
 * program is run where something can have changed, at its owner's expense, and not while nothing runs.
 */
class PredicatesTest {
    private static final int PREDICATE = ProgramHook.PREDICATE;
    private static final int GUARDED = PREDICATE + ProgramHook.GUARDED;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final long root = stage.root;
    private final Downloads downloads = new Downloads(kernel, family);

    @BeforeEach
    void timeHasBegun() {
        kernel.machine().timer().advance(1);
    }

    private long runs(long program) {
        return kernel.books().program64(Downloads.index(program), ProgramRecord.RUNS);
    }

    private int record(long program, int field) {
        return kernel.books().program32(Downloads.index(program), field);
    }

    private void poke(long frame, long word) {
        kernel.machine().memory().store64(frame << 12, word);
    }

    /** A predicate of the current environment's that gives the first word of a new frame of its. */
    private long watching(long frame) {
        return downloads.finished(downloads.begunWithArea(Texts.area(0), PREDICATE, frame, 1));
    }

    // ---- what ends the wait ---------------------------------------------------------------------------------------------------

    @Test
    void whatIsTrueAtOnceIsSaidAtOnce() {
        long program = downloads.ready(Texts.giving(-1), PREDICATE);
        assertEquals(Event.PREDICATE, kernel.call(Call.WAIT_UNTIL, program, 0, 0));
        stage.assertRuns(root);
        assertEquals(1, runs(program));
        assertEquals(0, kernel.books().predicates());
    }

    @Test
    void aWordOfMemoryThatAnotherWritesWakes() {
        long frame = family.map(root, Family.PAGE, Family.WRITE);
        long child = stage.player("child", 10);
        family.bind(child, Family.PAGE, frame, Family.WRITE);
        long program = watching(frame);
        kernel.call(Call.WAIT_UNTIL, program, 0, 0);
        stage.assertRuns(child);
        stage.runOut();
        stage.assertRuns(child);
        kernel.user().store64(Family.PAGE, 5);
        stage.assertRuns(child);
        kernel.call(Call.YIELD, 0);
        stage.assertRuns(root);
        assertEquals(Event.PREDICATE, kernel.register(Context.RAX));
        assertEquals(0, kernel.books().predicates());
    }

    @Test
    void whoGoesToSleepBehindTheChangeWakesTheOtherFirst() {
        long frame = family.map(root, Family.PAGE, Family.WRITE);
        long child = stage.player("child", 10);
        family.bind(child, Family.PAGE, frame, Family.WRITE);
        kernel.call(Call.WAIT_UNTIL, watching(frame), 0, 0);
        kernel.user().store64(Family.PAGE, 5);
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        stage.assertRuns(root);
        assertEquals(Event.PREDICATE, kernel.register(Context.RAX));
    }

    @Test
    void theDeadlineWakesAtItsCycle() {
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        kernel.call(Call.WAIT_UNTIL, program, 0, stage.now() + 1000);
        assertEquals(0, kernel.current());
        kernel.pass(999);
        assertEquals(0, kernel.current());
        kernel.pass(1);
        stage.assertRuns(root);
        assertEquals(Event.DEADLINE, kernel.register(Context.RAX));
        assertEquals(0, kernel.books().predicates());
        assertEquals(Event.DEADLINE, kernel.call(Call.WAIT_UNTIL, program, 0, stage.now()));
    }

    @Test
    void aPastDeadlineIsNotAskedBeforeTheProgram() {
        long program = downloads.ready(Texts.giving(1), PREDICATE);
        assertEquals(Event.PREDICATE, kernel.call(Call.WAIT_UNTIL, program, Event.CONSOLE_INPUT, 1));
    }

    @Test
    void anEventThatWasAskedForWakesAndAnotherDoesNot() {
        long child = stage.player("child", 10);
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        kernel.call(Call.WAIT_UNTIL, program, Event.CONSOLE_INPUT, 0);
        stage.assertRuns(child);
        kernel.call(Call.EXIT, 0);
        assertEquals(0, kernel.current());
        kernel.type("a");
        stage.assertRuns(root);
        assertEquals(Event.CONSOLE_INPUT, kernel.register(Context.RAX));
        assertEquals(Event.CHILD_ENDED, kernel.call(Call.WAIT_UNTIL, program, Event.CHILD_ENDED, 0));
        assertEquals(0, kernel.books().predicates());
    }

    @Test
    void anUpcallEndsTheWaitWithNothing() {
        long child = stage.player("child", 10);
        family.run(child);
        stage.area();
        stage.entry(EntryPoint.REVOCATION);
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        family.run(root);
        assertEquals(0, kernel.books().predicates());
        family.run(child);
        kernel.call(Call.WAIT_UNTIL, program, 0, 0);
        stage.assertRuns(root);
        assertEquals(1, kernel.books().predicates());
        stage.ok(Call.REVOKE, child, ResourceKind.FRAMES, 1, stage.now() + 100 * stage.slice);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(child));
        assertEquals(0, kernel.books().predicates());
    }

    @Test
    void whatIsAskedBackWakesWhoAskedForThat() {
        long child = stage.player("child", 10);
        family.run(child);
        kernel.call(Call.WAIT_UNTIL, downloads.ready(Texts.giving(0), PREDICATE), Event.REVOCATION, 0);
        stage.assertRuns(root);
        stage.ok(Call.REVOKE, child, ResourceKind.SLICES, 1, stage.now() + 100 * stage.slice);
        family.run(child);
        assertEquals(Event.REVOCATION, kernel.register(Context.RAX));
        assertEquals(0, kernel.books().predicates());
    }

    /** Nobody is left asleep by a program that can say nothing. */
    @Test
    void aProgramThatEndsBadlyWakesAndItsRecordSaysHow() {
        long[][] cases = {{Run.BUDGET_SPENT, 1}, {Run.BAD_ACCESS, 1}, {Run.BAD_ACCESS, 0}};
        long[][] texts = {Texts.endless(), Texts.straying(), Texts.storing(1)};
        for (int i = 0; i < texts.length; i++) {
            long program = downloads.ready(texts[i], GUARDED);
            assertEquals(Event.PREDICATE, kernel.call(Call.WAIT_UNTIL, program, 0, 0));
            assertEquals(cases[i][0], record(program, ProgramRecord.OUTCOME));
            assertEquals(cases[i][1], record(program, ProgramRecord.ENDED_AT));
        }
    }

    @Test
    void aProgramThatEndsBadlyLaterWakesToo() {
        long frame = family.frame();
        long child = stage.player("child", 10);
        long program = downloads.finished(downloads.begunWithArea(Texts.snare(), PREDICATE, frame, 1));
        kernel.call(Call.WAIT_UNTIL, program, 0, 0);
        stage.assertRuns(child);
        assertEquals(Run.DONE, record(program, ProgramRecord.OUTCOME));
        poke(frame, 1);
        kernel.call(Call.YIELD, 0);
        stage.assertRuns(root);
        assertEquals(Event.PREDICATE, kernel.register(Context.RAX));
        assertEquals(Run.BUDGET_SPENT, record(program, ProgramRecord.OUTCOME));
    }

    @Test
    void aPredicateThatWasWaitedForIsForgotten() {
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        kernel.call(Call.WAIT_UNTIL, program, 0, stage.now() + 10);
        kernel.pass(10);
        long before = runs(program);
        kernel.call(Call.WAIT, Event.PREDICATE, stage.now() + 10);
        kernel.pass(10);
        assertEquals(Event.DEADLINE, kernel.register(Context.RAX));
        assertEquals(before, runs(program));
        downloads.end(program);
    }

    // ---- what the program sees ------------------------------------------------------------------------------------------------

    @Test
    void theProgramIsToldOfTimeEventsAndFrames() {
        assertEquals(Event.PREDICATE, wait(Texts.input(PredicateInput.CYCLES)));
        assertEquals(Event.PREDICATE, wait(Texts.input(PredicateInput.FRAMES_FREE)));
        assertEquals(Event.DEADLINE, wait(Texts.input(PredicateInput.EVENTS_PENDING)));
        assertEquals(Event.DEADLINE, wait(Texts.input(PredicateInput.FRAMES_FREE + 8)));
        family.end(family.child("child", 4));
        assertEquals(Event.PREDICATE, wait(Texts.input(PredicateInput.EVENTS_PENDING)));
        assertEquals(Event.DEADLINE, wait(Texts.from(stage.now() + 1)));
        assertEquals(Event.PREDICATE, wait(Texts.from(stage.now())));
    }

    private long wait(long[] text) {
        long program = downloads.ready(text, PREDICATE);
        long said = kernel.call(Call.WAIT_UNTIL, program, 0, stage.now());
        downloads.end(program);
        return said;
    }

    /** Each word that is counted is a jump back over five instructions. */
    @Test
    void aRunTakesItsBudgetAndNoMore() {
        long frame = family.frame();
        long program = downloads.finished(downloads.begunWithArea(Texts.counting(), GUARDED, frame, 1));
        int most = (Limits.PREDICATE_BUDGET - Texts.counting().length) / 5;
        for (int words = 0; words < most; words++) {
            kernel.machine().memory().store64((frame << 12) + words * 8L, 1);
        }
        assertEquals(Event.PREDICATE, kernel.call(Call.WAIT_UNTIL, program, 0, 0));
        assertEquals(Run.DONE, record(program, ProgramRecord.OUTCOME));
        kernel.machine().memory().store64((frame << 12) + most * 8L, 1);
        assertEquals(Event.PREDICATE, kernel.call(Call.WAIT_UNTIL, program, 0, 0));
        assertEquals(Run.BUDGET_SPENT, record(program, ProgramRecord.OUTCOME));
    }

    @Test
    void aStackTellsNothingOfAnother() {
        kernel.call(Call.WAIT_UNTIL, downloads.ready(Texts.staining(), PREDICATE), 0, stage.now());
        assertEquals(Event.DEADLINE, kernel.call(Call.WAIT_UNTIL, downloads.ready(Texts.peeking(), GUARDED), 0, stage.now()));
    }

    // ---- when it is run -------------------------------------------------------------------------------------------------------

    @Test
    void whileSomebodyRunsItIsRunOnceASlice() {
        long child = stage.player("child", 10);
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        kernel.call(Call.WAIT_UNTIL, program, 0, 0);
        long before = runs(program);
        for (int slices = 1; slices <= 10; slices++) {
            assertTrue(kernel.machine().timer().armed(), "alone, and nobody looks");
            stage.runOut();
            stage.assertRuns(child);
            assertEquals(before + slices, runs(program));
        }
    }

    @Test
    void anIdleMachineRunsNone() {
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        kernel.call(Call.WAIT_UNTIL, program, Event.CONSOLE_INPUT, 0);
        assertEquals(0, kernel.current());
        kernel.pass(1);
        long before = runs(program);
        assertFalse(kernel.machine().timer().armed());
        kernel.pass(1000 * stage.slice);
        assertEquals(before, runs(program));
    }

    /** A child that sleeps on a word of a frame of its own; the root runs. Gives the frame and the program. */
    private long[] sleeper(String label, int position) {
        long child = stage.player(label, position);
        family.run(child);
        long frame = family.frame();
        long program = watching(frame);
        kernel.call(Call.WAIT_UNTIL, program, 0, 0);
        stage.assertRuns(root);
        return new long[] {child, frame, program};
    }

    private long[][] sleepers(int count) {
        long[][] sleepers = new long[count][];
        for (int i = 0; i < count; i++) {
            sleepers[i] = sleeper("sleeper-" + i, 10 + i);
        }
        return sleepers;
    }

    @Test
    void moreSleepersThanOneSearchLooksAtAreAllFound() {
        long[][] sleepers = sleepers(20);
        for (int round = 0; round < sleepers.length; round++) {
            long[] chosen = sleepers[round * 7 % sleepers.length];
            poke(chosen[1], 1);
            kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
            kernel.interrupts();
            stage.assertRuns(chosen[0]);
            assertEquals(Event.PREDICATE, kernel.register(Context.RAX));
            poke(chosen[1], 0);
            kernel.call(Call.EXIT, 0);
            kernel.interrupts();
            stage.assertRuns(root);
            family.reap(chosen[0]);
        }
    }

    /** However many there are: each is looked at once, and then it is quiet. */
    @Test
    void manySleepersOnAnIdleMachineAreLookedAtInOneRound() {
        long[][] sleepers = sleepers(20);
        long[] before = new long[sleepers.length];
        stage.rootSleeps();
        kernel.interrupts();
        assertEquals(0, kernel.current());
        for (int i = 0; i < sleepers.length; i++) {
            before[i] = runs(sleepers[i][2]);
            assertTrue(before[i] > 0);
        }
        assertEquals(0, kernel.books().predicatesLeft());
        assertFalse(kernel.machine().timer().armed());
        kernel.pass(1000 * stage.slice);
        for (int i = 0; i < sleepers.length; i++) {
            assertEquals(before[i], runs(sleepers[i][2]));
        }
    }

    /** What is looked at in one search is bounded by how long the programs are, too. */
    @Test
    void oneSearchLooksAtFewerOfLongPrograms() {
        long[] programs = new long[4];
        for (int i = 0; i < programs.length; i++) {
            long child = stage.player("sleeper-" + i, 10 + i);
            family.run(child);
            programs[i] = downloads.ready(Texts.idle(250 * (1 + 3 * (i % 2))), PREDICATE);
            kernel.call(Call.WAIT_UNTIL, programs[i], 0, 0);
        }
        long before = 0;
        for (long program : programs) {
            before += runs(program);
        }
        kernel.call(Call.YIELD, 0);
        long after = 0;
        for (long program : programs) {
            after += runs(program);
        }
        assertTrue(after > before && after <= before + 4);
    }

    // ---- at whose expense -----------------------------------------------------------------------------------------------------

    /** A machine on which looking at the clock takes time: so much. */
    private static UnaryOperator<Machine> ticking(long[] cycles) {
        return machine -> (Machine) Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> {
                    try {
                        long now = method.getName().equals("cycles") ? (long) method.invoke(machine) : 0;
                        cycles[1] += cycles[0];
                        return method.getName().equals("cycles") ? now + (cycles[0] == 0 ? 0 : cycles[1])
                                : method.invoke(machine, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** What a call ran before its caller slept was long enough: the timer rings at once for the search that asks again. */
    @Test
    void theSearchThatASleepBeginsAsksNobodyAndTheNextOneComesAtOnce() {
        int woken = 0;
        for (int threshold = 1; threshold < 400; threshold++) {
            long[] cycles = {0, 0};
            BootedKernel ticks = new BootedKernel(Setup.usual(), ticking(cycles));
            Downloads its = new Downloads(ticks, new Family(ticks));
            long program = its.ready(Texts.from(threshold), PREDICATE);
            ticks.audits(false);
            cycles[0] = 1;
            long said = ticks.call(Call.WAIT_UNTIL, program, 0, 0);
            assertEquals(1, ticks.books().program64(Downloads.index(program), ProgramRecord.RUNS));
            if (ticks.current() != 0) {
                assertEquals(Event.PREDICATE, said);
            } else {
                ticks.pass(1);
                woken += ticks.current() != 0 ? 1 : 0;
            }
        }
        assertTrue(woken > 0, "the next search has woken nobody");
    }

    @Test
    void whatRunsTookIsTheSleepersToPayInWholeSlices() {
        long[] cycles = {0, 0};
        BootedKernel ticks = new BootedKernel(Setup.usual(), ticking(cycles));
        Family its = new Family(ticks);
        long child = its.startedNext("child");
        long program = new Downloads(ticks, its).ready(Texts.giving(0), PREDICATE);
        ticks.audits(false);
        ticks.call(Call.WAIT_UNTIL, program, 0, 0);
        assertEquals(Family.index(child), ticks.current());
        long slice = ticks.call(Call.MACHINE_INFO, exo.abi.Info.SLICE_CYCLES);
        cycles[0] = slice / 50;
        long childs = ticks.books().environment64(Family.index(child), EnvironmentRecord.CYCLES_USED);
        long taken = 0;
        for (int looks = 0; looks < 20; looks++) {
            ticks.call(Call.YIELD, 0);
            taken = ticks.books().program64(Downloads.index(program), ProgramRecord.CYCLES);
        }
        long owed = ticks.books().environment32(RawBooks.ROOT, EnvironmentRecord.FORFEITS);
        long rest = ticks.books().environment64(RawBooks.ROOT, EnvironmentRecord.HANDLER_CYCLES);
        assertTrue(owed > 1, "it owes no slice");
        assertTrue(rest >= 0 && rest < slice, "what is no slice is kept");
        assertTrue(owed * slice + rest >= taken, "less is charged than the runs took");
        assertTrue(ticks.books().environment64(RawBooks.ROOT, EnvironmentRecord.CYCLES_USED) >= owed * slice + rest);
        assertTrue(ticks.books().environment64(Family.index(child), EnvironmentRecord.CYCLES_USED) >= childs - cycles[1]);
    }

    // ---- ends -----------------------------------------------------------------------------------------------------------

    @Test
    void whoIsEndedInItsSleepIsNotLookedAt() {
        long[] sleeper = sleeper("sleeper", 10);
        family.end(sleeper[0]);
        assertEquals(0, kernel.books().predicates());
        assertFalse(kernel.machine().timer().armed());
        kernel.call(Call.YIELD, 0);
        family.reap(sleeper[0]);
    }

    @Test
    void onlyAReadyPredicateOfOnesOwnIsSleptOn() {
        long begun = downloads.begun(Texts.giving(1), PREDICATE);
        long handler = downloads.ready(Texts.giving(1), ProgramHook.HANDLER);
        long refused = downloads.begun(Texts.unwritten(), PREDICATE);
        downloads.finish(refused);
        for (long program : new long[] {begun, handler, refused}) {
            assertEquals(Status.WRONG_STATE, kernel.call(Call.WAIT_UNTIL, program, 0, 0));
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.WAIT_UNTIL, program, 1024, 0));
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.WAIT_UNTIL, program, -1, 0));
        }
    }

    @Test
    void oneCountsWhoeverTransfersAndYields() {
        long[][] sleepers = sleepers(3);
        assertEquals(3, kernel.books().predicates());
        for (long[] sleeper : sleepers) {
            assertEquals(Status.WRONG_STATE, kernel.call(Call.YIELD, sleeper[0]));
            assertEquals(Status.WOULD_BLOCK, kernel.call(Call.TRANSFER_SYNC, sleeper[0], 0));
        }
        for (long[] sleeper : sleepers) {
            poke(sleeper[1], 1);
        }
        kernel.call(Call.YIELD, 0);
        assertEquals(0, kernel.books().predicates());
        for (long[] sleeper : sleepers) {
            assertEquals(EnvironmentState.RUNNABLE, stage.state(sleeper[0]));
        }
    }
}
