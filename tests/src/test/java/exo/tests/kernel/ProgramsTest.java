package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.HandlerHelper;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Downloading a program: it takes its frames from its owner and gives back those that it needs no more, goes through its states a step at
 * a time, is told which rule it breaks, and is gone with all it had when it or its owner ends.
 */
class ProgramsTest {
    private static final int PREDICATE = ProgramHook.PREDICATE;
    private static final int HANDLER = ProgramHook.HANDLER;
    private static final int GUARDED = ProgramHook.GUARDED;
    private static final int CODE_PAGES = ResourceKind.CODE_PAGES;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final Downloads downloads = new Downloads(kernel, family);

    private int record(long program, int field) {
        return kernel.books().program32(Downloads.index(program), field);
    }

    private int state(long program) {
        return kernel.books().programState(Downloads.index(program));
    }

    private long engine(long program, int field) {
        return kernel.books().engine(Downloads.index(program), field);
    }

    private long pagesUsed(int account) {
        return kernel.books().used(account, CODE_PAGES);
    }

    private void assertKinds(int kind, long first, int count) {
        for (long frame = first; frame < first + count; frame++) {
            assertEquals(kind, kernel.books().kind(frame), "frame " + frame);
        }
    }

    // ---- from its text to its code -------------------------------------------------------------------------------------------

    @Test
    void aPredicateAndAHandlerBecomeReady() {
        for (int hook : new int[] {PREDICATE, HANDLER, PREDICATE + GUARDED, HANDLER + GUARDED}) {
            long program = downloads.ready(Texts.giving(7), hook);
            assertEquals(ProgramState.READY, state(program));
            assertEquals(hook, record(program, ProgramRecord.HOOK));
            assertEquals(RawBooks.ROOT, record(program, ProgramRecord.OWNER));
        }
    }

    @Test
    void aProgramGoesThroughItsStatesAndStaysReady() {
        long program = downloads.begun(Texts.idle(600), PREDICATE);
        List<Integer> states = new ArrayList<>(List.of(state(program)));
        for (long answer = 1; answer == 1; ) {
            answer = kernel.call(Call.PROGRAM_STEP, program);
            if (state(program) != states.get(states.size() - 1)) {
                states.add(state(program));
            }
        }
        assertEquals(List.of(ProgramState.BEGUN, ProgramState.STRUCTURE, ProgramState.CHECKING, ProgramState.COMPILING,
                ProgramState.READY), states);
        assertEquals(Status.OK, kernel.call(Call.PROGRAM_STEP, program));
    }

    /** What lay in the frames behind the text says nothing to the checker. */
    @Test
    void whatIsInTheFramesHandedOverDecidesNothing() {
        long[] text = Texts.from(1);
        long first = downloads.frames(1 + Downloads.SCRATCH);
        downloads.write(first, text);
        for (long at = (first << 12) + text.length * 8L; at < first + 1 + Downloads.SCRATCH << 12; at += 8) {
            kernel.machine().memory().store64(at, -1);
        }
        long program = kernel.call(Call.PROGRAM_BEGIN, first, 1 + Downloads.SCRATCH, text.length, PREDICATE);
        assertEquals(Status.OK, downloads.finish(program));
    }

