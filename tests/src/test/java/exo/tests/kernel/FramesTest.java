package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.FrameInfo;
import exo.abi.FrameKind;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Status;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Frames have one owner, are cleared when they are given out, count against a limit, and come back whole. */
class FramesTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private int kindOf(long frame) {
        return (int) (kernel.call(Call.FRAME_INFO, frame) >>> FrameInfo.KIND_SHIFT & 0xff);
    }

    @Test
    void anAllocatedFrameIsTheCallersAndIsTakenFromTheFreeOnes() {
        long before = family.freeFrames();
        long frame = family.frame();
        assertEquals(before - 1, family.freeFrames());
        assertEquals(FrameKind.ORDINARY, kindOf(frame));
        assertEquals(RawBooks.ROOT, kernel.call(Call.FRAME_INFO, frame) & 0xffff_ffffL);
        assertEquals(Status.NO_FREE_FRAME, kernel.call(Call.FRAME_ALLOC, frame));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(FrameKind.FREE, kindOf(frame));
        assertEquals(frame, kernel.call(Call.FRAME_ALLOC, frame));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(before, family.freeFrames());
    }

    @Test
    void allMemoryCanBeHeldAndGivenBackInAnyOrder() {
        kernel.audits(false);
        long before = family.freeFrames();
        Set<Long> frames = new HashSet<>();
        long frame = kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        while (frame >= 0) {
            assertTrue(frames.add(frame), "given out twice: " + frame);
            frame = kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        }
        assertEquals(before, frames.size());
        assertTrue(frame == Status.NO_FREE_FRAME || frame == Status.OVER_LIMIT);
        kernel.check();
        for (long one : frames) {
            assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, one));
        }
        kernel.check();
        assertEquals(before, family.freeFrames());
    }

    @Test
    void aFrameGivenOutAgainIsCleared() {
        long frame = family.map(self, Family.PAGE, Family.WRITE);
        for (long at = 0; at < Limits.BYTES_IN_FRAME; at += 8) {
            kernel.user().store64(Family.PAGE + at, -1);
        }
        assertEquals(frame, kernel.call(Call.UNBIND, self, Family.PAGE));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(frame, kernel.call(Call.FRAME_ALLOC, frame));
        long child = family.started("next", 8);
        family.bind(child, Family.PAGE, frame, Family.READ);
        family.run(child);
        for (long at = 0; at < Limits.BYTES_IN_FRAME; at += 8) {
            assertEquals(0, kernel.user().load64(Family.PAGE + at));
        }
    }

    @Test
    void numbersThatAreNoFrameAreRefused() {
        long end = kernel.books().frameCount;
        for (long frame : new long[] {0, -2, end, end + 1, 1L << 32 | 500, 1L << 52, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.FRAME_ALLOC, frame), Long.toHexString(frame));
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.FRAME_FREE, frame));
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.FRAME_INFO, frame));
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.TABLE_GIVE, self, frame));
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.BIND, self, Family.PAGE, frame, Family.READ));
        }
        assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.FRAME_FREE, Limits.ANY_FRAME));
    }

    @Test
    void aFrameThatServesOrIsBoundStaysWhereItIs() {
        long child = family.child("child", 10);
        long bound = family.map(self, Family.PAGE, Family.READ);
        long pinned = family.frame();
        assertEquals(Status.OK, kernel.call(Call.UPCALL, pinned, 0, Family.ENTRY));
        long archive = kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME);
        for (long frame : new long[] {bound, pinned, archive, kernel.books().rootOf(1) >> 12,
            kernel.books().contextOf(1) >> 12}) {
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_GIVE, frame, child));
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.TABLE_GIVE, self, frame));
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.ENV_CREATE, frame, family.frame(), 0, 'a', 0));
        }
        assertEquals(Status.OK, kernel.call(Call.UPCALL, Limits.NO_FRAME, 0, 0));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, pinned));
    }

    @Test
    void framesOfOthersAreOutOfReach() {
        long child = family.started("child", 10);
        long mine = family.frame();
        long its = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, its, child));
        for (long frame : new long[] {its, kernel.books().rootOf(Family.index(child)) >> 12, 1, 256}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_FREE, frame));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GIVE, frame, child));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, self, Family.PAGE, frame, Family.READ));
        }
        family.run(child);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_FREE, mine));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, child, Family.PAGE, mine, Family.READ));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, child, Family.PAGE,
                kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME), Family.READ));
    }

    @Test
    void aFrameGoesUpAndDownTheTreeWithItsContentsAndNotSideways() {
        long child = family.started("child", 10);
        long sibling = family.started("sibling", 10);
        long frame = family.map(self, Family.PAGE, Family.WRITE);
        kernel.user().store64(Family.PAGE, 99);
        kernel.call(Call.UNBIND, self, Family.PAGE);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GIVE, frame, self));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, child));
        for (int i = 0; i < 3; i++) {
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        }
        family.run(child);
        family.bind(child, Family.PAGE, frame, Family.READ);
        assertEquals(99, kernel.user().load64(Family.PAGE));
        kernel.call(Call.UNBIND, child, Family.PAGE);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GIVE, frame, sibling));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, self));
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
    }

    @Test
    void aLimitHoldsForAllWaysToGetAFrame() {
        long child = family.started("child", 3);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, family.frame(), child));
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_GIVE, family.frame(), child));
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        family.run(child);
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
    }

    @Test
    void bindingsAreCountedInTheInformation() {
        long frame = family.frame();
        for (int i = 1; i <= 5; i++) {
            family.bind(self, Family.PAGE + i * 4096L, frame, Family.READ);
            assertEquals(i, kernel.call(Call.FRAME_INFO, frame) >>> FrameInfo.BINDINGS_SHIFT);
        }
    }
}
