package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameInfo;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.machine.simulated.ProcessorModel;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table that is dropped takes its bindings with it, a batch a call, and is a table to be again: the next region bound needs
 * no frame more. Nothing of it is used from then on, by whoever ran before; what was guaranteed stays.
 */
class TableDropTest {
    private static final long PAGE = Family.PAGE;
    private static final long BYTES_OF_TABLE = 1L << 21;
    private static final int ENTRIES = 512;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    static Stream<ProcessorModel> models() {
        return Stream.of(ProcessorModel.ADVERSARIAL, ProcessorModel.ADVERSARIAL.withoutTags(),
                ProcessorModel.ADVERSARIAL.withoutCachedTables());
    }

    private long drop(long environment, long va) {
        return kernel.call(Call.TABLE_DROP, environment, va);
    }

    private long bindingsOf(long frame) {
        return kernel.call(Call.FRAME_INFO, frame) >>> FrameInfo.BINDINGS_SHIFT;
    }

    /** Frames in the pool of tables to be. */
    private int pooled(int index) {
        int count = 0;
        for (long frame = kernel.books().environment32(index, EnvironmentRecord.FIRST_POOLED); frame != 0;
                frame = kernel.books().next(frame)) {
            count++;
        }
        return count;
    }

    @Test
    void itsThreeFramesServeTheNextRegion() {
        long frame = family.map(self, PAGE, Family.WRITE);
        int before = pooled(RawBooks.ROOT);
        assertEquals(0, drop(self, PAGE + BYTES_OF_TABLE - 1));
        assertEquals(before + 3, pooled(RawBooks.ROOT));
        assertEquals(0, bindingsOf(frame));
        assertEquals(Status.NO_TABLE, drop(self, PAGE));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        family.map(self, PAGE + 7 * BYTES_OF_TABLE, Family.WRITE);
        assertEquals(before, pooled(RawBooks.ROOT));
    }

    @Test
    void aFullTableGoesInBatches() {
        long frame = family.map(self, PAGE, Family.READ);
        for (int i = 1; i < ENTRIES; i++) {
            assertEquals(Status.OK, kernel.call(Call.BIND, self, PAGE + i * 4096L, frame, Family.READ));
        }
        for (long left = ENTRIES - Limits.REAP_BATCH; left >= 0; left -= Limits.REAP_BATCH) {
            assertEquals(left, drop(self, PAGE));
            assertEquals(left, bindingsOf(frame));
        }
        assertEquals(Status.NO_TABLE, drop(self, PAGE));
    }

