package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.Context;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.RevocationRequest;
import exo.abi.SaveArea;
import exo.abi.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What is asked back is told at once; what is given in time is the giver's choice; what is missing at the deadline is taken,
 * exactly that, from whoever shows it, but never what was guaranteed, nor what the environment cannot be without.
 */
class RevocationTest {
    private static final int FRAMES = ResourceKind.FRAMES;
    private static final long AREA = Family.PAGE;
    private static final long FIRST = Family.PAGE + 16 * 4096;
    private static final long LATER = 1000;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long child = family.started("child", 200);
    private final int index = Family.index(child);

    private long now() {
        return kernel.machine().timer().now();
    }

    private long field(int field) {
        return kernel.books().environment64(index, field);
    }

    private long asked() {
        return kernel.books().environment32(index, EnvironmentRecord.FRAMES_ASKED);
    }

    private boolean pending(int event) {
        return (kernel.books().environment32(index, EnvironmentRecord.EVENTS_PENDING) & event) != 0;
    }

    private void revoke(long count, long deadline) {
        assertEquals(Status.OK, kernel.call(Call.REVOKE, child, FRAMES, count, deadline));
    }

    /** The child maps so many frames of its own from {@link #FIRST} on; the current environment is the root again after. */
    private long[] mapped(int count) {
        family.run(child);
        long[] frames = new long[count];
        for (int i = 0; i < count; i++) {
            frames[i] = family.map(child, FIRST + i * 4096L, Family.WRITE);
            kernel.user().store64(FIRST + i * 4096L, frames[i]);
        }
        family.run(self);
        return frames;
    }

    private long area() {
        family.run(child);
        long frame = family.map(child, AREA, Family.WRITE);
        assertEquals(Status.OK, kernel.call(Call.UPCALL, frame, AREA, Family.ENTRY));
        family.run(self);
        return frame;
    }

    private long area(int field) {
        return kernel.machine().memory().load64(kernel.books().saveAreaOf(index) + field);
    }

    private int owned(long[] frames) {
        int count = 0;
        for (long frame : frames) {
            count += kernel.books().owner(frame) == index ? 1 : 0;
        }
        return count;
    }

    @Test
    void aRequestIsCountedToldAndWritten() {
        area();
        long deadline = now() + LATER;
        revoke(3, deadline);
        assertEquals(3, asked());
        assertEquals(deadline, field(EnvironmentRecord.REVOCATION_DEADLINE));
        assertTrue(pending(Event.REVOCATION));
        assertEquals(1, area(SaveArea.REVOCATION_COUNT));
        assertEquals(FRAMES, area(SaveArea.REVOCATIONS + RevocationRequest.KIND));
        assertEquals(3, area(SaveArea.REVOCATIONS + RevocationRequest.COUNT));
        assertEquals(deadline, area(SaveArea.REVOCATIONS + RevocationRequest.DEADLINE_CYCLES));
    }

    @Test
    void requestsAddUpAndTheEarliestDeadlineHolds() {
        area();
        long deadline = now() + LATER;
        revoke(1, deadline + 5);
        revoke(2, deadline);
        revoke(4, deadline + 9);
        assertEquals(7, asked());
        assertEquals(deadline, field(EnvironmentRecord.REVOCATION_DEADLINE));
        revoke(Long.MAX_VALUE, deadline);
        revoke(Long.MAX_VALUE, deadline);
        assertEquals(0xffff_ffffL, asked());
        for (int i = 5; i < Limits.REVOCATION_RING + 2; i++) {
            revoke(100 + i, deadline);
        }
        assertEquals(Limits.REVOCATION_RING + 2, area(SaveArea.REVOCATION_COUNT));
        assertEquals(100 + Limits.REVOCATION_RING + 1,
                area(SaveArea.REVOCATIONS + RevocationRequest.BYTES + RevocationRequest.COUNT));
    }

