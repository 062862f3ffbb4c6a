package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/**
 * A guarded child that raises an exception that it cannot take stops there, silently; its parent learns which and where,
 * and lets it go on, there or elsewhere, or ends it. Without a guard it ends, as ever.
 */
class GuardTest {
    private static final long FAULT_ADDRESS = 0x1234_5000L;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long child = family.started("child", 60);
    private final int index = Family.index(child);

    private void guard(long on) {
        assertEquals(Status.OK, kernel.call(Call.ENV_GUARD, child, on));
    }

    private void stop() {
        family.run(child);
        kernel.register(Context.RBX, 0xb0b);
        kernel.register(Context.RIP, Family.ENTRY + 16);
        kernel.trap(Trap.PAGE_FAULT, Trap.FAULT_USER | Trap.FAULT_WRITE, FAULT_ADDRESS);
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    private boolean told() {
        long pending = kernel.books().environment32(RawBooks.ROOT, EnvironmentRecord.EVENTS_PENDING);
        return (pending & Event.CHILD_STOPPED) != 0;
    }

    @Test
    void itStopsAndItsRecordTellsTheException() {
        guard(1);
        String before = kernel.console();
        stop();
        assertEquals(EnvironmentState.STOPPED, kernel.books().state(index));
        assertTrue(told());
        assertEquals(before, kernel.console(), "a report was printed");
        assertEquals(Trap.PAGE_FAULT, kernel.books().environment32(index, EnvironmentRecord.FAULT_VECTOR));
        assertEquals(Trap.FAULT_USER | Trap.FAULT_WRITE,
                kernel.books().environment64(index, EnvironmentRecord.FAULT_ERROR_CODE));
        assertEquals(FAULT_ADDRESS, kernel.books().environment64(index, EnvironmentRecord.FAULT_ADDRESS));
        assertEquals(Family.ENTRY + 16, kernel.books().environment64(index, EnvironmentRecord.FAULT_INSTRUCTION));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.YIELD, child));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_RESULT, child));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_REAP, child));
    }

    /** What the processor still has of the last fault's address was perhaps another's. */
    @Test
    void onlyAPageFaultHasAnAddress() {
        guard(1);
        family.run(child);
        kernel.trap(Trap.INVALID_OPCODE, 0, FAULT_ADDRESS);
        assertEquals(EnvironmentState.STOPPED, kernel.books().state(index));
        assertEquals(0, kernel.books().environment64(index, EnvironmentRecord.FAULT_ADDRESS));
    }

    @Test
    void itGoesOnWhereItWasWithTheRegistersThatItHad() {
        guard(1);
        stop();
        assertEquals(Status.OK, kernel.call(Call.ENV_RESUME, child, 0));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_RESUME, child, 0));
        family.run(child);
        assertEquals(Family.ENTRY + 16, kernel.register(Context.RIP));
        assertEquals(0xb0b, kernel.register(Context.RBX));
    }

    @Test
    void itGoesOnElsewhereIfItsParentSaysSo() {
        guard(1);
        stop();
        for (long va : new long[] {1, Limits.USER_START - 1, Limits.USER_END, 1L << 47, -1, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.ENV_RESUME, child, va));
        }
        assertEquals(Status.OK, kernel.call(Call.ENV_RESUME, child, Limits.USER_END - 1));
        family.run(child);
        assertEquals(Limits.USER_END - 1, kernel.register(Context.RIP));
        assertEquals(0xb0b, kernel.register(Context.RBX));
    }

    @Test
    void whileItIsStoppedItsParentDealsWithItAsBefore() {
        guard(1);
        stop();
        long frame = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, child));
        family.bind(child, Family.PAGE, frame, Family.WRITE);
        assertEquals(Status.OK, kernel.call(Call.ENV_RESUME, child, 0));
        family.run(child);
        kernel.user().store64(Family.PAGE, 1);
    }

    @Test
    void aStoppedChildIsEndedAndReaped() {
        guard(1);
        stop();
        assertEquals(Status.OK, kernel.call(Call.ENV_END, child, 9));
        assertEquals(9 | Reason.ENDED << EnvironmentResult.REASON_SHIFT,
                kernel.call(Call.ENV_RESULT, child) & 0xffff);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_RESUME, child, 0));
        family.reap(child);
    }

    @Test
    void withoutAGuardItEnds() {
        guard(1);
        guard(0);
        stop();
        assertEquals(EnvironmentState.ENDED, kernel.books().state(index));
        assertEquals(139 | Reason.FAULT << EnvironmentResult.REASON_SHIFT | Trap.PAGE_FAULT << EnvironmentResult.VECTOR_SHIFT,
                kernel.call(Call.ENV_RESULT, child));
    }

    @Test
    void whatItsOwnHandlerTakesDoesNotStopIt() {
        guard(1);
        family.run(child);
        long area = family.frame();
        assertEquals(Status.OK, kernel.call(Call.UPCALL, area, Family.PAGE, Family.ENTRY));
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(index, kernel.current());
        assertEquals(1, kernel.machine().memory().load64(area * Limits.BYTES_IN_FRAME + SaveArea.IN_USE));
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(EnvironmentState.STOPPED, kernel.books().state(index), "the handler was at work");
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    /** An upcall would put registers where the parent is told that there are those of the exception. */
    @Test
    void noUpcallDisturbsWhoIsStopped() {
        guard(1);
        family.run(child);
        assertEquals(Status.OK, kernel.call(Call.UPCALL, family.frame(), Family.PAGE, Family.ENTRY));
        assertEquals(Status.OK, kernel.call(Call.ENTRY_POINT, EntryPoint.REVOCATION, Family.ENTRY + 4096));
        kernel.trap(Trap.INVALID_OPCODE);
        stop();
        assertEquals(Status.OK, kernel.call(Call.REVOKE, child, ResourceKind.FRAMES, 1, kernel.machine().timer().now() + 9));
        kernel.pass(9);
        assertEquals(Status.OK, kernel.call(Call.ENV_RESUME, child, 0));
        family.run(child);
        assertEquals(Family.ENTRY + 16, kernel.register(Context.RIP));
        assertEquals(0xb0b, kernel.register(Context.RBX));
    }

    @Test
    void aGuardThatIsTakenAwayLeavesItStopped() {
        guard(1);
        stop();
        guard(0);
        assertEquals(EnvironmentState.STOPPED, kernel.books().state(index));
        assertEquals(Status.OK, kernel.call(Call.ENV_RESUME, child, 0));
    }

    @Test
    void whoInheritsAStoppedChildIsTold() {
        family.run(child);
        long grandchild = family.started("grandchild", 10);
        assertEquals(Status.OK, kernel.call(Call.ENV_GUARD, grandchild, 1));
        family.run(grandchild);
        kernel.trap(Trap.DIVIDE_ERROR);
        if (kernel.current() != RawBooks.ROOT) {
            family.run(self);
        }
        assertTrue(!told());
        family.end(child);
        assertTrue(told());
        assertEquals(Status.OK, kernel.call(Call.ENV_RESUME, grandchild, 0));
    }
}
