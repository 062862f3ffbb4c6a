package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.EntryBit;
import exo.abi.EnvironmentRecord;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/**
 * What a program may do with its page-table entries besides binding: change rights, see and forget use, keep words of its own,
 * do many at once, and, for the owner of a frame, break every binding of it. Cuts of rights take effect at once, everywhere.
 */
class PageEntriesTest {
    private static final long PAGE = Family.PAGE;
    private static final long NEXT = PAGE + Limits.BYTES_IN_FRAME;
    private static final long READ_WRITE = Right.READ | Right.WRITE;
    private static final int SOFTWARE = 0x500;
    /** Where the lists of batches are written. */
    private static final long LIST = Family.PAGE + 64 * Limits.BYTES_IN_FRAME;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private boolean canWrite(long va) {
        return BootedKernel.permitted(() -> kernel.user().store64(va, 1));
    }

    @Test
    void theOwnerLowersAndRaisesRightsAtOnce() {
        family.map(self, PAGE, READ_WRITE);
        assertTrue(canWrite(PAGE));
        assertEquals(Status.OK, kernel.call(Call.PROTECT, self, PAGE, Right.READ));
        assertFalse(canWrite(PAGE));
        assertEquals(Status.OK, kernel.call(Call.PROTECT, self, PAGE, READ_WRITE));
        assertTrue(canWrite(PAGE));
    }

