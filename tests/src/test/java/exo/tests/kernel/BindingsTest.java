package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BatchEntry;
import exo.abi.Call;
import exo.abi.FrameRecord;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** A page shows a frame that one of the two concerned owns, with the rights asked for and no others, where users live. */
class BindingsTest {
    /** Beside each last-level table. */
    private static final int LINK_FRAMES = 2;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    @Test
    void aPageHasTheRightsAskedForAndNoOthers() {
        long[] rights = {Family.READ, Family.WRITE, Family.EXECUTE};
        for (int i = 0; i < rights.length; i++) {
            long va = Family.PAGE + i * 4096L;
            family.map(self, va, rights[i]);
            assertTrue(BootedKernel.permitted(() -> kernel.user().load8(va)));
            assertEquals(rights[i] == Family.WRITE, BootedKernel.permitted(() -> kernel.user().store8(va, 1)));
            assertEquals(rights[i] == Family.EXECUTE, BootedKernel.permitted(() -> kernel.user().fetch(va)));
        }
    }

    @Test
    void onlySumsOfRightsWithReadAndWithoutWriteBesideExecuteAreTaken() {
        long frame = family.frame();
        family.map(self, Family.PAGE + 4096, Family.READ);
        for (long rights = -1; rights < 64; rights++) {
            long status = kernel.call(Call.BIND, self, Family.PAGE, frame, rights);
            if (rights == 1 || rights == 3 || rights == 5) {
                assertEquals(Status.OK, status);
                assertEquals(frame, kernel.call(Call.UNBIND, self, Family.PAGE));
            } else {
                assertEquals(rights == 7 ? Status.WRITABLE_AND_EXECUTABLE : Status.BAD_ARGUMENT, status);
            }
        }
        for (int bit = 3; bit < 64; bit++) {
            if ((Right.SOFTWARE >>> bit & 1) == 0) {
                assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.BIND, self, Family.PAGE, frame, 1 | 1L << bit));
            }
        }
    }

    @Test
    void onlyPagesOfUserMemoryCanBeBound() {
        long frame = family.frame();
        for (long va : new long[] {0, 0xf000, Limits.USER_END, 0x7fff_ffff_f000L, 0x8000_0000_0000L, -4096,
            0xffff_8000_0000_0000L, 0xffff_ffff_8000_0000L, Long.MIN_VALUE, Family.PAGE + 1, Family.PAGE + 2048, 1}) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.BIND, self, va, frame, Family.READ), Long.toHexString(va));
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.UNBIND, self, va), Long.toHexString(va));
        }
        for (long va : new long[] {Limits.USER_START, Limits.USER_END - 4096}) {
            family.bind(self, va, frame, Family.WRITE);
            kernel.user().store64(va + 4088, va);
            assertEquals(va, kernel.user().load64(va + 4088));
        }
    }

    @Test
    void aPageIsBoundOnceAndUnboundOnce() {
        long frame = family.map(self, Family.PAGE, Family.READ);
        assertEquals(Status.ALREADY_BOUND, kernel.call(Call.BIND, self, Family.PAGE, frame, Family.READ));
        assertEquals(frame, kernel.call(Call.UNBIND, self, Family.PAGE));
        assertEquals(Status.NOT_BOUND, kernel.call(Call.UNBIND, self, Family.PAGE));
        assertEquals(Status.NOT_BOUND, kernel.call(Call.UNBIND, self, Family.PAGE + 4096));
        assertEquals(Status.NOT_BOUND, kernel.call(Call.UNBIND, self, 0x1234_5678_9000L));
    }

    @Test
    void theArchiveCanBeReadAndNeverWritten() {
        long frame = kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME);
        long child = family.started("child", 10);
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.BIND, self, StewardFile.DATA + 8192, frame, Family.WRITE));
        family.bind(self, StewardFile.DATA + 8192, frame, Family.READ);
        assertFalse(BootedKernel.permitted(() -> kernel.user().store8(StewardFile.DATA + 8192, 1)));
        family.bind(child, Family.PAGE, frame, Family.READ);
        family.run(child);
        assertTrue(BootedKernel.permitted(() -> kernel.user().load8(Family.PAGE)));
        assertFalse(BootedKernel.permitted(() -> kernel.user().store8(Family.PAGE, 1)));
    }

    @Test
    void framesThatServeTheKernelAreNeverShown() {
        long child = family.child("child", 10);
        long table = family.frame();
        assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, self, table));
        for (long frame : new long[] {kernel.books().rootOf(1) >> 12, kernel.books().contextOf(1) >> 12, table,
            kernel.books().rootOf(Family.index(child)) >> 12, kernel.books().contextOf(Family.index(child)) >> 12}) {
            for (long environment : new long[] {self, child}) {
                long status = kernel.call(Call.BIND, environment, Family.PAGE, frame, Family.READ);
                assertTrue(status == Status.FRAME_BUSY || status == Status.NOT_YOURS, "status " + status);
            }
        }
        for (long frame : new long[] {1, 256, kernel.books().kernelStart() >> 12}) {
            assertTrue(kernel.call(Call.BIND, self, Family.PAGE, frame, Family.READ) < 0);
        }
    }

    @Test
    void aParentBindsItsFramesAndTheChildsIntoTheChild() {
        long child = family.started("child", 10);
        long mine = family.map(child, Family.PAGE, Family.WRITE);
        long its = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, its, child));
        family.bind(child, Family.PAGE + 4096, its, Family.WRITE);
        family.bind(self, Family.PAGE, mine, Family.READ);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, self, Family.PAGE + 4096, its, Family.READ));
        family.run(child);
        kernel.user().store64(Family.PAGE, 42);
        kernel.user().store64(Family.PAGE + 4096, 43);
        family.run(self);
        assertEquals(42, kernel.user().load64(Family.PAGE));
    }

    /** What is remembered of tables goes by a few bits of an address. */
    @Test
    void pagesFarApartAreNotTakenForEachOther() {
        long far = 32L << 20;
        family.map(self, Family.PAGE, Family.WRITE);
        family.map(self, Family.PAGE + far, Family.WRITE);
        for (long at = Family.PAGE + 4096; at < Family.PAGE + 8 * 4096; at += 4096) {
            assertEquals(Status.OK, kernel.call(Call.BIND, self, at, family.frame(), Family.WRITE));
            assertEquals(Status.OK, kernel.call(Call.BIND, self, at + far, family.frame(), Family.READ));
            kernel.user().store64(at, at);
            assertEquals(0, kernel.user().load64(at + far));
        }
    }

    /**
     * A number beyond memory leads behind the books' records: to memory that a program may have written itself, so that it looks
     * like the record of a frame of its own. What the number names then is a device's registers, or nothing.
     */
    @Test
    void aFrameIsKnownByTheBooksAndNotByWhatLooksLikeThem() {
        long list = Family.PAGE + 4096;
        family.map(self, list, Family.WRITE);
        long forged = family.map(self, Family.PAGE, Family.WRITE);
        long ownRecord = kernel.machine().memory().load64(kernel.books().recordOf(forged));
        for (int record = 0; record < 4096; record += FrameRecord.BYTES) {
            kernel.user().store64(Family.PAGE + record, ownRecord);
        }
        long number = ((forged << 12) - kernel.books().recordOf(0)) / FrameRecord.BYTES;
        assertTrue(number >= kernel.books().frameCount);
        for (long wrapped : new long[] {0, 1, 32}) {
            long frame = number + (wrapped << Long.SIZE - Long.numberOfTrailingZeros(FrameRecord.BYTES));
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.BIND, self, Family.PAGE + 8192, frame, Family.READ));
            kernel.user().store64(list, 1 | Family.READ << 32);
            kernel.user().store64(list + BatchEntry.VA, Family.PAGE + 8192);
            kernel.user().store64(list + BatchEntry.FRAME, frame);
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.BATCH, self, list, 1));
        }
    }

    @Test
    void strangersBindNothing() {
        long child = family.started("child", 20);
        long sibling = family.started("sibling", 20);
        family.run(child);
        long frame = family.frame();
        for (long environment : new long[] {self, sibling}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, environment, Family.PAGE, frame, Family.READ));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.UNBIND, environment, Family.PAGE));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.TABLE_GIVE, environment, frame));
        }
        for (long name : new long[] {0, -1, child + (1 << 16), child - (1 << 16), child | 1L << 63, 64, 0xffff}) {
            assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.BIND, name, Family.PAGE, frame, Family.READ));
        }
    }

    @Test
    void missingTablesAreAskedForOneMoreThanThereAreAndNothingIsTaken() {
        long child = family.child("child", 20);
        long frame = family.frame();
        for (int tables = 0; tables < 3 + LINK_FRAMES; tables++) {
            assertEquals(Status.NO_TABLE, kernel.call(Call.BIND, child, Family.PAGE, frame, Family.READ));
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        }
        assertEquals(Status.OK, kernel.call(Call.BIND, child, Family.PAGE, frame, Family.READ));
        assertEquals(Status.OK, kernel.call(Call.BIND, child, Family.PAGE + 4096, frame, Family.READ));
        for (int tables = 0; tables < 1 + LINK_FRAMES; tables++) {
            assertEquals(Status.NO_TABLE, kernel.call(Call.BIND, child, Family.PAGE + (2 << 20), frame, Family.READ));
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        }
        assertEquals(Status.OK, kernel.call(Call.BIND, child, Family.PAGE + (2 << 20), frame, Family.READ));
    }

    @Test
    void aTableMadeOfAUsedFrameIsCleared() {
        long frame = family.map(self, Family.PAGE, Family.WRITE);
        for (long at = 0; at < 4096; at += 8) {
            kernel.user().store64(Family.PAGE + at, 0x1000 | 7);
        }
        assertEquals(frame, kernel.call(Call.UNBIND, self, Family.PAGE));
        long child = family.started("child", 20);
        assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, frame));
        family.map(child, Family.PAGE, Family.READ);
        family.run(child);
        assertFalse(BootedKernel.permitted(() -> kernel.user().load8(Family.PAGE + 4096)));
    }
}
