package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A transfer arrives at the entry that the callee declared, with the caller's registers as the message, or is refused and has
 * changed nothing; only who waits for it is entered, by anyone or by its partner alone; a wait for an answer ends with it, at
 * its deadline, or with the partner.
 */
class TransfersTest {
    /** All that a transfer passes on. */
    private static final int[] MESSAGE = {Context.RBX, Context.RBP, Context.RSI, Context.RDI, Context.RDX, Context.R8,
        Context.R9, Context.R10, Context.R12, Context.R13, Context.R14, Context.R15};
    private static final long CALLER_STACK = 0x7000_1000L;
    private static final long CALLER_PLACE = 0x6000_0020L;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final long client = stage.player("client", 10, 30);
    private final long server = stage.player("server");
    private final long third = stage.player("third");

    /** An environment that accepts, with these entries. */
    private void opens(long environment, int... kinds) {
        family.run(environment);
        for (int kind : kinds) {
            stage.entry(kind);
        }
        stage.accept();
    }

    private void serves() {
        opens(server, EntryPoint.SYNCHRONOUS);
    }

    /** Gives all registers but those of the call's arguments a value of their own. */
    private void fill(long seed) {
        for (int register : MESSAGE) {
            kernel.register(register, seed + register);
        }
        kernel.register(Context.RSP, CALLER_STACK);
        kernel.register(Context.RIP, CALLER_PLACE);
        kernel.register(Context.RCX, seed + Context.RCX);
        kernel.register(Context.R11, seed + Context.R11);
        kernel.register(Context.RFLAGS, 0x202 | 0x4dd5 & ~0x300);
    }

    /** A transfer with arguments that are part of the message. */
    private void transfer(int call, long callee, long deadline) {
        kernel.call(call, callee, deadline, 0xdd, 0x1010, 0x88);
    }

    private void transfer(long callee) {
        transfer(Call.TRANSFER_SYNC, callee, 0);
    }

    private void assertMessage(long seed, long callee, long deadline) {
        for (int register : MESSAGE) {
            long expected = register == Context.RDI ? callee : register == Context.RSI ? deadline
                    : register == Context.RDX ? 0xdd : register == Context.R10 ? 0x1010
                    : register == Context.R8 ? 0x88 : seed + register;
            assertEquals(expected, kernel.register(register), "register at " + register);
        }
        assertEquals(0x202, kernel.register(Context.RFLAGS));
        assertNotEquals(seed + Context.RCX, kernel.register(Context.RCX));
        assertNotEquals(seed + Context.R11, kernel.register(Context.R11));
    }

    /** Runs an environment that is expected to be able to. */
    private void assertRunsWith(long environment, long result) {
        stage.assertRuns(environment);
        assertEquals(result, kernel.register(Context.RAX));
    }

    // ---- arriving ----------------------------------------------------------------------------------------------------

    @Test
    void itArrivesAtTheEntryWithTheCallersRegisters() {
        serves();
        family.run(client);
        fill(0x1000);
        transfer(server);
        assertRunsWith(server, client);
        assertEquals(Stage.entryOf(EntryPoint.SYNCHRONOUS), kernel.register(Context.RIP));
        assertEquals(CALLER_STACK, kernel.register(Context.RSP));
        assertMessage(0x1000, server, 0);
        assertEquals(EnvironmentState.WAITING, stage.state(client));
    }

    @Test
    void theAnswerArrivesBehindTheCallOnTheCallersStack() {
        serves();
        family.run(client);
        fill(0x1000);
        transfer(server);
        fill(0x2000);
        kernel.register(Context.RSP, 0x1234_5678L);
        kernel.register(Context.RIP, 0x6666_0000L);
        transfer(client);
        assertRunsWith(client, server);
        assertEquals(CALLER_PLACE, kernel.register(Context.RIP));
        assertEquals(CALLER_STACK, kernel.register(Context.RSP));
        assertMessage(0x2000, client, 0);
    }

