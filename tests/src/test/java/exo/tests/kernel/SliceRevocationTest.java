package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Repossession;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** Slices are asked back as frames are; the last SLICES_GUARANTEED stay, so that who lost them can still do something. */
class SliceRevocationTest {
    private static final int SLICES = ResourceKind.SLICES;
    private static final int FIRST = 50;
    private static final int COUNT = 6;
    private static final long LATER = 1000;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long child = family.childIn(0, "child");
    private final int index = Family.index(child);

    SliceRevocationTest() {
        family.start(child);
        for (int position = FIRST; position < FIRST + COUNT; position++) {
            assertEquals(Status.OK, kernel.call(Call.SLICE_GIVE, position, child));
        }
    }

    private void revoke(int kind, long count) {
        assertEquals(Status.OK, kernel.call(Call.REVOKE, child, kind, count, kernel.machine().timer().now() + LATER));
    }

    private long field(int field) {
        return kernel.books().environment64(index, field);
    }

    private long held() {
        return kernel.books().environment32(index, EnvironmentRecord.SLICES_HELD);
    }

    @Test
    void whatIsMissingIsTakenAndIsFree() {
        revoke(SLICES, 2);
        kernel.pass(LATER - 1);
        assertEquals(COUNT, held());
        long charged = kernel.books().used(RawBooks.ROOT, SLICES);
        kernel.pass(1);
        assertEquals(COUNT - 2, held());
        assertEquals(charged - 2, kernel.books().used(RawBooks.ROOT, SLICES));
        assertEquals(2, field(EnvironmentRecord.LOSSES));
        assertEquals(0, field(EnvironmentRecord.REVOCATION_DEADLINE));
        long position = kernel.call(Call.SLICE_ALLOC, Limits.ANY_SLICE);
        assertTrue(position >= FIRST && position < FIRST + COUNT);
    }

    @Test
    void theLastStaysAndTheRestLapses() {
        revoke(SLICES, 100);
        kernel.pass(LATER);
        assertEquals(Limits.SLICES_GUARANTEED, held());
        assertEquals(COUNT - Limits.SLICES_GUARANTEED, field(EnvironmentRecord.LOSSES));
        assertEquals(0, kernel.books().environment32(index, EnvironmentRecord.SLICES_ASKED));
        assertEquals(EnvironmentState.RUNNABLE, kernel.books().state(index));
        revoke(SLICES, 1);
        kernel.pass(LATER);
        assertEquals(Limits.SLICES_GUARANTEED, held());
    }

    @Test
    void lossesAreToldByPosition() {
        family.run(child);
        long area = family.frame();
        assertEquals(Status.OK, kernel.call(Call.UPCALL, area, Family.PAGE, Family.ENTRY));
        family.run(self);
        revoke(SLICES, 2);
        kernel.pass(LATER);
        long at = area * Limits.BYTES_IN_FRAME;
        assertEquals(2, kernel.machine().memory().load64(at + SaveArea.REPOSSESSION_COUNT));
        for (int i = 0; i < 2; i++) {
            long loss = at + SaveArea.REPOSSESSIONS + (long) i * Repossession.BYTES;
            assertEquals(SLICES, kernel.machine().memory().load64(loss + Repossession.KIND));
            assertEquals(0, kernel.machine().memory().load64(loss + Repossession.BACKING));
            int position = (int) kernel.machine().memory().load64(loss + Repossession.RESOURCE);
            assertEquals(0, kernel.books().sliceOwner(position));
        }
        long pending = kernel.books().environment32(index, EnvironmentRecord.EVENTS_PENDING);
        assertEquals(Event.REVOCATION | Event.REPOSSESSION, pending & (Event.REVOCATION | Event.REPOSSESSION));
    }

    @Test
    void whatIsFreedOrGivenInTimeCounts() {
        revoke(SLICES, 2);
        family.run(child);
        assertEquals(Status.OK, kernel.call(Call.SLICE_FREE, FIRST + 3));
        assertEquals(1, kernel.books().environment32(index, EnvironmentRecord.SLICES_ASKED));
        assertEquals(Status.OK, kernel.call(Call.SLICE_GIVE, FIRST + 1, self));
        assertEquals(0, field(EnvironmentRecord.REVOCATION_DEADLINE));
        family.run(self);
        kernel.pass(2 * LATER);
        assertEquals(COUNT - 2, held());
        assertEquals(0, field(EnvironmentRecord.LOSSES));
    }

    @Test
    void framesAndSlicesAskedForTogetherAreTakenTogether() {
        family.run(child);
        long frame = family.frame();
        family.run(self);
        revoke(SLICES, 1);
        revoke(ResourceKind.FRAMES, 1);
        family.run(child);
        assertEquals(Status.OK, kernel.call(Call.SLICE_FREE, FIRST));
        assertTrue(field(EnvironmentRecord.REVOCATION_DEADLINE) != 0, "a frame is still asked for");
        family.run(self);
        kernel.pass(LATER);
        assertEquals(0, kernel.books().owner(frame));
        assertEquals(COUNT - 1, held());
        assertEquals(1, field(EnvironmentRecord.LOSSES));
    }
}
