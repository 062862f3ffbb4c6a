package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The end and the beginning of a slice, and what is asked back, are told by upcalls through the interrupt context: what was
 * interrupted stands there, all else is in place, and none comes while the program says that the context is in use.
 */
class UpcallsTest {
    private static final int POSITION = 10;
    private static final long PLACE = 0x6000_0123L;
    private static final long STACK = 0x7000_0ff8L;
    private static final long FLAGS = 0x202 | 0x8d5;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private long child;

    @BeforeEach
    void aChildWithAnArea() {
        child = stage.player("child", POSITION);
        family.run(child);
        stage.area();
    }

    private void fill() {
        for (int register = Context.RAX; register <= Context.R15; register += Long.BYTES) {
            kernel.register(register, 0x1000 + register);
        }
        kernel.register(Context.RIP, PLACE);
        kernel.register(Context.RSP, STACK);
        kernel.register(Context.RFLAGS, FLAGS);
    }

    /** That the child is at its entry of a kind, and finds there and in its area all that it had. */
    private void assertToldOf(int kind, int position) {
        stage.assertRuns(child);
        assertInContext(kind);
        assertEquals(kind, kernel.register(Context.RAX));
        assertEquals(Stage.AREA, kernel.register(Context.RCX));
        assertEquals(position, kernel.register(Context.RDX));
        assertEquals(Stage.entryOf(kind), kernel.register(Context.RIP));
        assertEquals(STACK, kernel.register(Context.RSP));
        assertEquals(0x202, kernel.register(Context.RFLAGS));
        for (int register = Context.RAX; register <= Context.R15; register += Long.BYTES) {
            if (register != Context.RAX && register != Context.RCX && register != Context.RDX) {
                assertEquals(0x1000 + register, kernel.register(register), "register at " + register);
            }
        }
    }

    private void assertInContext(int kind) {
        assertEquals(1, stage.saved(child, SaveArea.INTERRUPT_IN_USE));
        assertEquals(kind, stage.saved(child, SaveArea.INTERRUPT_ENTRY));
        assertEquals(0x1000 + Context.RAX, stage.saved(child, SaveArea.INTERRUPT_RAX));
        assertEquals(0x1000 + Context.RCX, stage.saved(child, SaveArea.INTERRUPT_RCX));
        assertEquals(0x1000 + Context.RDX, stage.saved(child, SaveArea.INTERRUPT_RDX));
        assertEquals(PLACE, stage.saved(child, SaveArea.INTERRUPT_RIP));
        assertEquals(FLAGS, stage.saved(child, SaveArea.INTERRUPT_RFLAGS));
        assertEquals(STACK, stage.saved(child, SaveArea.INTERRUPT_RSP));
        assertEquals(0, stage.saved(child, SaveArea.IN_USE));
    }

    private void assertUndisturbed() {
        stage.assertRuns(child);
        assertEquals(PLACE, kernel.register(Context.RIP));
        assertEquals(0x1000 + Context.RAX, kernel.register(Context.RAX));
        assertEquals(FLAGS, kernel.register(Context.RFLAGS));
    }

    // ---- slices ------------------------------------------------------------------------------------------------------

    @Test
    void theEndOfASliceIsToldWithTheSaveTimeToGo() {
        stage.until(POSITION);
        stage.entry(EntryPoint.EPILOGUE);
        fill();
        kernel.pass(stage.slice - 1);
        assertUndisturbed();
        kernel.pass(1);
        assertToldOf(EntryPoint.EPILOGUE, POSITION);
        assertEquals(stage.now() + stage.save, kernel.books().sliceEnd());
        kernel.pass(stage.save - 1);
        stage.assertRuns(child);
        kernel.pass(1);
        stage.assertRuns(stage.root);
    }

    @Test
    void theBeginningOfASliceIsTold() {
        stage.entry(EntryPoint.PROLOGUE);
        fill();
        stage.runOut();
        stage.assertRuns(stage.root);
        stage.until(POSITION);
        assertToldOf(EntryPoint.PROLOGUE, POSITION);
    }