    /** Nobody says that a program's stack pointer must point anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 62})
    void whateverTheCallersStackPointerIsItHasItAgain(long stack) {
        serves();
        family.run(client);
        kernel.register(Context.RSP, stack);
        transfer(server);
        kernel.register(Context.RSP, 0x1234_5678L);
        transfer(client);
        assertEquals(stack, kernel.register(Context.RSP));
    }

    /** Each has an entry: whichever transfers, the other is entered there again, with nothing left of what it did before. */
    @Test
    void whoHasAnEntryIsEnteredThereAgainAndAgain() {
        serves();
        family.run(client);
        stage.entry(EntryPoint.SYNCHRONOUS);
        long from = client;
        long to = server;
        for (int round = 0; round < 6; round++) {
            fill(0x1000 * round);
            transfer(to);
            assertRunsWith(to, from);
            assertEquals(Stage.entryOf(EntryPoint.SYNCHRONOUS), kernel.register(Context.RIP));
            assertMessage(0x1000 * round, to, 0);
            long other = from;
            from = to;
            to = other;
        }
    }

    @Test
    void segmentBasesAndVectorRegistersStayWithTheirOwners() {
        family.run(server);
        stage.ok(Call.SEGMENT_BASES, 0x5000_0000L, 0);
        serves();
        family.run(client);
        stage.ok(Call.SEGMENT_BASES, 0, 0x6000_0000L);
        kernel.useVectors();
        kernel.machine().processor().vectorState().fill(0xa5);
        transfer(server);
        assertEquals(0x5000_0000L, kernel.register(Context.FS_BASE));
        assertEquals(0, kernel.register(Context.GS_BASE));
        assertEquals(false, kernel.machine().processor().vectorState().registersHold(0xa5));
        transfer(client);
        assertEquals(0, kernel.register(Context.FS_BASE));
        assertEquals(0x6000_0000L, kernel.register(Context.GS_BASE));
        assertEquals(true, kernel.machine().processor().vectorState().registersHold(0xa5));
    }

    // ---- who is entered ----------------------------------------------------------------------------------------------

    private void assertRefused(long expected, long callee) {
        for (int call : new int[] {Call.TRANSFER_SYNC, Call.TRANSFER_ASYNC}) {
            for (long deadline : new long[] {0, 1, stage.now() + 9, -1}) {
                long before = stage.booksHash();
                assertEquals(expected, kernel.call(call, callee, deadline));
                assertEquals(before, stage.booksHash(), "something has changed");
                assertEquals(-1, kernel.interrupt());
            }
        }
    }

    @Test
    void nobodyIsEnteredWhoDoesNotAccept() {
        long created = family.childIn(0, "created");
        long ended = stage.player("ended");
        family.end(ended);
        long gone = stage.player("gone");
        family.end(gone);
        family.reap(gone);
        opens(third, EntryPoint.SYNCHRONOUS, EntryPoint.ASYNCHRONOUS);
        kernel.machine().timer().advance(1);
        assertRefused(Status.WOULD_BLOCK, stage.root);
        assertRefused(Status.WOULD_BLOCK, server);
        assertRefused(Status.WOULD_BLOCK, created);
        assertRefused(Status.WOULD_BLOCK, ended);
        for (long none : new long[] {gone, 0, 7, -1, third + (1L << 16), third + Limits.ENVIRONMENTS_MAXIMUM,
            Long.MIN_VALUE, third | 1L << 63}) {
            assertRefused(Status.NO_SUCH_ENVIRONMENT, none);
        }
    }

    @Test
    void whoWaitsForEventsOnlyIsNotEntered() {
        family.run(server);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.entry(EntryPoint.ASYNCHRONOUS);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        assertRefused(Status.WOULD_BLOCK, server);
    }