    @Test
    void whoDoesNotOwnTheFrameOnlyLowers() {
        long frame = family.frame();
        long child = family.started("child", 40);
        family.bind(child, PAGE, frame, READ_WRITE);
        family.run(child);
        assertTrue(canWrite(PAGE));
        assertEquals(Status.OK, kernel.call(Call.PROTECT, child, PAGE, Right.READ));
        assertFalse(canWrite(PAGE));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.PROTECT, child, PAGE, READ_WRITE));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.PROTECT, child, PAGE, Right.READ | Right.EXECUTE));
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.PROTECT, child, PAGE, READ_WRITE));
        family.run(child);
        assertTrue(canWrite(PAGE));
    }

    @Test
    void aCutFromOutsideHoldsWhenTheEnvironmentRunsAgain() {
        long child = family.runningWithPage("child", 40);
        assertTrue(canWrite(PAGE));
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.PROTECT, child, PAGE, Right.READ));
        family.run(child);
        assertFalse(canWrite(PAGE));
    }

    @Test
    void useIsSeenForgottenAndSeenAgain() {
        long frame = family.map(self, PAGE, READ_WRITE);
        long unused = EntryBit.BOUND | READ_WRITE << EntryBit.RIGHTS_SHIFT | frame << 12;
        assertEquals(unused, kernel.call(Call.ENTRY_READ, self, PAGE));
        kernel.user().load64(PAGE);
        assertEquals(unused | EntryBit.ACCESSED, kernel.call(Call.ENTRY_READ, self, PAGE));
        kernel.user().store64(PAGE, 1);
        assertEquals(EntryBit.ACCESSED | EntryBit.DIRTY, kernel.call(Call.ENTRY_CLEAN, self, PAGE));
        assertEquals(unused, kernel.call(Call.ENTRY_READ, self, PAGE));
        kernel.user().store64(PAGE, 2);
        assertEquals(unused | EntryBit.ACCESSED | EntryBit.DIRTY, kernel.call(Call.ENTRY_READ, self, PAGE));
        assertEquals(Status.OK, kernel.call(Call.PROTECT, self, PAGE, Right.READ | SOFTWARE));
        assertEquals(EntryBit.BOUND | Right.READ << EntryBit.RIGHTS_SHIFT | frame << 12 | EntryBit.ACCESSED
                | EntryBit.DIRTY | SOFTWARE, kernel.call(Call.ENTRY_READ, self, PAGE));
    }

    @Test
    void aWordOfItsOwnStaysUntilAPageIsBoundThere() {
        family.map(self, NEXT, READ_WRITE);
        for (long word : new long[] {0, 2, Long.MAX_VALUE - 1, 0x123456789abcdeL & ~1L}) {
            assertEquals(Status.OK, kernel.call(Call.ENTRY_WRITE, self, PAGE, word));
            assertEquals(word, kernel.call(Call.ENTRY_READ, self, PAGE));
            assertFalse(canWrite(PAGE));
        }
        for (long word : new long[] {1, -1, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.ENTRY_WRITE, self, PAGE, word));
        }
        family.map(self, PAGE, READ_WRITE);
        assertEquals(Status.ALREADY_BOUND, kernel.call(Call.ENTRY_WRITE, self, PAGE, 2));
        assertTrue(canWrite(PAGE));
    }

    private void entry(int index, int operation, long rights, long va, long frame) {
        long at = LIST + index * (long) BatchEntry.BYTES;
        kernel.user().store64(at, operation | rights << 32);
        kernel.user().store64(at + BatchEntry.VA, va);
        kernel.user().store64(at + BatchEntry.FRAME, frame);
    }

    @Test
    void aBatchDoesWhatTheCallsWouldAndStopsAtTheFirstRefusal() {
        family.map(self, LIST, READ_WRITE);
        long frame = family.frame();
        entry(0, BatchOperation.BIND, READ_WRITE, PAGE, frame);
        entry(1, BatchOperation.BIND, Right.READ, NEXT, frame);
        entry(2, BatchOperation.PROTECT, Right.READ, PAGE, 0);
        entry(3, BatchOperation.UNBIND, 0, NEXT, 0);
        entry(4, BatchOperation.UNBIND, 0, NEXT, 0);
        entry(5, BatchOperation.UNBIND, 0, PAGE, 0);
        assertEquals(4, kernel.call(Call.BATCH, self, LIST, 6));
        assertFalse(canWrite(PAGE));
        assertTrue(BootedKernel.permitted(() -> kernel.user().load64(PAGE)));
        assertFalse(BootedKernel.permitted(() -> kernel.user().load64(NEXT)));
        assertEquals(Status.NOT_BOUND, kernel.call(Call.BATCH, self, LIST + 4L * BatchEntry.BYTES, 2));
        assertEquals(1, kernel.call(Call.BATCH, self, LIST + 5L * BatchEntry.BYTES, 1));
    }

    @Test
    void aBatchCutsRightsAtOnceAndRaisesThemForTheOwnerOnly() {
        long child = family.started("child", 40);
        family.map(child, LIST, READ_WRITE);
        family.map(child, PAGE, READ_WRITE);
        family.map(child, NEXT, READ_WRITE);
        family.run(child);
        assertTrue(canWrite(PAGE) && canWrite(NEXT));
        entry(0, BatchOperation.PROTECT, Right.READ, PAGE, 0);
        entry(1, BatchOperation.PROTECT, Right.READ, NEXT, 0);
        assertEquals(2, kernel.call(Call.BATCH, child, LIST, 2));
        assertFalse(canWrite(PAGE) || canWrite(NEXT));
        entry(0, BatchOperation.PROTECT, READ_WRITE, PAGE, 0);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.BATCH, child, LIST, 1));
        assertFalse(canWrite(PAGE));
        entry(0, BatchOperation.UNBIND, 0, NEXT, 0);
        entry(1, BatchOperation.BIND, Right.READ, NEXT, family.frame());
        entry(2, BatchOperation.PROTECT, READ_WRITE, NEXT, 0);
        assertEquals(3, kernel.call(Call.BATCH, child, LIST, 3));
        assertTrue(canWrite(NEXT));
    }

    @Test
    void aListThatRunsOutOfReadableMemoryIsDoneUpToThere() {
        family.map(self, LIST, READ_WRITE);
        long frame = family.frame();
        int last = (int) (Limits.BYTES_IN_FRAME / BatchEntry.BYTES) - 1;
        entry(last, BatchOperation.BIND, Right.READ, PAGE, frame);
        long start = LIST + last * (long) BatchEntry.BYTES;
        assertEquals(1, kernel.call(Call.BATCH, self, start, 2));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.BATCH, self, start + BatchEntry.BYTES, 1));
    }

    @Test
    void aBatchsCutFromOutsideHoldsWhenTheEnvironmentRunsAgain() {
        long child = family.runningWithPage("child", 40);
        assertTrue(canWrite(PAGE));
        family.run(self);
        family.map(self, LIST, READ_WRITE);
        entry(0, BatchOperation.PROTECT, Right.READ, PAGE, 0);
        assertEquals(1, kernel.call(Call.BATCH, child, LIST, 1));
        family.run(child);
        assertFalse(canWrite(PAGE));
    }

    @Test
    void aBatchBindsTheFramesThatItsCallsWouldAndNoOthers() {
        long child = family.started("child", 40);
        long parents = family.frame();
        family.run(child);
        family.map(child, LIST, READ_WRITE);
        family.map(child, PAGE, READ_WRITE);
        int index = Family.index(child);
        for (long frame : new long[] {parents, kernel.books().firstFreeFrame(), 1, kernel.books().rootOf(index) >>> 12,
            kernel.books().contextOf(index) >>> 12, kernel.books().rootOf(RawBooks.ROOT) >>> 12,
            kernel.books().environment32(index, EnvironmentRecord.FIRST_TABLE), kernel.books().frameCount, 0, -1}) {
            entry(0, BatchOperation.BIND, Right.READ, NEXT, frame);
            long expected = kernel.call(Call.BIND, child, NEXT, frame, Right.READ);
            assertTrue(expected < 0);
            assertEquals(expected, kernel.call(Call.BATCH, child, LIST, 1), "frame " + Long.toHexString(frame));
        }
    }

    @Test
    void aBatchRefusesThePagesThatItsCallsWould() {
        family.map(self, LIST, READ_WRITE);
        long frame = family.map(self, PAGE, Right.READ);
        for (long va : new long[] {0, 4096, Limits.USER_END, Limits.USER_END + 4096, 1L << 47, 1L << 48, Limits.BOOKS_START,
            -4096, Long.MIN_VALUE, PAGE + 1, PAGE}) {
            entry(0, BatchOperation.BIND, Right.READ, va, frame);
            long expected = kernel.call(Call.BIND, self, va, frame, Right.READ);
            assertTrue(expected < 0);
            assertEquals(expected, kernel.call(Call.BATCH, self, LIST, 1), "page " + Long.toHexString(va));
        }
    }

    /** Pages that follow each other are frames that do not. */
    @Test
    void aListThatLiesInTwoPagesIsDoneInFull() {
        long second = family.frame();
        family.map(self, LIST, READ_WRITE);
        family.bind(self, LIST + Limits.BYTES_IN_FRAME, second, READ_WRITE);
        long frame = family.frame();
        int first = (int) (Limits.BYTES_IN_FRAME / BatchEntry.BYTES) - 3;
        for (int i = 0; i < 6; i++) {
            entry(first + i, BatchOperation.BIND, Right.READ, PAGE + i * Limits.BYTES_IN_FRAME, frame);
        }
        assertEquals(6, kernel.call(Call.BATCH, self, LIST + first * (long) BatchEntry.BYTES, 6));
        assertEquals(frame, kernel.call(Call.UNBIND, self, PAGE + 5 * Limits.BYTES_IN_FRAME));
    }

    @Test
    void aListMayUnbindItself() {
        long list = family.map(self, LIST, READ_WRITE);
        entry(0, BatchOperation.UNBIND, 0, LIST, 0);
        entry(1, BatchOperation.BIND, Right.READ, PAGE, list);
        assertEquals(2, kernel.call(Call.BATCH, self, LIST, 2));
        assertFalse(BootedKernel.permitted(() -> kernel.user().load64(LIST)));
    }

    @Test
    void countsAreBounded() {
        family.map(self, LIST, READ_WRITE);
        for (long count : new long[] {0, -1, Limits.BATCH_MAXIMUM + 1, Long.MIN_VALUE, 1L << 59}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.BATCH, self, LIST, count));
        }
        long frame = family.map(self, PAGE, READ_WRITE);
        for (int i = 0; i <= Limits.BATCH_MAXIMUM; i++) {
            long entry = LIST + (long) i * BatchEntry.BYTES;
            kernel.user().store64(entry, BatchOperation.BIND | (long) Right.READ << 32);
            kernel.user().store64(entry + BatchEntry.VA, PAGE + (i % 60 + 1) * Limits.BYTES_IN_FRAME);
            kernel.user().store64(entry + BatchEntry.FRAME, frame);
        }
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.BATCH, self, LIST, Limits.BATCH_MAXIMUM + 1));
        assertEquals(Status.NOT_BOUND, kernel.call(Call.UNBIND, self, NEXT));
    }

    @Test
    void theOwnerBreaksEveryBindingOfAFrameInBoundedSteps() {
        long frame = family.frame();
        long child = family.started("child", 60);
        for (int i = 0; i < Limits.REAP_BATCH; i++) {
            family.bind(self, PAGE + i * Limits.BYTES_IN_FRAME, frame, READ_WRITE);
        }
        family.bind(child, PAGE, frame, READ_WRITE);
        family.bind(child, PAGE + (1L << 30), frame, Right.READ);
        family.run(child);
        assertTrue(canWrite(PAGE));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_BREAK, frame));
        family.run(self);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_BREAK, kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME)));
        assertTrue(canWrite(PAGE));
        assertEquals(2, kernel.call(Call.FRAME_BREAK, frame));
        assertEquals(0, kernel.call(Call.FRAME_BREAK, frame));
        assertFalse(canWrite(PAGE));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        family.run(child);
        assertFalse(canWrite(PAGE));
    }
}