    @Test
    void framesChangeKindAndThoseBehindTheTextComeBackWhenItIsReady() {
        long[] text = Texts.idle(600);
        long first = downloads.written(text);
        long held = kernel.books().environment64(RawBooks.ROOT, exo.abi.EnvironmentRecord.FRAMES_HELD);
        long program = kernel.call(Call.PROGRAM_BEGIN, first, 2 + Downloads.SCRATCH, text.length, PREDICATE);
        assertKinds(FrameKind.PROGRAM, first, 2 + Downloads.SCRATCH);
        downloads.until(program, ProgramState.COMPILING);
        assertKinds(FrameKind.PROGRAM, first, 2 + Downloads.SCRATCH);
        downloads.finished(program);
        assertKinds(FrameKind.PROGRAM, first, 2);
        assertKinds(FrameKind.ORDINARY, first + 2, Downloads.SCRATCH);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, first + 2));
        downloads.end(program);
        assertKinds(FrameKind.ORDINARY, first, 2);
        assertEquals(held - 1, kernel.books().environment64(RawBooks.ROOT, exo.abi.EnvironmentRecord.FRAMES_HELD));
        family.bind(self, Family.PAGE, first, Family.READ);
        assertEquals(text[0], kernel.user().load64(Family.PAGE));
    }

    /** Nobody sees or changes what was checked, and nobody has it taken away. */
    @Test
    void aProgramsFrameIsOutOfReach() {
        long program = downloads.begun(Texts.giving(1), PREDICATE);
        long frame = record(program, ProgramRecord.FIRST_FRAME);
        long child = family.child("child", 10);
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.BIND, self, Family.PAGE + 4096, frame, Family.READ));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_GIVE, frame, child));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.TABLE_GIVE, self, frame));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_BREAK, frame));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.PROGRAM_BEGIN, frame, 1 + Downloads.SCRATCH, 2, PREDICATE));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GUARANTEE, frame, 1));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.UPCALL, frame, 0, Family.ENTRY));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.RING_BEGIN, frame));
        long other = downloads.begun(Texts.giving(1), PREDICATE);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.PROGRAM_AREA, other, frame, 1));
    }

    @Test
    void aCapabilityForAFrameOutlivesNoProgram() {
        long first = downloads.written(Texts.giving(1));
        family.map(self, Family.PAGE, Family.WRITE);
        assertEquals(Status.OK, kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, first, Family.WRITE, Family.PAGE));
        long program = kernel.call(Call.PROGRAM_BEGIN, first, 1 + Downloads.SCRATCH, 2, PREDICATE);
        assertEquals(Status.BAD_CAPABILITY, kernel.call(Call.CAP_BIND, self, Family.PAGE + 4096, Family.PAGE, Family.WRITE));
        downloads.finished(program);
        downloads.end(program);
        assertEquals(Status.BAD_CAPABILITY, kernel.call(Call.CAP_BIND, self, Family.PAGE + 4096, Family.PAGE, Family.WRITE));
    }

    @Test
    void aGuaranteeEndsWhenTheFrameBecomesAProgram() {
        long first = downloads.written(Texts.giving(1));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, first, 1));
        downloads.end(kernel.call(Call.PROGRAM_BEGIN, first, 1 + Downloads.SCRATCH, 2, PREDICATE));
        for (int i = 0; i < Limits.GUARANTEED_FRAMES_MAXIMUM; i++) {
            assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, first + i, 1));
        }
    }

    @Test
    void aTextThatReachesIntoASecondFrameIsReadThere() {
        long[] text = Texts.misshapen(600);
        long program = downloads.begun(text, PREDICATE);
        assertEquals(Status.REFUSED, downloads.finish(program));
        assertEquals(600, engine(program, Program.REFUSED_AT));
    }

    /** The longest text, with no frame more than must be: nothing of the checker's and the compiler's lies beyond them. */
    @Test
    void nothingIsWrittenBeyondTheFramesHandedOver() {
        BootedKernel large = new BootedKernel(Setup.usual().withMemory(8 << 20)
                .withLayout(memory -> memory.kernel(1 << 20, (1 << 20) + (2 + 90 << 12)).archive(6 << 20, StewardFile.archive())));
        Downloads its = new Downloads(large, new Family(large));
        for (int length : new int[] {Limits.PROGRAM_INSTRUCTIONS_MAXIMUM, 512, 513, 1000}) {
            int frames = (length + 511) / 512 + Downloads.SCRATCH;
            long first = its.frames(frames + 1);
            its.write(first, Texts.idle(length));
            long guard = first + frames << 12;
            large.machine().memory().store64(guard, 0x1234);
            long hash = large.machine().memory().load64(guard) + large.machine().memory().load64((first << 12) - 8);
            large.audits(false);
            long program = large.call(Call.PROGRAM_BEGIN, first, frames, length, PREDICATE);
            its.finish(program);
            assertEquals(hash, large.machine().memory().load64(guard) + large.machine().memory().load64((first << 12) - 8));
            for (long at = guard + 8; at < guard + 4096; at += 8) {
                assertEquals(0, large.machine().memory().load64(at));
            }
            large.audits(true);
            its.end(program);
        }
    }

    // ---- rules --------------------------------------------------------------------------------------------------------

    private void assertRefused(long[] text, int hook, int rule, int at) {
        long program = downloads.begun(text, hook);
        assertEquals(Status.REFUSED, downloads.finish(program));
        assertEquals(ProgramState.REFUSED, state(program));
        assertEquals(rule, engine(program, Program.REFUSAL));
        assertEquals(at, engine(program, Program.REFUSED_AT));
        assertEquals(Status.REFUSED, kernel.call(Call.PROGRAM_STEP, program));
        assertEquals(0, record(program, ProgramRecord.PAGE_COUNT));
        downloads.end(program);
    }

    @Test
    void theRecordTellsWhichRuleIsBrokenAndWhere() {
        assertRefused(Texts.misshapen(3), PREDICATE, Refusal.UNKNOWN_OPCODE, 3);
        assertRefused(Texts.unwritten(), PREDICATE, Refusal.UNINITIALISED_REGISTER, 0);
        assertRefused(Texts.straying(), PREDICATE, Refusal.UNPROVED_ACCESS, 1);
        assertRefused(Texts.peeking(), PREDICATE, Refusal.UNINITIALISED_STACK, 0);
        assertRefused(Texts.area(0), PREDICATE, Refusal.NOT_PERMITTED, 0);
    }

    @Test
    void aPredicateReadsAndAHandlerWrites() {
        assertRefused(Texts.storing(1), PREDICATE, Refusal.WRITE_TO_READ_ONLY, 0);
        downloads.ready(Texts.storing(1), HANDLER);
    }

    @Test
    void onlyHandlersHaveHelpersAndThoseThatThereAre() {
        for (int helper : new int[] {HandlerHelper.SEND, HandlerHelper.COPY, HandlerHelper.WAKE, HandlerHelper.CYCLES}) {
            assertRefused(Texts.calling(helper), PREDICATE, Refusal.HELPER_NOT_PERMITTED, 3);
            downloads.end(downloads.ready(Texts.calling(helper), HANDLER));
        }
        for (int helper : new int[] {0, HandlerHelper.CYCLES + 1, 63, 64, -1}) {
            assertRefused(Texts.calling(helper), HANDLER, Refusal.HELPER_NOT_PERMITTED, 3);
        }
    }

    @Test
    void whatIsGuardedNeedsNoProof() {
        downloads.ready(Texts.straying(), PREDICATE + GUARDED);
        downloads.ready(Texts.peeking(), HANDLER + GUARDED);
    }

    /** A predicate's input is as long as it is, a packet may be the shortest. */
    @Test
    void whatAProgramIsCalledWithIsAsLongAsItsHookSays() {
        downloads.ready(Texts.input(24), PREDICATE);
        assertRefused(Texts.input(32), PREDICATE, Refusal.UNPROVED_ACCESS, 0);
        downloads.ready(Texts.input(Limits.PACKET_BYTES_MINIMUM - 8), HANDLER);
        assertRefused(Texts.input(Limits.PACKET_BYTES_MINIMUM - 7), HANDLER, Refusal.UNPROVED_ACCESS, 0);
    }

    // ---- arguments ------------------------------------------------------------------------------------------------------

    @Test
    void tooFewOrTooManyFramesOrInstructionsAreNone() {
        long first = downloads.frames(1 + Downloads.SCRATCH);
        for (long frames : new long[] {-1, 0, 1, Downloads.SCRATCH, Limits.PROGRAM_FRAMES_MAXIMUM + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.PROGRAM_BEGIN, first, frames, 1, PREDICATE));
        }
        for (long instructions : new long[] {-1, 0, 513, Limits.PROGRAM_INSTRUCTIONS_MAXIMUM + 1, 1L << 32, 1L << 61, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.PROGRAM_BEGIN, first, 1 + Downloads.SCRATCH, instructions, PREDICATE));
        }
        long many = downloads.frames(9 + Downloads.SCRATCH);
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.PROGRAM_BEGIN, many, 9 + Downloads.SCRATCH,
                Limits.PROGRAM_INSTRUCTIONS_MAXIMUM + 1, PREDICATE));
        for (long hook : new long[] {0, 3, GUARDED, PREDICATE + 2 * GUARDED, -1, 1L << 32 | PREDICATE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.PROGRAM_BEGIN, first, 1 + Downloads.SCRATCH, 1, hook));
        }
        assertTrue(kernel.call(Call.PROGRAM_BEGIN, first, 1 + Downloads.SCRATCH, 512, PREDICATE) > 0);
    }

    @Test
    void everyFrameHandedOverIsTheCallersAndIdle() {
        int count = 1 + Downloads.SCRATCH;
        for (int odd = 0; odd < count; odd++) {
            long first = downloads.frames(count);
            kernel.call(Call.FRAME_FREE, first + odd);
            assertEquals(Status.NOT_YOURS, kernel.call(Call.PROGRAM_BEGIN, first, count, 1, PREDICATE));
            assertEquals(first + odd, kernel.call(Call.FRAME_ALLOC, first + odd));
            family.bind(self, Family.PAGE, first + odd, Family.READ);
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.PROGRAM_BEGIN, first, count, 1, PREDICATE));
            kernel.call(Call.UNBIND, self, Family.PAGE);
            kernel.call(Call.UPCALL, first + odd, 0, Family.ENTRY);
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.PROGRAM_BEGIN, first, count, 1, PREDICATE));
            kernel.call(Call.UPCALL, Limits.NO_FRAME, 0, 0);
            downloads.end(kernel.call(Call.PROGRAM_BEGIN, first, count, 1, PREDICATE));
        }
        long end = kernel.books().frameCount;
        for (long first : new long[] {-count, -1, 0, end - 1, end, Long.MAX_VALUE, Long.MIN_VALUE}) {
            long status = kernel.call(Call.PROGRAM_BEGIN, first, count, 1, PREDICATE);
            assertTrue(status == Status.NO_SUCH_FRAME || status == Status.NOT_YOURS, DeclaredStatuses.nameOf(status));
        }
    }

    // ---- areas --------------------------------------------------------------------------------------------------------

    @Test
    void theAreaStaysTheOwnersAndIsPinnedWhileTheProgramLives() {
        long area = downloads.frames(2);
        family.bind(self, Family.PAGE, area, Family.WRITE);
        long program = downloads.begunWithArea(Texts.area(4096), PREDICATE, area, 2);
        assertEquals(1, kernel.books().pins(area));
        assertEquals(1, kernel.books().pins(area + 1));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, area + 1));
        family.bind(self, Family.PAGE + 4096, area + 1, Family.WRITE);
        long other = downloads.begunWithArea(Texts.area(8), PREDICATE, area + 1, 1);
        assertEquals(2, kernel.books().pins(area + 1));
        downloads.finished(program);
        downloads.end(program);
        assertEquals(0, kernel.books().pins(area));
        assertEquals(1, kernel.books().pins(area + 1));
        downloads.end(other);
        kernel.call(Call.UNBIND, self, Family.PAGE + 4096);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, area + 1));
    }

    @Test
    void theAreaEndsWhereItsFramesDo() {
        long area = downloads.frames(Limits.PROGRAM_AREA_FRAMES_MAXIMUM + 1);
        for (int frames = 1; frames <= Limits.PROGRAM_AREA_FRAMES_MAXIMUM; frames++) {
            long inside = downloads.begunWithArea(Texts.area(frames * 4096 - 8), HANDLER, area, frames);
            assertEquals(Status.OK, downloads.finish(inside));
            long outside = downloads.begunWithArea(Texts.area(frames * 4096 - 7), HANDLER, area, frames);
            assertEquals(Status.REFUSED, downloads.finish(outside));
            downloads.end(inside);
            downloads.end(outside);
        }
        long program = downloads.begun(Texts.giving(1), PREDICATE);
        for (long frames : new long[] {-1, 0, Limits.PROGRAM_AREA_FRAMES_MAXIMUM + 1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.PROGRAM_AREA, program, area, frames));
        }
    }

    @Test
    void anAreaIsGivenOnceAndBeforeTheFirstStep() {
        long area = downloads.frames(2);
        long program = downloads.begunWithArea(Texts.area(0), PREDICATE, area, 1);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.PROGRAM_AREA, program, area + 1, 1));
        long stepped = downloads.begun(Texts.giving(1), PREDICATE);
        assertEquals(1, kernel.call(Call.PROGRAM_STEP, stepped));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.PROGRAM_AREA, stepped, area, 1));
        downloads.finished(stepped);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.PROGRAM_AREA, stepped, area, 1));
    }

    @Test
    void everyFrameOfAnAreaIsAnOrdinaryOneOfTheOwners() {
        long area = downloads.frames(3);
        long program = downloads.begun(Texts.giving(1), PREDICATE);
        for (int odd = 0; odd < 3; odd++) {
            kernel.call(Call.FRAME_FREE, area + odd);
            assertEquals(Status.NOT_YOURS, kernel.call(Call.PROGRAM_AREA, program, area, 3));
            kernel.call(Call.FRAME_ALLOC, area + odd);
            kernel.call(Call.TABLE_GIVE, self, area + odd);
            assertEquals(Status.NOT_YOURS, kernel.call(Call.PROGRAM_AREA, program, area, 3));
            area = downloads.frames(3);
            long child = family.childIn(0, "child");
            assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, area + odd, child));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.PROGRAM_AREA, program, area, 3));
            area = downloads.frames(3);
        }
        for (long first : new long[] {0, -1, kernel.books().frameCount - 1, kernel.books().frameCount, Long.MAX_VALUE}) {
            assertTrue(kernel.call(Call.PROGRAM_AREA, program, first, 2) < 0);
        }
        assertEquals(Status.OK, kernel.call(Call.PROGRAM_AREA, program, area, 3));
    }

    // ---- names and owners -----------------------------------------------------------------------------------------------

    @Test
    void aNameIsAsGoodAsItsProgram() {
        long program = downloads.ready(Texts.giving(1), PREDICATE);
        downloads.end(program);
        long second = downloads.ready(Texts.giving(1), PREDICATE);
        assertEquals(Downloads.index(program), Downloads.index(second));
        assertNotEquals(program, second);
        for (long name : new long[] {program, Downloads.index(second), 0, -1, second + 1, second | 1L << 62, Limits.PROGRAMS_MAXIMUM}) {
            for (int call : new int[] {Call.PROGRAM_STEP, Call.PROGRAM_AREA, Call.PROGRAM_END, Call.WAIT_UNTIL}) {
                assertEquals(Status.NO_SUCH_PROGRAM, kernel.call(call, name, 0, 0));
            }
        }
        downloads.end(second);
    }

    @Test
    void onlyItsOwnerSaysAnythingAboutAProgram() {
        long program = downloads.ready(Texts.giving(1), PREDICATE);
        long child = family.started("child", 20);
        family.run(child);
        for (int call : new int[] {Call.PROGRAM_STEP, Call.PROGRAM_AREA, Call.PROGRAM_END, Call.WAIT_UNTIL}) {
            assertEquals(Status.NOT_YOURS, kernel.call(call, program, 0, 0));
        }
        assertEquals(ProgramState.READY, state(program));
    }

    @Test
    void thereAreOnlySoManyRecordsAndEachIsUsedAgain() {
        Set<Long> names = new HashSet<>();
        for (int i = 1; i < Limits.PROGRAMS_MAXIMUM; i++) {
            names.add(downloads.begun(Texts.giving(1), PREDICATE));
        }
        assertEquals(Limits.PROGRAMS_MAXIMUM - 1, names.size());
        assertEquals(Status.NO_FREE_PROGRAM, downloads.tryBegin(Texts.giving(1), PREDICATE));
        names.forEach(downloads::end);
        downloads.ready(Texts.giving(1), PREDICATE);
    }

    // ---- code pages -------------------------------------------------------------------------------------------------------

    @Test
    void codeIsChargedToTheOwnersAccountAndReturned() {
        int account = kernel.books().accountOf(RawBooks.ROOT);
        long program = downloads.begun(Texts.idle(400), PREDICATE);
        downloads.until(program, ProgramState.COMPILING);
        assertEquals(0, pagesUsed(account));
        assertEquals(1, kernel.call(Call.PROGRAM_STEP, program));
        long most = pagesUsed(account);
        assertEquals(record(program, ProgramRecord.PAGE_COUNT), most);
        downloads.finished(program);
        assertEquals(record(program, ProgramRecord.PAGE_COUNT), pagesUsed(account));
        assertTrue(pagesUsed(account) > 0 && pagesUsed(account) < most, "what is not needed goes back");
        downloads.end(program);
        assertEquals(0, pagesUsed(account));
    }

    @Test
    void whoMayHaveNoPageHasNoCodeAndTriesAgain() {
        long account = family.account(40, 1, 0);
        long child = family.childIn(account, "poor");
        family.start(child);
        family.run(child);
        long program = downloads.begun(Texts.giving(1), PREDICATE);
        assertEquals(Status.OVER_LIMIT, downloads.finish(program));
        assertEquals(ProgramState.COMPILING, state(program));
        family.run(self);
        family.lend(account, CODE_PAGES, 1);
        family.run(child);
        downloads.finished(program);
        assertEquals(1, pagesUsed(kernel.books().accountOf(Family.index(child))));
        assertEquals(Status.OVER_LIMIT, downloads.finish(downloads.begun(Texts.giving(1), PREDICATE)));
        downloads.end(program);
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_RECLAIM, account, CODE_PAGES, 1));
    }

    @Test
    void programsHaveTheirPagesInARowAndNextToEachOther() {
        long first = downloads.ready(Texts.giving(1), PREDICATE);
        long second = downloads.ready(Texts.giving(2), PREDICATE);
        long third = downloads.ready(Texts.giving(3), PREDICATE);
        assertEquals(0, record(first, ProgramRecord.FIRST_PAGE));
        assertEquals(1, record(second, ProgramRecord.FIRST_PAGE));
        assertEquals(2, record(third, ProgramRecord.FIRST_PAGE));
        downloads.end(second);
        long wide = downloads.begun(Texts.idle(100), PREDICATE);
        downloads.until(wide, ProgramState.COMPILING);
        assertEquals(1, kernel.call(Call.PROGRAM_STEP, wide));
        assertEquals(3, record(wide, ProgramRecord.FIRST_PAGE));
        assertEquals(1, record(downloads.ready(Texts.giving(4), PREDICATE), ProgramRecord.FIRST_PAGE));
    }

    @Test
    void everyPageThatThereIsCanBeUsedAndNoMore() {
        for (int page = 0; page < Setup.CODE_PAGES; page++) {
            assertEquals(page, record(downloads.ready(Texts.giving(1), PREDICATE), ProgramRecord.FIRST_PAGE));
        }
        assertEquals(Status.OVER_LIMIT, downloads.finish(downloads.begun(Texts.giving(1), PREDICATE)));
    }

    @Test
    void thereIsNoCodeWhereThereAreNotSoManyFreePagesInARow() {
        assertEquals(Status.NO_FREE_CODE, CodeStatusCases.fragmented(new StatusCase.Scene(kernel, family)));
    }

    // ---- ends --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {ProgramState.BEGUN, ProgramState.STRUCTURE, ProgramState.CHECKING, ProgramState.COMPILING, ProgramState.READY})
    void aProgramAndItsOwnerCanEndInEveryState(int state) {
        long area = downloads.frames(1);
        long program = downloads.begunWithArea(Texts.idle(200), PREDICATE, area, 1);
        downloads.until(program, state);
        if (state == ProgramState.COMPILING) {
            kernel.call(Call.PROGRAM_STEP, program);
        }
        downloads.end(program);
        assertEquals(0, pagesUsed(RawBooks.ROOT));
        assertEquals(0, kernel.books().pins(area));
        long account = family.account(60, 1, 0);
        family.lend(account, CODE_PAGES, 10);
        long child = family.childIn(account, "child");
        family.start(child);
        family.run(child);
        long own = downloads.frames(1);
        long its = downloads.begunWithArea(Texts.idle(200), HANDLER, own, 1);
        downloads.until(its, state);
        if (state == ProgramState.COMPILING) {
            kernel.call(Call.PROGRAM_STEP, its);
        }
        kernel.call(Call.EXIT, 0);
        assertEquals(ProgramState.FREE, state(its));
        assertEquals(0, pagesUsed((int) (account & 0xffff)));
        family.reap(child);
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_CLOSE, account));
        assertEquals(FrameKind.FREE, kernel.books().kind(own));
        assertEquals(Status.NO_SUCH_PROGRAM, kernel.call(Call.PROGRAM_END, its));
    }

    @Test
    void aRefusedProgramOfTheDeadIsGoneToo() {
        long child = family.started("child", 60);
        family.run(child);
        long program = downloads.begun(Texts.unwritten(), PREDICATE);
        assertEquals(Status.REFUSED, downloads.finish(program));
        kernel.call(Call.EXIT, 0);
        family.reap(child);
        assertEquals(ProgramState.FREE, state(program));
    }

    @Test
    void othersEndLeavesAProgramAsItIs() {
        long program = downloads.ready(Texts.giving(1), PREDICATE);
        long child = family.started("child", 60);
        family.run(child);
        downloads.begun(Texts.giving(1), PREDICATE);
        kernel.call(Call.EXIT, 0);
        assertEquals(ProgramState.READY, state(program));
        assertEquals(Event.PREDICATE, kernel.call(Call.WAIT_UNTIL, program, 0, 0));
    }

    /** A round is as long as it may be, whatever has to be passed over; but something is taken in each. */
    @Test
    void theMoreFramesOfProgramsArePassedOverTheFewerAreTakenInARound() {
        long account = family.account(500, 1, 0);
        long child = family.childIn(account, "child");
        family.start(child);
        family.run(child);
        long others = downloads.frames(10);
        for (int i = 0; i < 9; i++) {
            long first = downloads.frames(Limits.PROGRAM_FRAMES_MAXIMUM);
            assertTrue(kernel.call(Call.PROGRAM_BEGIN, first, Limits.PROGRAM_FRAMES_MAXIMUM, 1, PREDICATE) > 0);
        }
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.REVOKE, child, ResourceKind.FRAMES, 10, kernel.machine().timer().now() + 10));
        kernel.machine().timer().advance(10);
        int free = 0;
        for (int rounds = 1; free < 10; rounds++) {
            assertTrue(kernel.interrupt() >= 0);
            free = 0;
            for (long frame = others; frame < others + 10; frame++) {
                free += kernel.books().kind(frame) == FrameKind.FREE ? 1 : 0;
            }
            assertTrue(free >= rounds && free <= 2 * rounds, rounds + " rounds, and " + free + " frames taken");
        }
    }

    /** Asked back and not given: what a program is made of and what it keeps is not taken. */
    @Test
    void framesOfProgramsAreNotTakenByForce() {
        long child = family.started("child", 60);
        family.run(child);
        long area = downloads.frames(1);
        long program = downloads.begunWithArea(Texts.giving(1), PREDICATE, area, 1);
        long other = family.frame();
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.REVOKE, child, ResourceKind.FRAMES, 1000, kernel.machine().timer().now() + 10));
        kernel.pass(10);
        assertEquals(FrameKind.FREE, kernel.books().kind(other));
        assertEquals(FrameKind.ORDINARY, kernel.books().kind(area));
        assertEquals(FrameKind.PROGRAM, kernel.books().kind(record(program, ProgramRecord.FIRST_FRAME)));
    }
}
