package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.RingRecord;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** A packet ring is a frame of its owner's, cleared and pinned, until it or its owner ends. */
class RingsTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private static int index(long ring) {
        return Downloads.index(ring);
    }

    @Test
    void aRingsFrameIsClearedPinnedAndStaysBound() {
        long frame = family.map(self, Family.PAGE, Family.WRITE);
        kernel.user().store64(Family.PAGE + 4088, 7);
        long ring = kernel.call(Call.RING_BEGIN, frame);
        assertEquals(frame, kernel.books().ring32(index(ring), RingRecord.FRAME));
        assertEquals(0, kernel.user().load64(Family.PAGE + 4088));
        kernel.user().store64(Family.PAGE, 1);
        assertEquals(frame, kernel.call(Call.UNBIND, self, Family.PAGE));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(Status.OK, kernel.call(Call.RING_END, ring));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
    }

    @Test
    void aNameIsAsGoodAsItsRing() {
        long ring = kernel.call(Call.RING_BEGIN, family.frame());
        assertEquals(Status.OK, kernel.call(Call.RING_END, ring));
        long second = kernel.call(Call.RING_BEGIN, family.frame());
        assertEquals(index(ring), index(second));
        assertNotEquals(ring, second);
        for (long name : new long[] {ring, index(second), 0, -1, second + 1, second | 1L << 62, Limits.RINGS_MAXIMUM}) {
            assertEquals(Status.NO_SUCH_RING, kernel.call(Call.RING_END, name));
        }
    }

    @Test
    void onlyAnOrdinaryFrameOfOnesOwnBecomesARing() {
        long table = family.frame();
        kernel.call(Call.TABLE_GIVE, self, table);
        long child = family.started("child", 20);
        long childs = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, childs, child));
        for (long frame : new long[] {table, childs, kernel.books().rootOf(RawBooks.ROOT) >> 12, 1}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.RING_BEGIN, frame));
        }
        for (long frame : new long[] {0, -1, kernel.books().frameCount, Long.MIN_VALUE}) {
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.RING_BEGIN, frame));
        }
    }

    @Test
    void theRingsOfTheDeadAreGoneAndOthersStay() {
        long own = kernel.call(Call.RING_BEGIN, family.frame());
        long child = family.started("child", 20);
        family.run(child);
        long frame = family.frame();
        long first = kernel.call(Call.RING_BEGIN, frame);
        long second = kernel.call(Call.RING_BEGIN, frame);
        assertEquals(2, kernel.books().pins(frame));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.RING_END, own));
        kernel.call(Call.EXIT, 0);
        assertEquals(Status.NO_SUCH_RING, kernel.call(Call.RING_END, first));
        assertEquals(Status.NO_SUCH_RING, kernel.call(Call.RING_END, second));
        family.reap(child);
        assertEquals(FrameKind.FREE, kernel.books().kind(frame));
        assertEquals(Status.OK, kernel.call(Call.RING_END, own));
    }

    @Test
    void thereAreOnlySoManyRecords() {
        long frame = family.frame();
        for (int i = 1; i < Limits.RINGS_MAXIMUM; i++) {
            assertTrue(kernel.call(Call.RING_BEGIN, frame) > 0);
        }
        assertEquals(Status.NO_FREE_RING, kernel.call(Call.RING_BEGIN, frame));
    }
}