    @Test
    void aSliceThatFollowsOnesOwnIsNoBeginning() {
        family.run(stage.root);
        stage.ok(Call.SLICE_GIVE, POSITION + 1, child);
        family.run(child);
        stage.entry(EntryPoint.PROLOGUE);
        stage.until(POSITION);
        stage.taken(child);
        fill();
        stage.runOut();
        assertEquals(POSITION + 1, stage.position());
        assertUndisturbed();
    }

    /** To be yielded to is no turn of the vector. */
    @Test
    void theRestOfAnothersSliceIsNoBeginning() {
        stage.entry(EntryPoint.PROLOGUE);
        family.run(stage.root);
        family.run(child);
        assertEquals(0, stage.saved(child, SaveArea.INTERRUPT_IN_USE));
        assertNotEquals(Stage.entryOf(EntryPoint.PROLOGUE), kernel.register(Context.RIP));
    }

    @Test
    void whoWakesFromASleepBeginsASliceToo() {
        stage.entry(EntryPoint.PROLOGUE);
        fill();
        kernel.call(Call.WAIT, Event.DEADLINE, stage.now() + 3);
        stage.rootSleeps();
        assertEquals(0, kernel.current());
        kernel.pass(3);
        stage.assertRuns(child);
        assertEquals(Event.DEADLINE, stage.saved(child, SaveArea.INTERRUPT_RAX));
        assertEquals(PLACE, stage.saved(child, SaveArea.INTERRUPT_RIP));
        assertEquals(Stage.entryOf(EntryPoint.PROLOGUE), kernel.register(Context.RIP));
    }

    @Test
    void inACriticalSectionTheEndOfTheSliceIsMarkedAndTheTimeRuns() {
        stage.until(POSITION);
        stage.entry(EntryPoint.EPILOGUE);
        stage.saved(child, SaveArea.INTERRUPT_IN_USE, 5);
        fill();
        stage.runOut();
        assertUndisturbed();
        assertEquals(1, stage.saved(child, SaveArea.SLICE_OVER));
        assertEquals(5, stage.saved(child, SaveArea.INTERRUPT_IN_USE));
        assertEquals(0, stage.saved(child, SaveArea.INTERRUPT_RIP));
        assertEquals(stage.save, kernel.books().sliceEnd() - stage.now());
        stage.ok(Call.YIELD, 0);
        assertEquals(0, stage.overruns(child));
    }

    @Test
    void inACriticalSectionNoBeginningIsTold() {
        stage.entry(EntryPoint.PROLOGUE);
        fill();
        stage.saved(child, SaveArea.INTERRUPT_IN_USE, 1);
        stage.until(POSITION);
        assertUndisturbed();
        assertEquals(0, stage.saved(child, SaveArea.SLICE_OVER));
    }

    @Test
    void anEntryThatIsTakenBackIsNotUsed() {
        for (int kind : new int[] {EntryPoint.EPILOGUE, EntryPoint.PROLOGUE, EntryPoint.REVOCATION}) {
            stage.entry(kind);
            stage.ok(Call.ENTRY_POINT, kind, 0);
        }
        fill();
        stage.until(POSITION);
        assertUndisturbed();
        stage.runOut();
        stage.assertRuns(stage.root);
        assertEquals(0, stage.overruns(child));
    }

    @Test
    void withoutAnAreaNothingIsDelivered() {
        stage.entry(EntryPoint.PROLOGUE);
        stage.entry(EntryPoint.EPILOGUE);
        stage.ok(Call.UPCALL, Limits.NO_FRAME, 0, 0);
        fill();
        stage.until(POSITION);
        assertUndisturbed();
        stage.runOut();
        stage.assertRuns(stage.root);
    }

    // ---- revocation --------------------------------------------------------------------------------------------------

