package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Capability;
import exo.abi.CapabilityKind;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Repossession;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/**
 * What a frame held that is taken by force goes where its owner said: to the next capability of its backings that lets it
 * write, each used once, none that is worthless used at all; and every loss is told in the repossession vector.
 */
class BackingTest {
    private static final long AREA = Family.PAGE;
    private static final long BACKINGS = AREA + SaveArea.BACKINGS;
    private static final long FIRST = Family.PAGE + 16 * 4096;
    private static final long FRAMES_OF_CHILD = 120;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long child = family.started("child", FRAMES_OF_CHILD);
    private final int index = Family.index(child);
    private final long store = family.started("store", 60);
    /** What the store lets the child write to. */
    private final long[] backings = new long[6];

    BackingTest() {
        long[] words = new long[backings.length * Capability.BYTES / 8];
        family.run(store);
        family.map(store, AREA, Family.WRITE);
        for (int i = 0; i < backings.length; i++) {
            backings[i] = family.frame();
            make(backings[i], Family.WRITE, AREA + i * Capability.BYTES);
        }
        for (int i = 0; i < words.length; i++) {
            words[i] = kernel.user().load64(AREA + i * 8L);
        }
        family.run(child);
        assertEquals(Status.OK, kernel.call(Call.UPCALL, family.map(child, AREA, Family.WRITE), AREA, Family.ENTRY));
        for (int i = 0; i < words.length; i++) {
            kernel.user().store64(BACKINGS + i * 8L, words[i]);
        }
    }