    @Test
    void itsNeighboursStay() {
        long[] frames = new long[3];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = family.map(self, PAGE + i * BYTES_OF_TABLE, Family.WRITE);
            kernel.user().store64(PAGE + i * BYTES_OF_TABLE, i);
        }
        assertEquals(0, drop(self, PAGE + BYTES_OF_TABLE));
        assertEquals(0, kernel.user().load64(PAGE));
        assertEquals(2, kernel.user().load64(PAGE + 2 * BYTES_OF_TABLE));
        assertFalse(BootedKernel.permitted(() -> kernel.user().load64(PAGE + BYTES_OF_TABLE)));
        assertEquals(frames[2], kernel.call(Call.UNBIND, self, PAGE + 2 * BYTES_OF_TABLE));
    }

    @Test
    void wordsKeptInItsEntriesAreGone() {
        family.map(self, PAGE, Family.READ);
        assertEquals(Status.OK, kernel.call(Call.ENTRY_WRITE, self, PAGE + 4096, 0x5ec7e6));
        assertEquals(0, drop(self, PAGE));
        family.map(self, PAGE, Family.READ);
        assertEquals(0, kernel.call(Call.ENTRY_READ, self, PAGE + 4096));
    }

    @Test
    void aTableWithoutBindingsIsDroppedToo() {
        family.map(self, PAGE, Family.READ);
        kernel.user().load64(PAGE);
        kernel.call(Call.UNBIND, self, PAGE);
        assertEquals(0, drop(self, PAGE));
        assertEquals(Status.NO_TABLE, drop(self, PAGE));
    }

    /** The frame that was the table now holds what looks like entries: the processor must not walk through it. */
    @ParameterizedTest
    @MethodSource("models")
    void theProcessorForgetsTheTableAtOnceWhereItIsCurrent(ProcessorModel model) {
        BootedKernel booted = new BootedKernel(Setup.usual().withModel(model));
        Family its = new Family(booted);
        long name = its.self();
        for (int round = 0; round < 50; round++) {
            its.map(name, PAGE, Family.WRITE);
            booted.user().store64(PAGE, round);
            booted.call(Call.UNBIND, name, PAGE);
            assertEquals(0, booted.call(Call.TABLE_DROP, name, PAGE));
            its.map(name, PAGE + BYTES_OF_TABLE, Family.WRITE);
            booted.user().store64(PAGE + BYTES_OF_TABLE, round);
            assertFalse(BootedKernel.permitted(() -> booted.user().load64(PAGE)));
            assertEquals(0, booted.call(Call.TABLE_DROP, name, PAGE + BYTES_OF_TABLE));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theProcessorForgetsTheTableBeforeAnotherRunsAgain(ProcessorModel model) {
        BootedKernel booted = new BootedKernel(Setup.usual().withModel(model));
        Family its = new Family(booted);
        long name = its.self();
        long child = its.started("child", 40);
        for (int round = 0; round < 50; round++) {
            its.map(child, PAGE, Family.WRITE);
            its.run(child);
            booted.user().store64(PAGE, round);
            its.run(name);
            booted.call(Call.UNBIND, child, PAGE);
            assertEquals(0, booted.call(Call.TABLE_DROP, child, PAGE));
            its.map(child, PAGE + BYTES_OF_TABLE, Family.WRITE);
            its.run(child);
            assertFalse(BootedKernel.permitted(() -> booted.user().load64(PAGE)));
            booted.user().store64(PAGE + BYTES_OF_TABLE, round);
            its.run(name);
            assertEquals(0, booted.call(Call.TABLE_DROP, child, PAGE + BYTES_OF_TABLE));
        }
    }

    /** A processor may go to a page ahead of the program, and remember its table though no page is bound there any more. */
    @Test
    void theProcessorForgetsATableThatItWentToByItself() {
        family.map(self, PAGE, Family.WRITE);
        kernel.call(Call.UNBIND, self, PAGE);
        kernel.machine().translation().anticipate(PAGE);
        assertEquals(0, drop(self, PAGE));
        family.map(self, PAGE + BYTES_OF_TABLE, Family.WRITE);
        assertFalse(BootedKernel.permitted(() -> kernel.user().load64(PAGE)));
        long child = family.started("child", 40);
        family.map(child, PAGE, Family.WRITE);
        kernel.call(Call.UNBIND, child, PAGE);
        family.run(child);
        kernel.machine().translation().anticipate(PAGE);
        family.run(self);
        assertEquals(0, drop(child, PAGE));
    }

    @Test
    void onlyItsOwnerGuaranteesAFrame() {
        long child = family.started("child", 40);
        long frame = family.frame();
        family.run(child);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GUARANTEE, frame, 1));
    }

    @Test
    void aMappingOfItsOwnGuaranteedFrameKeepsTheTable() {
        long other = family.map(self, PAGE, Family.READ);
        long frame = family.map(self, PAGE + 511 * 4096L, Family.READ);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, frame, 1));
        assertEquals(Status.FRAME_BUSY, drop(self, PAGE));
        assertEquals(1, bindingsOf(other));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, frame, 0));
        assertEquals(0, drop(self, PAGE));
    }

    @Test
    void anothersGuaranteedFrameDoesNot() {
        long child = family.started("child", 40);
        long frame = family.map(child, PAGE, Family.READ);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, frame, 1));
        assertEquals(0, drop(child, PAGE), "the frame is guaranteed to the parent, not to the child");
        long its = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, its, child));
        family.bind(child, PAGE, its, Family.READ);
        family.run(child);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, its, 1));
        family.run(self);
        assertEquals(Status.FRAME_BUSY, drop(child, PAGE));
    }

    @Test
    void guaranteesAreCountedAndEndWithOwnershipOrUse() {
        long[] frames = new long[Limits.GUARANTEED_FRAMES_MAXIMUM];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = family.frame();
            assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, frames[i], 1));
            assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, frames[i], 1));
        }
        long more = family.frame();
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_GUARANTEE, more, 1));
        long child = family.child("child", 10);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frames[0], child));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frames[1]));
        assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, self, frames[2]));
        assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, frames[3]));
        assertTrue(kernel.call(Call.ENV_CREATE, frames[4], frames[5], 0, 'a', 0) > 0);
        assertEquals(2, kernel.books().environment32(RawBooks.ROOT, EnvironmentRecord.FRAMES_GUARANTEED));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, more, 1));
        for (long on : new long[] {2, -1, 1L << 32}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.FRAME_GUARANTEE, more, on));
        }
    }

    @Test
    void addressesOutsideUserMemoryHaveNoTableToDrop() {
        for (long va : new long[] {0, Limits.USER_START - 1, Limits.USER_END, -1, Limits.BOOKS_START, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ADDRESS, drop(self, va));
        }
        assertEquals(Status.NO_TABLE, drop(self, Limits.USER_END - 1));
    }

    @Test
    void whatOthersShowOfItsFramesStays() {
        long frame = family.map(self, PAGE, Family.WRITE);
        kernel.user().store64(PAGE, 5);
        long child = family.started("child", 20);
        family.bind(child, PAGE, frame, Family.READ);
        assertEquals(0, drop(self, PAGE));
        assertEquals(1, bindingsOf(frame));
        assertEquals(FrameKind.ORDINARY, kernel.books().kind(frame));
        family.run(child);
        assertEquals(5, kernel.user().load64(PAGE));
    }

    @Test
    void capabilitiesForAFrameOutliveTheTableThatShowedIt() {
        long place = StewardFile.DATA;
        long frame = family.map(self, PAGE, Family.WRITE);
        assertEquals(Status.OK, kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, Right.READ, place));
        assertEquals(0, drop(self, PAGE));
        assertEquals(Status.OK, kernel.call(Call.CAP_BIND, self, StewardFile.CODE - 4096, place, Right.READ));
    }
}