    @Test
    void whoIsStoppedIsNotEnteredAndNeitherIsWhoWasWoken() {
        stage.ok(Call.ENV_GUARD, server, 1);
        serves();
        family.run(client);
        transfer(server);
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(EnvironmentState.STOPPED, stage.state(server));
        stage.assertRuns(stage.root);
        assertRefused(Status.WOULD_BLOCK, server);
        stage.ok(Call.ENV_RESUME, server, 0);
        assertRefused(Status.WOULD_BLOCK, server);
        family.run(server);
        kernel.call(Call.ACCEPT, Event.CHILD_ENDED, stage.now() + 5);
        kernel.pass(5);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(server));
        assertRefused(Status.WOULD_BLOCK, server);
    }

    @Test
    void anEntryOfTheOtherKindIsNone() {
        opens(server, EntryPoint.ASYNCHRONOUS);
        opens(third, EntryPoint.SYNCHRONOUS);
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.TRANSFER_SYNC, server, 0));
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.TRANSFER_SYNC, server, stage.now() + 9));
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.TRANSFER_ASYNC, third));
        assertEquals(EnvironmentFlag.ACCEPTING, stage.record32(server, EnvironmentRecord.FLAGS) & 0x44);
        assertEquals(EnvironmentFlag.ACCEPTING | EnvironmentFlag.OPEN, stage.record32(third, EnvironmentRecord.FLAGS) & 0x44);
    }

    @Test
    void whoHasNoEntryIsAnsweredByItsPartnerAlone() {
        serves();
        family.run(client);
        transfer(server);
        assertEquals(server, stage.record64(client, EnvironmentRecord.PARTNER));
        family.run(third);
        assertRefused(Status.WOULD_BLOCK, client);
        family.run(stage.root);
        assertRefused(Status.WOULD_BLOCK, client);
        family.run(server);
        transfer(client);
        assertRunsWith(client, server);
        assertEquals(0, stage.record64(client, EnvironmentRecord.PARTNER));
    }

    /** The partner is one that ended and came again under the same index: that is another. */
    @Test
    void anHeirOfThePartnersIndexIsNotThePartner() {
        serves();
        family.run(client);
        transfer(server);
        family.run(stage.root);
        family.end(server);
        family.reap(server);
        long heir = stage.player("heir");
        assertEquals(Family.index(server), Family.index(heir));
        family.run(heir);
        assertRefused(Status.WOULD_BLOCK, client);
    }

    @Test
    void whoHasAnEntryOfItsOwnIsOpenToAnyoneWhileItWaits() {
        serves();
        family.run(client);
        stage.entry(EntryPoint.SYNCHRONOUS);
        transfer(server);
        assertEquals(0, stage.record64(client, EnvironmentRecord.PARTNER));
        family.run(third);
        fill(0x3000);
        transfer(client);
        assertRunsWith(client, third);
        assertEquals(Stage.entryOf(EntryPoint.SYNCHRONOUS), kernel.register(Context.RIP));
        assertEquals(CALLER_STACK, kernel.register(Context.RSP));
    }

    /** The second in a chain waits for the third, and the first for the second: the third cannot answer the first. */
    @Test
    void inAChainEachAnswersWhoEnteredIt() {
        opens(third, EntryPoint.SYNCHRONOUS);
        serves();
        family.run(client);
        transfer(server);
        stage.ok(Call.ENTRY_POINT, EntryPoint.SYNCHRONOUS, 0);
        transfer(third);
        assertRefused(Status.WOULD_BLOCK, client);
        transfer(server);
        assertRunsWith(server, third);
        transfer(client);
        assertRunsWith(client, server);
    }

    // ---- accept ------------------------------------------------------------------------------------------------------

    @Test
    void anAcceptEndsWithAnEventToo() {
        family.run(server);
        stage.entry(EntryPoint.SYNCHRONOUS);
        kernel.call(Call.ACCEPT, Event.CHILD_ENDED | Event.REVOCATION, stage.now() + 100);
        kernel.pass(100);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(server));
        assertRefused(Status.WOULD_BLOCK, server);
        family.run(server);
        assertEquals(Event.DEADLINE, kernel.register(Context.RAX));
        assertEquals(Event.DEADLINE, kernel.call(Call.ACCEPT, 0, stage.now()));
    }

    /** What it waited for besides is not waited for any more, and cannot end anything that it does later. */
    @Test
    void whoIsEnteredWaitsForNothingElseAnyMore() {
        family.run(server);
        stage.entry(EntryPoint.SYNCHRONOUS);
        kernel.call(Call.ACCEPT, Event.CHILD_ENDED, stage.now() + 1000);
        family.run(client);
        transfer(server);
        kernel.call(Call.ACCEPT, Event.CHILD_ENDED, 0);
        kernel.pass(2000);
        assertEquals(EnvironmentState.WAITING, stage.state(server));
    }

    // ---- answers that do not come ------------------------------------------------------------------------------------

    @Test
    void theWaitForAnAnswerEndsAtItsDeadlineAndNotBefore() {
        serves();
        family.run(client);
        fill(0x1000);
        long deadline = stage.now() + 1000;
        transfer(Call.TRANSFER_SYNC, server, deadline);
        assertRunsWith(server, client);
        kernel.pass(999);
        assertEquals(EnvironmentState.WAITING, stage.state(client));
        kernel.pass(1);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(client));
        stage.assertRuns(server);
        assertRefused(Status.WOULD_BLOCK, client);
        family.run(client);
        assertEquals(Status.TIMED_OUT, kernel.register(Context.RAX));
        assertEquals(CALLER_PLACE, kernel.register(Context.RIP));
        assertEquals(CALLER_STACK, kernel.register(Context.RSP));
    }

    /** So it is with an entry of one's own: one's turn to be entered is over. */
    @Test
    void whoeverIsOpenGivesUpAtItsDeadlineToo() {
        serves();
        family.run(client);
        stage.entry(EntryPoint.SYNCHRONOUS);
        transfer(Call.TRANSFER_SYNC, server, stage.now() + 1000);
        kernel.pass(1000);
        assertRefused(Status.WOULD_BLOCK, client);
        family.run(client);
        assertEquals(Status.TIMED_OUT, kernel.register(Context.RAX));
    }

    @Test
    void aDeadlineThatIsPastLetsTheTransferArriveAndTheCallerGoOn() {
        kernel.machine().timer().advance(1000);
        for (long deadline : new long[] {1, 1000, -1, Long.MIN_VALUE}) {
            serves();
            family.run(client);
            transfer(Call.TRANSFER_SYNC, server, deadline);
            assertRunsWith(server, client);
            assertEquals(deadline, kernel.register(Context.RSI));
            kernel.interrupts();
            stage.assertRuns(server);
            assertEquals(EnvironmentState.RUNNABLE, stage.state(client));
            family.run(client);
            assertEquals(Status.TIMED_OUT, kernel.register(Context.RAX));
            family.run(stage.root);
        }
    }

    @Test
    void whoWasAnsweredIsNotWokenByItsDeadline() {
        serves();
        family.run(client);
        transfer(Call.TRANSFER_SYNC, server, stage.now() + 1000);
        transfer(client);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        kernel.pass(2000);
        assertEquals(EnvironmentState.WAITING, stage.state(client));
    }

    @Test
    void theWaitForAnAnswerEndsWithThePartner() {
        serves();
        family.run(client);
        fill(0x1000);
        transfer(server);
        kernel.call(Call.EXIT, 0);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(client));
        family.run(client);
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.register(Context.RAX));
        assertEquals(CALLER_PLACE, kernel.register(Context.RIP));
        assertEquals(CALLER_STACK, kernel.register(Context.RSP));
    }

    @Test
    void whoeverIsEndedWhileItWaitsForAnAnswerIsNotEntered() {
        serves();
        family.run(client);
        transfer(Call.TRANSFER_SYNC, server, stage.now() + 1000);
        family.run(stage.root);
        family.end(client);
        family.run(server);
        assertRefused(Status.WOULD_BLOCK, client);
        kernel.pass(1000);
        assertEquals(EnvironmentState.ENDED, stage.state(client));
    }
}
