package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.FrameKind;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.SaveArea;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An exception goes to the environment's own handler, with what it interrupted in the save area; without a handler, or in the
 * handler, it ends the environment, with a report that names cause and place, and nobody else.
 */
class TrapsTest {
    private static final long HANDLER = 0x51_0000L;
    private static final long AREA = Family.PAGE + 4096;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private long child;

    @BeforeEach
    void runAChild() {
        child = family.runningWithPage("child", 40);
    }

    private long register() {
        long frame = family.map(child, AREA, Family.WRITE);
        assertEquals(Status.OK, kernel.call(Call.UPCALL, frame, AREA, HANDLER));
        return frame;
    }

    private long saved(int field) {
        return kernel.user().load64(AREA + field);
    }

    @Test
    void theHandlerFindsWhatWasInterrupted() {
        register();
        int[] registers = {Context.RAX, Context.RBX, Context.RCX, Context.RDX, Context.RSI, Context.RDI, Context.RBP,
            Context.R8, Context.R15, Context.RSP};
        for (int register : registers) {
            kernel.register(register, 0x1000 + register);
        }
        kernel.register(Context.RIP, 0x51_2345);
        kernel.register(Context.RFLAGS, 0x202 | 0x400 | 0x8d5);
        kernel.trap(Trap.PAGE_FAULT, 6, 0xdead_000L);
        assertEquals(1, saved(SaveArea.IN_USE));
        assertEquals(0x1000 + Context.RAX, saved(SaveArea.RAX));
        assertEquals(0x1000 + Context.RCX, saved(SaveArea.RCX));
        assertEquals(0x1000 + Context.RDX, saved(SaveArea.RDX));
        assertEquals(0x1000 + Context.RSP, saved(SaveArea.RSP));
        assertEquals(0x51_2345, saved(SaveArea.RIP));
        assertEquals(0x202 | 0x400 | 0x8d5, saved(SaveArea.RFLAGS));
        assertEquals(Trap.PAGE_FAULT, saved(SaveArea.VECTOR));
        assertEquals(6, saved(SaveArea.ERROR_CODE));
        assertEquals(0xdead_000L, saved(SaveArea.FAULT_ADDRESS));
        assertEquals(Trap.PAGE_FAULT, kernel.register(Context.RAX));
        assertEquals(AREA, kernel.register(Context.RCX));
        assertEquals(0xdead_000L, kernel.register(Context.RDX));
        assertEquals(HANDLER, kernel.register(Context.RIP));
        assertEquals(0x202, kernel.register(Context.RFLAGS));
        for (int register : new int[] {Context.RBX, Context.RSI, Context.RDI, Context.RBP, Context.R8, Context.R15,
            Context.RSP}) {
            assertEquals(0x1000 + register, kernel.register(register), "register at " + register);
        }
    }

    @Test
    void onlyAPageFaultHasAnAddress() {
        register();
        kernel.trap(Trap.GENERAL_PROTECTION, 0, 0x5ec7e7);
        assertEquals(0, saved(SaveArea.FAULT_ADDRESS));
        assertEquals(0, kernel.register(Context.RDX));
    }

    @Test
    void theHandlerIsCalledAgainOnceTheAreaIsClear() {
        register();
        for (int round = 0; round < 100; round++) {
            long va = 0x7000_0000L + round * 4096L;
            kernel.touch(() -> kernel.user().store64(va, 1));
            assertEquals(Family.index(child), kernel.current());
            assertEquals(va, saved(SaveArea.FAULT_ADDRESS));
            assertEquals(Trap.FAULT_USER | Trap.FAULT_WRITE, saved(SaveArea.ERROR_CODE));
            kernel.user().store64(AREA + SaveArea.IN_USE, 0);
        }
    }

    @Test
    void anExceptionInTheHandlerEndsTheEnvironmentAndNoOther() {
        register();
        kernel.trap(Trap.INVALID_OPCODE);
        kernel.trap(Trap.PAGE_FAULT, 4, 0);
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(EnvironmentState.ENDED, kernel.books().state(Family.index(child)));
        assertEquals(139 | Reason.FAULT << EnvironmentResult.REASON_SHIFT
                | Trap.PAGE_FAULT << EnvironmentResult.VECTOR_SHIFT, kernel.call(Call.ENV_RESULT, child));
        assertTrue(kernel.console().contains(", while its handler was at work\n"), kernel::console);
        family.reap(child);
    }

    @Test
    void aHandlerWhoseAreaIsUnboundStillFindsItSaved() {
        long frame = register();
        assertEquals(frame, kernel.call(Call.UNBIND, child, AREA));
        kernel.trap(Trap.DIVIDE_ERROR);
        family.bind(child, AREA, frame, Family.READ);
        assertEquals(1, saved(SaveArea.IN_USE));
        assertEquals(Trap.DIVIDE_ERROR, saved(SaveArea.VECTOR));
    }