    private void make(long frame, long rights, long place) {
        assertEquals(Status.OK, kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, rights, place));
    }

    private static long place(int slot) {
        return BACKINGS + (long) slot * Capability.BYTES;
    }

    /** Copies the words of a capability, as the current environment. */
    private void copy(int from, int to) {
        for (int at = 0; at < Capability.BYTES; at += 8) {
            kernel.user().store64(place(to) + at, kernel.user().load64(place(from) + at));
        }
    }

    private void clear(int slot) {
        for (int at = 0; at < Capability.BYTES; at += 8) {
            kernel.user().store64(place(slot) + at, 0);
        }
    }

    private long[] mapped(int count) {
        long[] frames = new long[count];
        for (int i = 0; i < count; i++) {
            frames[i] = family.map(child, FIRST + i * 4096L, Family.WRITE);
            kernel.user().store64(FIRST + i * 4096L, 1000 + frames[i]);
            kernel.user().store64(FIRST + i * 4096L + 4088, 2000 + frames[i]);
        }
        return frames;
    }

    private void take(long count) {
        family.run(self);
        long soon = kernel.machine().timer().now() + 1;
        assertEquals(Status.OK, kernel.call(Call.REVOKE, child, ResourceKind.FRAMES, count, soon));
        kernel.pass(1);
    }

    private long area(int field) {
        return kernel.machine().memory().load64(kernel.books().saveAreaOf(index) + field);
    }

    private long loss(int number, int field) {
        return area(SaveArea.REPOSSESSIONS + number % Limits.REPOSSESSION_VECTOR * Repossession.BYTES + field);
    }

    private void assertSaved(int number, long backing) {
        assertEquals(ResourceKind.FRAMES | 1L << 32, loss(number, Repossession.KIND));
        assertEquals(backing, loss(number, Repossession.BACKING));
        long lost = loss(number, Repossession.RESOURCE);
        assertEquals(FrameKind.FREE, kernel.books().kind(lost));
        assertEquals(1000 + lost, kernel.machine().memory().load64(backing * 4096));
        assertEquals(2000 + lost, kernel.machine().memory().load64(backing * 4096 + 4088));
    }

    private void assertLost(int number) {
        assertEquals(ResourceKind.FRAMES, loss(number, Repossession.KIND));
        assertEquals(0, loss(number, Repossession.BACKING));
        assertEquals(FrameKind.FREE, kernel.books().kind(loss(number, Repossession.RESOURCE)));
    }

    private void assertCleared(int slot) {
        for (int at = 0; at < Capability.BYTES; at += 8) {
            assertEquals(0, area(SaveArea.BACKINGS + slot * Capability.BYTES + at), "slot " + slot);
        }
    }

    @Test
    void contentsGoToTheBackingsInTheirOrderAndThenAreLost() {
        mapped(backings.length + 3);
        take(backings.length + 2);
        assertEquals(backings.length + 2, area(SaveArea.REPOSSESSION_COUNT));
        for (int i = 0; i < backings.length; i++) {
            assertSaved(i, backings[i]);
            assertCleared(i);
        }
        assertLost(backings.length);
        assertLost(backings.length + 1);
    }

    @Test
    void theStoreReadsWhatWasSavedAndGivesItBack() {
        long frame = mapped(1)[0];
        take(1);
        assertSaved(0, backings[0]);
        family.run(store);
        family.bind(store, FIRST, backings[0], Family.READ);
        assertEquals(1000 + frame, kernel.user().load64(FIRST));
    }

    @Test
    void whatIsWorthlessIsPassedOver() {
        mapped(5);
        kernel.user().store64(place(0) + 16, kernel.user().load64(place(0) + 16) ^ 1);
        kernel.user().store64(place(1), kernel.user().load64(place(1)) ^ 1L << 32);
        assertEquals(Status.OK, kernel.call(Call.CAP_RESTRICT, place(2), Family.READ, place(2)));
        for (int slot = 6; slot < 12; slot++) {
            kernel.user().store64(place(slot), -slot);
        }
        family.run(store);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, backings[3]));
        take(3);
        assertSaved(0, backings[4]);
        assertSaved(1, backings[5]);
        assertLost(2);
        for (int slot = 0; slot < 12; slot++) {
            assertCleared(slot);
        }
    }

    @Test
    void anyOfThePlacesWillDo() {
        copy(0, Limits.BACKINGS_MAXIMUM - 1);
        for (int slot = 0; slot < backings.length; slot++) {
            clear(slot);
        }
        mapped(2);
        take(1);
        assertSaved(0, backings[0]);
        assertCleared(Limits.BACKINGS_MAXIMUM - 1);
    }

    @Test
    void aFrameOfItsOwnServesUnlessItIsTheOneThatGoes() {
        for (int slot = 0; slot < backings.length; slot++) {
            clear(slot);
        }
        long kept = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, kept, 1));
        long[] frames = mapped(1);
        make(frames[0], Family.WRITE, place(0));
        make(kept, Family.WRITE, place(1));
        take(1);
        assertSaved(0, kept);
        assertCleared(0);
        assertEquals(index, kernel.books().owner(kept));
    }

    @Test
    void theVectorGoesRoundAndItsCountGoesOn() {
        mapped(40);
        take(37);
        assertEquals(37, area(SaveArea.REPOSSESSION_COUNT));
        for (int number = 37 - Limits.REPOSSESSION_VECTOR; number < 37; number++) {
            if (number < backings.length) {
                assertSaved(number, backings[number]);
            } else {
                assertLost(number);
            }
        }
    }

    @Test
    void howeverManyWorthlessOnesThereAreTheFrameGoes() {
        long[] frames = mapped(3);
        for (int slot = 0; slot < Limits.BACKINGS_MAXIMUM; slot++) {
            kernel.user().store64(place(slot), -1 - slot);
        }
        take(3);
        for (long frame : frames) {
            assertEquals(FrameKind.FREE, kernel.books().kind(frame));
        }
        for (int slot = 0; slot < Limits.BACKINGS_MAXIMUM; slot++) {
            assertCleared(slot);
        }
        assertTrue(area(SaveArea.REPOSSESSION_COUNT) == 3);
    }

    @Test
    void withoutASaveAreaNothingIsSavedOrTold() {
        assertEquals(Status.OK, kernel.call(Call.UPCALL, Limits.NO_FRAME, 0, 0));
        mapped(2);
        take(2);
        assertEquals(2, kernel.books().environment64(index, EnvironmentRecord.LOSSES));
        for (long backing : backings) {
            assertEquals(0, kernel.machine().memory().load64(backing * 4096));
        }
    }
}