    private void revoke(long count) {
        family.run(stage.root);
        stage.ok(Call.REVOKE, child, ResourceKind.FRAMES, count, stage.now() + 2 * Limits.SLICES * stage.slice);
    }

    @Test
    void whatIsAskedBackIsTold() {
        stage.entry(EntryPoint.REVOCATION);
        fill();
        stage.runOut();
        int position = stage.position();
        revoke(3);
        stage.until(POSITION);
        assertToldOf(EntryPoint.REVOCATION, position);
        assertEquals(1, stage.saved(child, SaveArea.REVOCATION_COUNT));
        assertEquals(Event.REVOCATION, kernel.call(Call.WAIT, Event.REVOCATION, 0));
    }

    @Test
    void whatIsTakenIsTold() {
        stage.entry(EntryPoint.REVOCATION);
        family.frame();
        fill();
        stage.runOut();
        revoke(1);
        stage.taken(child);
        long before = stage.record64(child, EnvironmentRecord.REVOCATION_DEADLINE);
        kernel.pass(before - stage.now());
        assertEquals(1, stage.saved(child, SaveArea.INTERRUPT_IN_USE));
        assertEquals(1, stage.saved(child, SaveArea.REPOSSESSION_COUNT));
    }

    @Test
    void aSleeperIsWokenForIt() {
        stage.entry(EntryPoint.REVOCATION);
        fill();
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        revokeAsRoot();
        family.run(child);
        assertEquals(0, stage.saved(child, SaveArea.INTERRUPT_RAX));
        assertEquals(PLACE, stage.saved(child, SaveArea.INTERRUPT_RIP));
        assertEquals(Stage.entryOf(EntryPoint.REVOCATION), kernel.register(Context.RIP));
    }

    private void revokeAsRoot() {
        stage.assertRuns(stage.root);
        stage.ok(Call.REVOKE, child, ResourceKind.FRAMES, 1, stage.now() + 2 * Limits.SLICES * stage.slice);
    }

