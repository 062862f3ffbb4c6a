package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.SaveArea;
import exo.abi.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who has declared its library OS's text has the calls from elsewhere as exceptions of its own, with every register in place;
 * nobody else notices.
 */
class ForeignCallTest {
    private static final long START = 0x40_0000L;
    private static final long END = 0x40_8000L;
    private static final long OUTSIDE = 0x60_0000L;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final long child = stage.player("child", 10);
    private final long other = stage.player("other", 11);

    @BeforeEach
    void aChildWithAText() {
        family.run(child);
        stage.area();
        stage.ok(Call.TEXT_RANGE, START, END);
        kernel.register(Context.RIP, START + 2);
    }

    /** A call as if by a {@code syscall} that ends before this address. */
    private long callFrom(long next, int number, long... arguments) {
        kernel.register(Context.RIP, next);
        return kernel.call(number, arguments);
    }

    @Test
    void aCallFromOutsideIsAnExceptionWithAllRegistersInPlace() {
        for (int register = Context.RBX; register <= Context.R15; register += Long.BYTES) {
            kernel.register(register, 0x1000 + register);
        }
        kernel.register(Context.RSP, 0x7000_0000L);
        kernel.register(Context.RFLAGS, 0x202 | 0x8d5);
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, 231, 1, 2, 3, 4, 5));
        stage.assertRuns(child);
        assertEquals(1, stage.saved(child, SaveArea.IN_USE));
        assertEquals(Limits.FOREIGN_CALL_VECTOR, stage.saved(child, SaveArea.VECTOR));
        assertEquals(231, stage.saved(child, SaveArea.RAX));
        assertEquals(OUTSIDE, stage.saved(child, SaveArea.RIP));
        assertEquals(0x7000_0000L, stage.saved(child, SaveArea.RSP));
        assertEquals(0x202 | 0x8d5, stage.saved(child, SaveArea.RFLAGS));
        assertEquals(3, stage.saved(child, SaveArea.RDX));
        assertEquals(0, stage.saved(child, SaveArea.ERROR_CODE));
        assertEquals(0, stage.saved(child, SaveArea.FAULT_ADDRESS));
        assertEquals(Limits.FOREIGN_CALL_VECTOR, kernel.register(Context.RAX));
        assertEquals(Stage.AREA, kernel.register(Context.RCX));
        assertEquals(Stage.HANDLER, kernel.register(Context.RIP));
        assertEquals(1, kernel.register(Context.RDI));
        assertEquals(2, kernel.register(Context.RSI));
        assertEquals(4, kernel.register(Context.R10));
        assertEquals(5, kernel.register(Context.R8));
        for (int register : new int[] {Context.RBX, Context.RBP, Context.R9, Context.R12, Context.R13, Context.R14,
            Context.R15}) {
            assertEquals(0x1000 + register, kernel.register(register), "register at " + register);
        }
    }

    /** An address to return to may be the one behind the text, and not its first. */
    @Test
    void theTextsBoundsAreThoseOfReturnAddresses() {
        for (long inside : new long[] {START + 1, START + 2, END - 1, END}) {
            assertEquals(child, callFrom(inside, Call.ENV_SELF));
        }
        for (long outside : new long[] {START, START - 1, END + 1, Limits.USER_START, Limits.USER_END - 1}) {
            assertEquals(BootedKernel.FOREIGN, callFrom(outside, Call.ENV_SELF));
            stage.saved(child, SaveArea.IN_USE, 0);
        }
    }

    @Test
    void numbersThatAreNoCallAreForeignFromOutsideAndRefusedFromInside() {
        assertEquals(Status.NO_SUCH_CALL, callFrom(START + 2, 300));
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, 300));
    }

    @Test
    void withBothZeroEveryCallIsTheKernelsAgain() {
        stage.ok(Call.TEXT_RANGE, 0, 0);
        assertEquals(child, callFrom(OUTSIDE, Call.ENV_SELF));
        assertEquals(0, stage.record64(child, EnvironmentRecord.TEXT_END));
    }

    @Test
    void onlyRangesOfUserAddressesAreTexts() {
        long[][] bad = {{START, START}, {END, START}, {0, END}, {START, 0}, {Limits.USER_START - 1, END},
            {START, Limits.USER_END + 1}, {Limits.USER_END, Limits.USER_END + 1}, {-1, -1}, {START, -1}, {-2, -1},
            {Long.MIN_VALUE, END}, {START, Long.MAX_VALUE}};
        for (long[] range : bad) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.TEXT_RANGE, range[0], range[1]));
            kernel.register(Context.RIP, START + 2);
        }
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, Call.ENV_SELF));
        stage.saved(child, SaveArea.IN_USE, 0);
        kernel.register(Context.RIP, START + 2);
        stage.ok(Call.TEXT_RANGE, Limits.USER_START, Limits.USER_END);
        assertEquals(child, callFrom(OUTSIDE, Call.ENV_SELF));
    }

    @Test
    void itIsNobodyElses() {
        family.run(other);
        assertEquals(other, callFrom(OUTSIDE, Call.ENV_SELF));
        family.run(child);
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, Call.ENV_SELF));
        stage.runOut();
        assertNotEquals(Family.index(child), kernel.current());
        assertEquals(stage.root, callFrom(OUTSIDE, Call.ENV_SELF));
    }

    @Test
    void itIsTheEnteredOnesAfterATransfer() {
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        family.run(other);
        kernel.register(Context.RIP, OUTSIDE);
        kernel.call(Call.TRANSFER_SYNC, child, 0);
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, Call.TRANSFER_SYNC, other));
        stage.saved(child, SaveArea.IN_USE, 0);
        callFrom(START + 2, Call.TRANSFER_SYNC, other);
        stage.assertRuns(other);
        assertEquals(other, callFrom(OUTSIDE, Call.ENV_SELF));
    }

    /** As any exception: with the area in use, or without one, it is not the program's to take. */
    @Test
    void withoutAFreeAreaItEndsTheEnvironment() {
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, Call.ENV_SELF));
        assertEquals(BootedKernel.FOREIGN, callFrom(OUTSIDE, Call.ENV_SELF));
        assertEquals(EnvironmentState.ENDED, stage.state(child));
        stage.assertRuns(stage.root);
        assertEquals(Limits.FOREIGN_CALL_VECTOR, stage.record32(child, EnvironmentRecord.FAULT_VECTOR));
    }

    @Test
    void theHeirOfARecordHasNoText() {
        family.run(stage.root);
        family.end(child);
        family.reap(child);
        long heir = stage.player("heir");
        assertEquals(Family.index(child), Family.index(heir));
        family.run(heir);
        assertEquals(heir, callFrom(OUTSIDE, Call.ENV_SELF));
    }
}