    @Test
    void theAreaIsAFrameOfItsOwnAndTheHandlerAUserAddress() {
        long frame = family.frame();
        for (long number : new long[] {0, -2, 1L << 40, kernel.books().frameCount}) {
            assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.UPCALL, number, AREA, HANDLER));
        }
        for (long number : new long[] {1, 256, kernel.books().contextOf(Family.index(child)) >> 12,
            kernel.books().rootOf(1) >> 12, kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME)}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.UPCALL, number, AREA, HANDLER));
        }
        long parents = kernel.books().environment32(RawBooks.ROOT, EnvironmentRecord.FIRST_FRAME);
        assertEquals(FrameKind.ORDINARY, kernel.books().kind(parents));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.UPCALL, parents, AREA, HANDLER), "its parent's, as ordinary as its own");
        for (long entry : new long[] {0, 0xffff, Limits.USER_END, 1L << 47, -1}) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.UPCALL, frame, AREA, entry));
        }
        assertEquals(Status.OK, kernel.call(Call.UPCALL, frame, -1, HANDLER));
        kernel.trap(Trap.BREAKPOINT);
        assertEquals(-1, kernel.register(Context.RCX));
    }

    @Test
    void anUpcallCanBeMovedAndTakenBack() {
        long first = register();
        assertEquals(first, kernel.call(Call.UNBIND, child, AREA));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, first));
        long second = register();
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, first));
        assertEquals(Status.OK, kernel.call(Call.UPCALL, second, AREA, HANDLER));
        assertEquals(Status.OK, kernel.call(Call.UPCALL, Limits.NO_FRAME, -1, -1));
        kernel.call(Call.UNBIND, child, AREA);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, second));
        kernel.trap(Trap.BREAKPOINT);
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    @ParameterizedTest
    @CsvSource({"0, 136, divide error", "1, 133, debug exception", "3, 133, breakpoint", "4, 139, overflow",
        "5, 139, bound range exceeded", "6, 132, invalid opcode", "7, 139, device not available", "11, 139, segment not present",
        "12, 139, stack fault", "13, 139, general protection", "16, 136, floating-point error",
        "17, 135, alignment check", "19, 136, vector floating-point exception", "31, 139, unknown exception"})
    void withoutAHandlerTheStatusFollowsTheVectorAndTheReportNamesIt(int vector, int status, String name) {
        kernel.register(Context.RIP, 0x51_2345);
        kernel.trap(vector, 0, 0);
        assertEquals(status | Reason.FAULT << EnvironmentResult.REASON_SHIFT | vector << EnvironmentResult.VECTOR_SHIFT,
                kernel.call(Call.ENV_RESULT, child));
        assertTrue(kernel.printed().endsWith("aegis fault env child (2): " + name + ", no handler registered\n"
                + "      at 0x0000000000512345 in child\n"), kernel::console);
    }

    @ParameterizedTest
    @CsvSource({"0x7000000, 4, read of 0x7000000 (unmapped)", "0x7000000, 6, write to 0x7000000 (unmapped)",
        "0x7000000, 20, execution of 0x7000000 (unmapped)", "0, 4, read of 0x0 (outside user memory)",
        "-4096, 6, write to 0xfffffffffffff000 (kernel's)", "0x100000000, 7, 'write to 0x100000000 (frame '"})
    void theReportOfAPageFaultNamesTheAccessAndWhatIsThere(String address, long errorCode, String text) {
        kernel.trap(Trap.PAGE_FAULT, errorCode, Long.decode(address));
        String expected = text.replace("(unmapped)", "(unmapped, no owner)");
        assertTrue(kernel.printed().contains("aegis fault env child (2): " + expected), kernel::console);
    }

    @Test
    void theReportFollowsTheFramesOfTheProgramAndTrustsNone() {
        kernel.register(Context.RBP, Family.PAGE);
        kernel.user().store64(Family.PAGE, Family.PAGE + 64);
        kernel.user().store64(Family.PAGE + 8, 0xaaaa);
        kernel.user().store64(Family.PAGE + 64, Family.PAGE + 4096 - 8);
        kernel.user().store64(Family.PAGE + 72, 0xbbbb);
        kernel.trap(Trap.INVALID_OPCODE);
        assertTrue(kernel.printed().endsWith("at 0x000000000000aaaa in child\n      at 0x000000000000bbbb in child\n"),
                kernel::console);
    }

    @Test
    void theReportEndsAfterEightFrames() {
        kernel.register(Context.RBP, Family.PAGE);
        for (int frame = 0; frame < 20; frame++) {
            kernel.user().store64(Family.PAGE + 16L * frame, Family.PAGE + 16L * (frame + 1));
            kernel.user().store64(Family.PAGE + 16L * frame + 8, 0xf00 + frame);
        }
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(1 + 8, kernel.printed().split("      at ").length, kernel::console);
        assertTrue(kernel.console().endsWith("at 0x0000000000000f06 in child\n"), kernel::console);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "0x100000000", "0x100000001", "0x100000ff8", "0x7fffffffeff8", "0x7fffffffffff",
        "0x800000000000"})
    void aFramePointerGoneWildEndsTheReportAndNoMore(String pointer) {
        kernel.register(Context.RBP, Long.decode(pointer));
        kernel.user().store64(Family.PAGE, Family.PAGE);
        kernel.user().store64(Family.PAGE + 8, 1);
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(RawBooks.ROOT, kernel.current());
        assertTrue(kernel.printed().split("      at ").length <= 1 + 1 + 8);
    }
}