    @Test
    void whoAcceptsIsWokenAndIsEnteredNoMore() {
        stage.entry(EntryPoint.REVOCATION);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        revokeAsRoot();
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.TRANSFER_SYNC, child, 0));
        family.run(child);
        assertEquals(0, stage.saved(child, SaveArea.INTERRUPT_RAX));
    }

    @Test
    void whoWaitsForAnAnswerIsLeftToIt() {
        long server = server();
        stage.entry(EntryPoint.REVOCATION);
        fill();
        kernel.call(Call.TRANSFER_SYNC, server, 0);
        family.run(stage.root);
        revokeAsRoot();
        assertEquals(EnvironmentState.WAITING, stage.state(child));
        assertEquals(0, stage.saved(child, SaveArea.INTERRUPT_IN_USE));
        family.run(server);
        kernel.call(Call.TRANSFER_SYNC, child, 0);
        assertEquals(server, kernel.register(Context.RAX));
        assertEquals(PLACE, kernel.register(Context.RIP));
    }

    /** With an entry of its own it waits for anyone; what it has lent would not come back if it were woken. */
    @Test
    void whoWaitsForAnAnswerAtItsEntryIsLeftToItToo() {
        long server = server();
        stage.entry(EntryPoint.REVOCATION);
        stage.entry(EntryPoint.SYNCHRONOUS);
        kernel.call(Call.TRANSFER_SYNC, server, 0);
        family.run(stage.root);
        revokeAsRoot();
        assertEquals(EnvironmentState.WAITING, stage.state(child));
        family.run(server);
        kernel.call(Call.TRANSFER_SYNC, child, 0);
        assertEquals(server, kernel.register(Context.RAX));
        assertEquals(Stage.entryOf(EntryPoint.SYNCHRONOUS), kernel.register(Context.RIP));
        assertEquals(Event.REVOCATION, kernel.call(Call.WAIT, Event.REVOCATION, 0));
    }

    private long server() {
        family.run(stage.root);
        long server = stage.player("server");
        family.run(server);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        family.run(child);
        return server;
    }

    @Test
    void withoutAnEntryTheEventAloneTells() {
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        revokeAsRoot();
        assertEquals(EnvironmentState.WAITING, stage.state(child));
        assertEquals(Event.REVOCATION, stage.record32(child, EnvironmentRecord.EVENTS_PENDING));
    }

    /** There is no upcall to be woken for: the event tells who asks for it. */
    @Test
    void withoutAnAreaASleeperIsLeftAsleep() {
        stage.entry(EntryPoint.REVOCATION);
        stage.ok(Call.UPCALL, Limits.NO_FRAME, 0, 0);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        revokeAsRoot();
        assertEquals(EnvironmentState.WAITING, stage.state(child));
        assertEquals(Event.REVOCATION, stage.record32(child, EnvironmentRecord.EVENTS_PENDING));
    }

    // ---- exceptions beside them --------------------------------------------------------------------------------------

    @Test
    void theHandlerOfAnUpcallCanTakeAnException() {
        stage.until(POSITION);
        stage.entry(EntryPoint.EPILOGUE);
        fill();
        stage.runOut();
        kernel.trap(Trap.PAGE_FAULT, Trap.FAULT_USER, 0x1234_5000L);
        stage.assertRuns(child);
        assertEquals(Stage.HANDLER, kernel.register(Context.RIP));
        assertEquals(Stage.entryOf(EntryPoint.EPILOGUE), stage.saved(child, SaveArea.RIP));
        assertEquals(1, stage.saved(child, SaveArea.IN_USE));
        assertEquals(PLACE, stage.saved(child, SaveArea.INTERRUPT_RIP));
    }

    @Test
    void theHandlerOfAnExceptionCanBeToldOfTheEnd() {
        stage.until(POSITION);
        stage.entry(EntryPoint.EPILOGUE);
        fill();
        kernel.trap(Trap.INVALID_OPCODE);
        stage.runOut();
        assertEquals(Stage.entryOf(EntryPoint.EPILOGUE), kernel.register(Context.RIP));
        assertEquals(Stage.HANDLER, stage.saved(child, SaveArea.INTERRUPT_RIP));
        assertEquals(Trap.INVALID_OPCODE, stage.saved(child, SaveArea.INTERRUPT_RAX));
        assertEquals(PLACE, stage.saved(child, SaveArea.RIP));
        assertEquals(0x1000 + Context.RAX, stage.saved(child, SaveArea.RAX));
    }

    /** The first exception is the handler's; one in the handler is the parent's, or the end. */
    @Test
    void nestedExceptionsGoToTheParentOrEndIt() {
        family.run(stage.root);
        stage.ok(Call.ENV_GUARD, child, 1);
        family.run(child);
        kernel.trap(Trap.INVALID_OPCODE);
        stage.assertRuns(child);
        kernel.trap(Trap.DIVIDE_ERROR);
        assertEquals(EnvironmentState.STOPPED, stage.state(child));
        stage.assertRuns(stage.root);
        stage.ok(Call.ENV_GUARD, child, 0);
        stage.ok(Call.ENV_RESUME, child, 0);
        family.run(child);
        kernel.trap(Trap.DIVIDE_ERROR);
        assertEquals(EnvironmentState.ENDED, stage.state(child));
        assertEquals(Reason.FAULT, stage.call(Call.ENV_RESULT, child) >>> EnvironmentResult.REASON_SHIFT & 0xff);
    }

    @Test
    void anUpcallIsDeliveredThoughThePageIsNotBoundAnyMore() {
        kernel.call(Call.UNBIND, child, Stage.AREA);
        stage.until(POSITION);
        stage.entry(EntryPoint.EPILOGUE);
        fill();
        stage.runOut();
        assertToldOf(EntryPoint.EPILOGUE, POSITION);
    }
}
