package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EnvironmentName;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.Status;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An environment is made, started once, ended and named by its parent alone, and a name is never used for a second one. */
class EnvironmentsTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    /** Whoever makes it had the frames before, and could have written tables and registers there. */
    @Test
    void whatWasInItsFramesIsNothingToAnEnvironment() {
        long root = family.map(family.self(), Family.PAGE, Family.WRITE);
        long context = family.map(family.self(), Family.PAGE + 4096, Family.WRITE);
        for (int offset = 0; offset < 2 * 4096; offset += 8) {
            kernel.user().store64(Family.PAGE + offset, root << 12 | 7);
        }
        kernel.call(Call.UNBIND, family.self(), Family.PAGE);
        kernel.call(Call.UNBIND, family.self(), Family.PAGE + 4096);
        long child = kernel.call(Call.ENV_CREATE, root, context, 0, Labels.low("child"), 0);
        assertBeginsWithZeros(child);
        for (int entry = 0; entry < 256; entry++) {
            long page = ((long) entry << 39) + Limits.USER_START;
            assertFalse(BootedKernel.permitted(() -> kernel.user().load64(page)));
        }
    }

    @Test
    void aStartedChildBeginsWithWhatItWasGivenAndZeros() {
        assertBeginsWithZeros(family.child("child", 4));
    }

    private void assertBeginsWithZeros(long child) {
        kernel.register(Context.RBX, 0x5ec7e7);
        assertEquals(Status.OK, kernel.call(Call.ENV_START, child, Family.ENTRY, Limits.USER_END, 11, 22));
        family.run(child);
        assertEquals(Family.ENTRY, kernel.register(Context.RIP));
        assertEquals(Limits.USER_END, kernel.register(Context.RSP));
        assertEquals(11, kernel.register(Context.RDI));
        assertEquals(22, kernel.register(Context.RSI));
        assertEquals(0x202, kernel.register(Context.RFLAGS));
        for (int register : new int[] {Context.RAX, Context.RBX, Context.RCX, Context.RDX, Context.RBP, Context.R8,
            Context.R9, Context.R10, Context.R11, Context.R12, Context.R13, Context.R14, Context.R15, Context.FS_BASE,
            Context.GS_BASE}) {
            assertEquals(0, kernel.register(register), "register at " + register);
        }
        assertEquals(child, family.self());
    }

    @Test
    void aChildIsStartedOnce() {
        long child = family.started("child", 4);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_START, child, Family.ENTRY, Limits.USER_END, 0, 0));
        family.end(child);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_START, child, Family.ENTRY, Limits.USER_END, 0, 0));
    }

    @Test
    void entryAndStackAreUserAddresses() {
        long child = family.child("child", 4);
        for (long va : new long[] {0, Limits.USER_START - 1, Limits.USER_END + 1, 1L << 47, -1, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.ENV_START, child, va, Limits.USER_END, 0, 0));
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.ENV_START, child, Family.ENTRY, va, 0, 0));
        }
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.ENV_START, child, Limits.USER_END, Limits.USER_END, 0, 0));
        assertEquals(Status.OK, kernel.call(Call.ENV_START, child, Limits.USER_END - 1, Limits.USER_START, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "-a", "a b", "a\n", "a\u0000b", "[a]", "abcdefg\u0000b", "a\u0080", "_x", "a."})
    void malformedLabelsAreRefused(String label) {
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.ENV_CREATE, family.frame(), family.frame(), 0,
                Labels.low(label), Labels.high(label)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "a-b_C9", "abcdefgh", "abcdefghi", "abcdefghijklmnop"})
    void wellFormedLabelsAreTaken(String label) {
        family.child(label, 4);
    }

    @Test
    void namesAreNeverUsedAgain() {
        Set<Long> names = new HashSet<>();
        for (int round = 0; round < 300; round++) {
            long child = family.child("child", 2);
            assertTrue(names.add(child), "used again: " + child);
            assertEquals(Status.OK, kernel.call(Call.ENV_END, child, 1));
            family.reap(child);
            for (int call : new int[] {Call.ENV_REAP, Call.ENV_END, Call.ENV_RESULT, Call.YIELD, Call.CONSOLE_GIVE}) {
                assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(call, child));
            }
        }
    }

    @Test
    void neighbouringNamesAreNobodys() {
        long child = family.child("child", 2);
        for (long name : new long[] {0, 1, 2, 64, 0xffff, -1, child + (1 << 16), child ^ 1, child | 1L << 32,
            child | Long.MIN_VALUE, Long.MAX_VALUE, child + (1L << EnvironmentName.GENERATION_SHIFT)}) {
            assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.ENV_END, name, 0), Long.toHexString(name));
        }
    }

    @Test
    void recordsRunOutAndComeBack() {
        kernel.audits(false);
        long[] children = new long[Limits.ENVIRONMENTS_MAXIMUM - 2];
        for (int i = 0; i < children.length; i++) {
            children[i] = family.child("c", 2, 1);
        }
        long[] frames = {family.frame(), family.frame()};
        assertEquals(Status.NO_FREE_ENVIRONMENT, kernel.call(Call.ENV_CREATE, frames[0], frames[1], 0, 'a', 0));
        kernel.check();
        family.end(children[17]);
        assertEquals(Status.NO_FREE_ENVIRONMENT, kernel.call(Call.ENV_CREATE, frames[0], frames[1], 0, 'a', 0));
        family.reap(children[17]);
        assertTrue(kernel.call(Call.ENV_CREATE, frames[0], frames[1], 0, 'a', 0) > 0);
        kernel.check();
    }

    @Test
    void theResultTellsHowAChildEnded() {
        long forced = family.child("forced", 4);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_RESULT, forced));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_REAP, forced));
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.ENV_END, forced, 256));
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.ENV_END, forced, -1));
        assertEquals(Status.OK, kernel.call(Call.ENV_END, forced, 255));
        assertEquals(Status.WRONG_STATE, kernel.call(Call.ENV_END, forced, 0));
        assertEquals(255 | Reason.ENDED << EnvironmentResult.REASON_SHIFT, kernel.call(Call.ENV_RESULT, forced));
        long leaving = family.started("leaving", 4);
        family.run(leaving);
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.EXIT, 256));
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.EXIT, 1L << 32));
        kernel.call(Call.EXIT, 7);
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(7 | Reason.EXIT << EnvironmentResult.REASON_SHIFT, kernel.call(Call.ENV_RESULT, leaving));
    }

    @Test
    void onlyTheParentActsOnAChild() {
        long child = family.started("child", 20);
        long sibling = family.started("sibling", 20);
        family.run(child);
        long grandchild = family.child("grandchild", 4);
        for (long name : new long[] {self, sibling, child}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.ENV_END, name, 0));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.ENV_REAP, name));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.ENV_RESULT, name));
            assertEquals(Status.NOT_YOURS, kernel.call(Call.ENV_START, name, Family.ENTRY, Limits.USER_END, 0, 0));
        }
        family.run(self);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.ENV_END, grandchild, 0));
        assertEquals(EnvironmentState.CREATED, kernel.books().state(Family.index(grandchild)));
    }
}
