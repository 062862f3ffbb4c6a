package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.abi.Call;
import exo.abi.FrameInfo;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** Frames in a row are had all or none, each as if it had been asked for alone. */
class FrameRangeTest {
    private static final int MAXIMUM = Limits.FRAMES_IN_RANGE_MAXIMUM;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    /** The first of so many free frames that follow each other, as anybody finds it who reads the books. */
    private long freeRun(int length) {
        int found = 0;
        for (long frame = 1; frame < kernel.books().frameCount; frame++) {
            found = kernel.books().kind(frame) == FrameKind.FREE ? found + 1 : 0;
            if (found == length) {
                return frame - length + 1;
            }
        }
        throw new AssertionError("memory is in pieces");
    }

    private long allocate(long first, long count) {
        return kernel.call(Call.FRAME_ALLOC_RANGE, first, count);
    }

    @Test
    void eachOfTheRangeIsTheCallersAndCleared() {
        long first = freeRun(MAXIMUM);
        for (int i = 0; i < MAXIMUM; i++) {
            assertEquals(first + i, kernel.call(Call.FRAME_ALLOC, first + i));
            family.bind(self, Family.PAGE, first + i, Family.WRITE);
            kernel.user().store64(Family.PAGE + 8 * i, -1);
            kernel.call(Call.UNBIND, self, Family.PAGE);
            assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, first + i));
        }
        long before = family.freeFrames();
        assertEquals(Status.OK, allocate(first, MAXIMUM));
        assertEquals(before - MAXIMUM, family.freeFrames());
        for (int i = 0; i < MAXIMUM; i++) {
            long info = kernel.call(Call.FRAME_INFO, first + i);
            assertEquals(FrameKind.ORDINARY, info >>> FrameInfo.KIND_SHIFT & 0xff);
            assertEquals(RawBooks.ROOT, info & 0xffff_ffffL);
            family.bind(self, Family.PAGE, first + i, Family.READ);
            assertEquals(0, kernel.user().load64(Family.PAGE + 8 * i));
            kernel.call(Call.UNBIND, self, Family.PAGE);
        }
    }

    @Test
    void oneThatIsNotFreeAnywhereInItIsEnoughForNone() {
        long first = freeRun(MAXIMUM);
        for (int taken = 0; taken < MAXIMUM; taken++) {
            assertEquals(first + taken, kernel.call(Call.FRAME_ALLOC, first + taken));
            assertEquals(Status.NO_FREE_FRAME, allocate(first, MAXIMUM));
            assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, first + taken));
        }
        assertEquals(Status.OK, allocate(first, MAXIMUM));
    }

    @Test
    void rangesWithoutMemoryAreRefused() {
        long end = kernel.books().frameCount;
        for (long first : new long[] {0, -1, -2, end, end - 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, 1,
            kernel.books().kernelStart() / Limits.BYTES_IN_FRAME}) {
            assertEquals(Status.NO_SUCH_FRAME, allocate(first, 2), Long.toHexString(first));
        }
    }

    @Test
    void theCountIsBounded() {
        long first = freeRun(MAXIMUM + 1);
        for (long count : new long[] {0, -1, MAXIMUM + 1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 32) + 1}) {
            assertEquals(Status.BAD_ARGUMENT, allocate(first, count));
        }
        assertEquals(Status.OK, allocate(first, 1));
    }

    @Test
    void theLimitHoldsForTheWholeRange() {
        family.run(family.started("child", 2 + 5));
        long first = freeRun(MAXIMUM);
        assertEquals(Status.OVER_LIMIT, allocate(first, 6));
        assertEquals(Status.OK, allocate(first, 5));
        assertEquals(Status.OVER_LIMIT, allocate(first + 5, 1));
    }
}