    @Test
    void deadlinesOfManyAreKeptEachInItsTurn() {
        long[] children = {child, family.started("second", 10), family.started("third", 10), family.started("fourth", 10)};
        long[] later = {900, 300, 600, 1200};
        for (int i = 0; i < children.length; i++) {
            assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, family.frame(), children[i]));
            assertEquals(Status.OK, kernel.call(Call.REVOKE, children[i], FRAMES, 1, now() + later[i]));
        }
        for (int time = 0; time < 4; time++) {
            kernel.pass(299);
            assertEquals(time, lost(children));
            kernel.pass(1);
            assertEquals(time + 1, lost(children));
        }
    }

    private long lost(long[] names) {
        return Arrays.stream(names).filter(name -> kernel.books().environment64(Family.index(name), EnvironmentRecord.LOSSES)
                != 0).count();
    }

    @Test
    void aCountSpoiltByTheProgramSpoilsNoMore() {
        area();
        family.run(child);
        for (long count : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60 | 5}) {
            family.run(child);
            kernel.user().store64(AREA + SaveArea.REVOCATION_COUNT, count);
            kernel.user().store64(AREA + SaveArea.REPOSSESSION_COUNT, count);
            family.run(self);
            revoke(1, now() + 1);
            kernel.pass(1);
            assertEquals(count + 1, area(SaveArea.REVOCATION_COUNT));
        }
    }

    @Test
    void whatIsGivenInTimeIsNotTaken() {
        long[] frames = mapped(6);
        revoke(3, now() + LATER);
        family.run(child);
        for (int i = 2; i < 4; i++) {
            kernel.call(Call.UNBIND, child, FIRST + i * 4096L);
            assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frames[i]));
        }
        assertEquals(1, asked());
        kernel.call(Call.UNBIND, child, FIRST);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frames[0], self));
        assertEquals(0, asked());
        assertEquals(0, field(EnvironmentRecord.REVOCATION_DEADLINE));
        family.run(self);
        kernel.pass(2 * LATER);
        assertEquals(3, owned(frames));
        assertEquals(0, field(EnvironmentRecord.LOSSES));
        assertFalse(pending(Event.REPOSSESSION));
    }

    @Test
    void whatIsMissingIsTakenAtTheDeadlineAndNotBefore() {
        long[] frames = mapped(6);
        long free = family.freeFrames();
        revoke(2, now() + LATER);
        kernel.pass(LATER - 1);
        assertEquals(6, owned(frames));
        kernel.pass(1);
        assertEquals(4, owned(frames));
        assertEquals(free + 2, family.freeFrames());
        assertEquals(2, field(EnvironmentRecord.LOSSES));
        assertEquals(0, asked());
        assertEquals(0, field(EnvironmentRecord.REVOCATION_DEADLINE));
        assertTrue(pending(Event.REPOSSESSION));
        family.run(child);
        for (int i = 0; i < frames.length; i++) {
            long va = FIRST + i * 4096L;
            boolean stays = kernel.books().owner(frames[i]) == index;
            assertEquals(stays, BootedKernel.permitted(() -> kernel.user().load64(va)));
        }
        assertEquals(EnvironmentState.RUNNABLE, kernel.books().state(index));
    }

    @Test
    void theRunningEnvironmentLosesFramesUnderItsHands() {
        long[] frames = mapped(3);
        revoke(100, now() + LATER);
        family.run(child);
        assertEquals(frames[0], kernel.user().load64(FIRST));
        kernel.pass(LATER);
        if (kernel.current() != index) {
            family.run(child);
        }
        for (int i = 0; i < frames.length; i++) {
            long va = FIRST + i * 4096L;
            assertFalse(BootedKernel.permitted(() -> kernel.user().load64(va)));
        }
    }

    @Test
    void whatOthersShowOfItIsUnboundToo() {
        long frame = mapped(1)[0];
        family.run(child);
        long grandchild = family.started("grandchild", 20);
        family.bind(grandchild, FIRST, frame, Family.READ);
        family.run(grandchild);
        assertEquals(frame, kernel.user().load64(FIRST));
        family.run(self);
        revoke(200, now() + LATER);
        kernel.pass(LATER);
        assertEquals(FrameKind.FREE, kernel.books().kind(frame));
        family.run(grandchild);
        assertFalse(BootedKernel.permitted(() -> kernel.user().load64(FIRST)));
    }

    @Test
    void whatItCannotBeWithoutAndWhatIsGuaranteedStaysAndTheRestLapses() {
        long area = area();
        long[] frames = mapped(Limits.GUARANTEED_FRAMES_MAXIMUM + 4);
        family.run(child);
        for (int i = 0; i < Limits.GUARANTEED_FRAMES_MAXIMUM; i++) {
            assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, frames[i], 1));
        }
        family.run(self);
        revoke(1000, now() + LATER);
        kernel.pass(LATER);
        assertEquals(Limits.GUARANTEED_FRAMES_MAXIMUM, owned(frames));
        assertEquals(4, field(EnvironmentRecord.LOSSES));
        assertEquals(0, asked());
        assertEquals(area * Limits.BYTES_IN_FRAME, kernel.books().saveAreaOf(index));
        family.run(child);
        assertEquals(frames[0], kernel.user().load64(FIRST));
        kernel.user().store64(AREA + 3072, 1);
        kernel.trap(3);
        assertEquals(index, kernel.current(), "it still takes its exceptions");
    }

    @Test
    void theAccountIsChargedForIsNoMoreSoThatItsLimitCanBeReclaimed() {
        mapped(5);
        long account = family.accountOf(child);
        int record = Family.index(account);
        long room = kernel.books().limit(record, FRAMES) - kernel.books().used(record, FRAMES);
        assertEquals(Status.ACCOUNT_BUSY, kernel.call(Call.ACCOUNT_RECLAIM, account, FRAMES, room + 5));
        revoke(5, now() + LATER);
        kernel.pass(LATER);
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_RECLAIM, account, FRAMES, room + 5));
    }

    @Test
    void whoHasEndedIsAskedNothing() {
        mapped(3);
        revoke(2, now() + LATER);
        family.end(child);
        assertEquals(0, asked());
        assertEquals(0, field(EnvironmentRecord.REVOCATION_DEADLINE));
        long free = family.freeFrames();
        kernel.pass(LATER);
        assertEquals(free, family.freeFrames());
        family.reap(child);
    }

    @Test
    void aDeadlineThatIsOverIsKeptAtOnce() {
        long[] frames = mapped(2);
        kernel.pass(LATER);
        revoke(1, 1);
        assertEquals(1, asked(), "the call itself takes nothing");
        kernel.interrupts();
        assertEquals(1, owned(frames));
    }

    @Test
    void anIdleMachineWakesForADeadline() {
        long[] frames = mapped(2);
        revoke(1, now() + LATER);
        family.run(child);
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertEquals(0, kernel.current());
        kernel.pass(LATER);
        assertEquals(1, owned(frames));
        assertEquals(0, kernel.current());
        kernel.type("x");
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Event.CONSOLE_INPUT, kernel.register(Context.RAX));
    }

    @Test
    void aStoppedOneIsAskedAsAnyOther() {
        long[] frames = mapped(2);
        assertEquals(Status.OK, kernel.call(Call.ENV_GUARD, child, 1));
        family.run(child);
        kernel.trap(6);
        revoke(1, now() + LATER);
        kernel.pass(LATER);
        assertEquals(1, owned(frames));
        assertEquals(EnvironmentState.STOPPED, kernel.books().state(index));
    }

    // ---- rounds ------------------------------------------------------------------------------------------------------

    @Test
    void manyAreTakenInRoundsThatAreBounded() {
        long[] frames = mapped(100);
        revoke(100, now() + 1);
        kernel.machine().timer().advance(1);
        int owned = 100;
        int rounds = 0;
        while (owned > 0) {
            assertTrue(kernel.interrupt() >= 0, "nothing is due any more, and " + owned + " are left");
            int left = owned(frames);
            assertTrue(owned - left <= Limits.REAP_BATCH && left < owned);
            owned = left;
            rounds++;
        }
        assertTrue(rounds > 1);
        assertEquals(100, field(EnvironmentRecord.LOSSES));
        kernel.interrupts();
        family.end(child);
        family.reap(child);
    }

    /** A frame that is bound more often than a round can break is nobody's while it goes: it cannot be bound again. */
    @Test
    void rebindingDoesNotKeepAFrame() {
        long frame = mapped(1)[0];
        family.run(child);
        kernel.audits(false);
        for (int i = 1; i < 300; i++) {
            family.bind(child, FIRST + i * 4096L, frame, Family.READ);
        }
        kernel.audits(true);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, family.map(child, AREA, Family.WRITE), 1));
        assertEquals(Status.OK, kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, Family.READ, AREA));
        family.run(self);
        revoke(200, now() + 1);
        kernel.machine().timer().advance(1);
        long left = 300;
        while (left > 0) {
            assertTrue(kernel.interrupt() >= 0);
            long now = kernel.books().bindings(frame);
            assertTrue(now < left && left - now <= Limits.REAP_BATCH, left + " then " + now);
            left = now;
            if (left > 0) {
                assertEquals(frame, kernel.books().leavingFrame());
                family.run(child);
                assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, child, AREA - 4096, frame, Family.READ));
                assertEquals(Status.BAD_CAPABILITY, kernel.call(Call.CAP_BIND, child, AREA - 4096, AREA, Family.READ));
                assertEquals(Status.NOT_YOURS, kernel.call(Call.PROTECT, child, FIRST, Family.EXECUTE));
                assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_FREE, frame));
                assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_BREAK, frame));
                assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GIVE, frame, self));
                assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_GUARANTEE, frame, 1));
                assertEquals(Status.NO_FREE_FRAME, kernel.call(Call.FRAME_ALLOC, frame));
                family.run(self);
            }
        }
        kernel.interrupts();
        assertEquals(FrameKind.FREE, kernel.books().kind(frame));
    }

    @Test
    void aFrameThatIsLeavingIsFreedThoughItsOwnerEndsMeanwhile() {
        long frame = mapped(1)[0];
        family.run(child);
        kernel.audits(false);
        for (int i = 1; i < 200; i++) {
            family.bind(child, FIRST + i * 4096L, frame, Family.READ);
        }
        kernel.audits(true);
        family.run(self);
        revoke(1, now() + 1);
        kernel.machine().timer().advance(1);
        kernel.interrupt();
        assertEquals(frame, kernel.books().leavingFrame());
        family.end(child);
        family.reap(child);
        kernel.interrupts();
        assertEquals(FrameKind.FREE, kernel.books().kind(frame));
        assertEquals(0, kernel.books().leavingFrame());
    }

    // ---- who may -----------------------------------------------------------------------------------------------------

    @Test
    void parentsAskAndWhoeverSpendsFromAnAccountAboveAndNobodyElse() {
        long sibling = family.started("sibling", 20);
        family.run(child);
        long grandchild = family.started("grandchild", 20);
        long sharing = family.childIn(0, "sharing");
        family.run(grandchild);
        for (long name : new long[] {self, child, sibling, grandchild, sharing}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.REVOKE, name, FRAMES, 1, LATER));
        }
        family.run(child);
        for (long name : new long[] {grandchild, sharing}) {
            assertEquals(Status.OK, kernel.call(Call.REVOKE, name, FRAMES, 1, now() + LATER));
        }
        family.run(self);
        for (long name : new long[] {child, grandchild, sharing, sibling}) {
            assertEquals(Status.OK, kernel.call(Call.REVOKE, name, FRAMES, 1, now() + LATER));
        }
    }

    @Test
    void argumentsAreChecked() {
        for (long kind : new long[] {ResourceKind.ENVIRONMENTS, ResourceKind.ACCOUNTS, 4, -1, 1L << 32}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.REVOKE, child, kind, 1, LATER));
        }
        for (long number : new long[] {0, -1, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.REVOKE, child, FRAMES, number, LATER));
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.REVOKE, child, FRAMES, 1, number));
        }
        revoke(1, Long.MAX_VALUE);
        kernel.pass(1L << 50);
        assertEquals(1, asked());
    }
}
