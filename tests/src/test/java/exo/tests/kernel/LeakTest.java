package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.Event;
import exo.abi.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** No register of one environment is ever seen by another, by whatever way the processor changes hands; nor is one lost. */
class LeakTest {
    private static final int[] GENERAL = {Context.RBX, Context.RDX, Context.RSI, Context.RDI, Context.RBP, Context.R8,
        Context.R9, Context.R10, Context.R12, Context.R13, Context.R14, Context.R15, Context.RSP};
    private static final int SECRET = 0xa5;
    private static final long PATTERN = 0xa5a5_a5a5_a5a5_a5a5L;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long one = family.startedNext("one");

    private void hide() {
        assertEquals(Status.OK, kernel.call(Call.SEGMENT_BASES, 0x5ec7e7000L, 0x5ec7e8000L));
        kernel.useVectors();
        kernel.machine().processor().vectorState().fill(SECRET);
        for (int register : GENERAL) {
            kernel.register(register, PATTERN + register);
        }
    }

    private void assertNothingOfIt() {
        for (int register = Context.RAX; register <= Context.R15; register += 8) {
            long value = kernel.register(register);
            assertFalse(value - PATTERN >= 0 && value - PATTERN < 256, "register at " + register);
        }
        assertEquals(0, kernel.register(Context.FS_BASE));
        assertEquals(0, kernel.register(Context.GS_BASE));
        assertFalse(kernel.machine().processor().vectorState().registersHold(SECRET));
    }

    private void assertAllOfIt(int... except) {
        for (int register : GENERAL) {
            boolean argument = Arrays.stream(except).anyMatch(other -> other == register);
            assertTrue(argument || kernel.register(register) == PATTERN + register, "register at " + register);
        }
        assertEquals(0x5ec7e7000L, kernel.register(Context.FS_BASE));
        assertEquals(0x5ec7e8000L, kernel.register(Context.GS_BASE));
        assertTrue(kernel.machine().processor().vectorState().registersHold(SECRET));
    }

    @Test
    void byInterrupt() {
        hide();
        kernel.register(Context.RAX, PATTERN);
        kernel.register(Context.RCX, PATTERN + 1);
        kernel.register(Context.R11, PATTERN + 2);
        kernel.pass(kernel.machine().timer().deadline());
        assertEquals(Family.index(one), kernel.current());
        assertNothingOfIt();
        kernel.pass(kernel.machine().timer().deadline() - kernel.machine().timer().now());
        assertEquals(RawBooks.ROOT, kernel.current());
        assertAllOfIt();
        assertEquals(PATTERN, kernel.register(Context.RAX));
        assertEquals(PATTERN + 1, kernel.register(Context.RCX));
        assertEquals(PATTERN + 2, kernel.register(Context.R11));
    }

    @Test
    void byYield() {
        hide();
        family.run(one);
        assertNothingOfIt();
        family.run(self);
        assertAllOfIt(Context.RDI, Context.RSI, Context.RDX, Context.R10, Context.R8);
    }

    @Test
    void byWaitAndWake() {
        hide();
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertNothingOfIt();
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        assertEquals(0, kernel.current());
        kernel.type("x");
        assertEquals(RawBooks.ROOT, kernel.current());
        assertAllOfIt(Context.RDI, Context.RSI, Context.RDX, Context.R10, Context.R8);
    }

    @Test
    void byExitAndByFault() {
        family.run(one);
        hide();
        kernel.call(Call.EXIT, 0);
        assertNothingOfIt();
        long two = family.started("two", 4);
        family.run(two);
        hide();
        kernel.trap(6);
        assertNothingOfIt();
        family.reap(one);
        long three = family.started("three", 4);
        family.run(three);
        assertNothingOfIt();
    }

    @Test
    void aCallKeepsEveryRegisterButItsResultAndTwoMore() {
        hide();
        long flags = 0x202 | 0x4dd5 & ~0x300;
        kernel.register(Context.RFLAGS, flags);
        kernel.call(Call.MACHINE_INFO, 1L << 40, 2, 3, 4, 5);
        assertAllOfIt(Context.RDI, Context.RSI, Context.RDX, Context.R10, Context.R8);
        assertEquals(1L << 40, kernel.register(Context.RDI));
        assertEquals(2, kernel.register(Context.RSI));
        assertEquals(3, kernel.register(Context.RDX));
        assertEquals(4, kernel.register(Context.R10));
        assertEquals(5, kernel.register(Context.R8));
        assertEquals(flags, kernel.register(Context.RFLAGS));
        assertEquals(Status.BAD_ARGUMENT, kernel.register(Context.RAX));
    }

    /** What an environment leaves in its context, or in any frame, is gone when the frame is another's. */
    @Test
    void byTheFrameOfAContext() {
        family.run(one);
        hide();
        family.run(self);
        long frame = kernel.books().contextOf(Family.index(one)) >> 12;
        family.end(one);
        family.reap(one);
        assertEquals(frame, kernel.call(Call.FRAME_ALLOC, frame));
        family.bind(self, Family.PAGE, frame, Family.READ);
        for (long at = 0; at < 4096; at += 8) {
            assertEquals(0, kernel.user().load64(Family.PAGE + at));
        }
    }
}
