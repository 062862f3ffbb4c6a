package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/**
 * A synchronous transfer donates the running slice with its turns to come, by whoever owns or holds it, until it is transferred
 * on; it is its owner's again when the holder ends, the partner ends, or the owner gives up. An asynchronous one lends the rest
 * of one slice.
 */
class DonationTest {
    private static final int FIRST = 10;
    private static final int SECOND = 30;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final long client = stage.player("client", FIRST, SECOND);
    private final long server = stage.player("server");
    private final long third = stage.player("third");

    private void opens(long environment) {
        family.run(environment);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
    }

    private void transfer(long callee) {
        assertTrue(kernel.call(Call.TRANSFER_SYNC, callee, 0) >= 0);
        stage.assertRuns(callee);
    }

    private long holder(int position) {
        return kernel.books().sliceHolder(position);
    }

    /** The client, in its first slice, has called the server. */
    private void called() {
        opens(server);
        stage.until(FIRST);
        transfer(server);
    }

    private void assertRunsAt(int position, long environment) {
        stage.until(position);
        stage.assertRuns(environment);
    }

    // ---- synchronously -----------------------------------------------------------------------------------------------

    @Test
    void theRunningSliceGoesOnForTheCalleeAndEndsWhenItWould() {
        opens(server);
        stage.until(FIRST);
        long end = kernel.books().sliceEnd();
        kernel.machine().timer().advance(stage.slice / 3);
        transfer(server);
        assertEquals(end, kernel.books().sliceEnd());
        assertEquals(FIRST, stage.position());
        kernel.pass(end - stage.now() - 1);
        stage.assertRuns(server);
        kernel.pass(1);
        stage.assertRuns(stage.root);
    }

    @Test
    void itsTurnsToComeAreTheCalleesAndNoOthers() {
        called();
        assertEquals(Family.index(server), holder(FIRST));
        assertEquals(0, holder(SECOND));
        assertEquals(Family.index(client), kernel.books().sliceOwner(FIRST));
        assertEquals(2, stage.record32(client, EnvironmentRecord.SLICES_HELD));
        for (int step = 1; step <= 2 * Limits.SLICES; step++) {
            stage.runOut();
            assertTrue(stage.position() != SECOND, "its owner waits");
            stage.assertRuns(stage.position() == FIRST ? server : stage.root);
        }
    }

    @Test
    void itComesBackWithTheAnswer() {
        called();
        stage.until(FIRST);
        transfer(client);
        assertEquals(Family.index(client), holder(FIRST));
        assertRunsAt(FIRST, client);
        assertRunsAt(SECOND, client);
        assertEquals(EnvironmentState.WAITING, stage.state(server));
    }

    @Test
    void itIsTransferredOnByWhoHoldsIt() {
        opens(third);
        called();
        transfer(third);
        assertEquals(Family.index(third), holder(FIRST));
        assertRunsAt(FIRST, third);
        transfer(server);
        transfer(client);
        assertRunsAt(FIRST, client);
    }

    /** Who has the rest of a slice by a yield has nothing to donate but that. */
    @Test
    void whoNeitherOwnsNorHoldsItDonatesTheRestAlone() {
        opens(server);
        int position = stage.position();
        family.run(third);
        assertEquals(position, stage.position());
        transfer(server);
        assertEquals(0, holder(position));
        for (int other = 0; other < Limits.SLICES; other++) {
            assertEquals(0, holder(other));
        }
        assertRunsAt(position, stage.root);
    }

    @Test
    void whileTheHolderCannotRunTheOwnerDoes() {
        family.run(client);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.entry(EntryPoint.ASYNCHRONOUS);
        family.run(stage.root);
        called();
        family.run(stage.root);
        kernel.call(Call.TRANSFER_ASYNC, client);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(client));
        assertRunsAt(FIRST, server);
        kernel.call(Call.WAIT, Event.DEADLINE, stage.now() + 5 * Limits.SLICES * stage.slice / 2);
        assertRunsAt(FIRST, client);
        assertRunsAt(FIRST, client);
        assertRunsAt(FIRST, server);
    }

    @Test
    void theOwnerTakesItBackByFreeingIt() {
        family.run(client);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.entry(EntryPoint.ASYNCHRONOUS);
        family.run(stage.root);
        called();
        family.run(stage.root);
        kernel.call(Call.TRANSFER_ASYNC, client);
        stage.ok(Call.SLICE_FREE, FIRST);
        assertEquals(0, holder(FIRST));
        assertEquals(FIRST, kernel.call(Call.SLICE_ALLOC, FIRST));
        assertRunsAt(FIRST, client);
    }

    // ---- what ends it ------------------------------------------------------------------------------------------------

    @Test
    void itIsItsOwnersAgainWhenTheHolderEnds() {
        called();
        kernel.call(Call.EXIT, 0);
        assertEquals(0, holder(FIRST));
        assertRunsAt(FIRST, client);
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.register(Context.RAX));
    }

    /** Whoever has it by then: the answer for which it was lent cannot come. */
    @Test
    void itIsItsOwnersAgainWhenThePartnerEnds() {
        opens(third);
        called();
        transfer(third);
        family.run(stage.root);
        family.end(server);
        assertEquals(0, holder(FIRST));
        assertRunsAt(FIRST, client);
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.register(Context.RAX));
    }

    @Test
    void itIsItsOwnersAgainWhenThatGivesUp() {
        opens(third);
        opens(server);
        stage.until(FIRST);
        kernel.call(Call.TRANSFER_SYNC, server, stage.now() + 3 * Limits.SLICES * stage.slice / 2);
        transfer(third);
        assertRunsAt(FIRST, third);
        assertEquals(Family.index(third), holder(FIRST));
        stage.until(FIRST);
        assertEquals(0, holder(FIRST));
        stage.assertRuns(client);
        assertEquals(Status.TIMED_OUT, kernel.register(Context.RAX));
    }

    /** All that it lent while it waited, not the slice alone in which it called last. */
    @Test
    void allThatWasLentComesBackAtTheDeadline() {
        called();
        stage.runOut();
        family.run(server);
        transfer(client);
        assertEquals(Family.index(server), holder(FIRST), "answered in another slice");
        stage.until(SECOND);
        kernel.call(Call.TRANSFER_SYNC, server, stage.now() + 1);
        assertEquals(Family.index(server), holder(SECOND));
        kernel.pass(1);
        assertEquals(0, holder(FIRST));
        assertEquals(0, holder(SECOND));
        assertRunsAt(FIRST, client);
    }

    @Test
    void whenTheOwnerEndsItIsFree() {
        called();
        family.run(stage.root);
        family.end(client);
        assertEquals(0, kernel.books().sliceOwner(FIRST));
        assertEquals(0, holder(FIRST));
        for (int step = 0; step < Limits.SLICES; step++) {
            stage.runOut();
            stage.assertRuns(stage.root);
        }
    }

    // ---- asynchronously ----------------------------------------------------------------------------------------------

    private void opensAsynchronously(long environment) {
        family.run(environment);
        stage.entry(EntryPoint.ASYNCHRONOUS);
        stage.accept();
    }

    @Test
    void anAsynchronousTransferLendsTheRestOfTheSliceAndNoMore() {
        opensAsynchronously(server);
        stage.until(FIRST);
        long end = kernel.books().sliceEnd();
        kernel.machine().timer().advance(stage.slice / 3);
        kernel.call(Call.TRANSFER_ASYNC, server);
        stage.assertRuns(server);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(client));
        assertEquals(0, holder(FIRST));
        assertEquals(end, kernel.books().sliceEnd());
        stage.runOut();
        stage.assertRuns(stage.root);
        assertRunsAt(SECOND, client);
        assertRunsAt(FIRST, client);
        assertEquals(EnvironmentState.RUNNABLE, stage.state(server));
    }

    @Test
    void itArrivesWithTheCallersRegistersWhichTheCallerKeeps() {
        opensAsynchronously(server);
        family.run(client);
        for (int register = Context.RBX; register <= Context.R15; register += Long.BYTES) {
            kernel.register(register, 0x1000 + register);
        }
        kernel.register(Context.RIP, 0x6000_0000L);
        kernel.register(Context.RSP, 0x7000_0000L);
        kernel.register(Context.RFLAGS, 0x202 | 0x8d5);
        kernel.call(Call.TRANSFER_ASYNC, server, 2, 3, 4, 5);
        assertEquals(client, kernel.register(Context.RAX));
        assertEquals(Stage.entryOf(EntryPoint.ASYNCHRONOUS), kernel.register(Context.RIP));
        assertEquals(0x202, kernel.register(Context.RFLAGS));
        assertEquals(0x7000_0000L, kernel.register(Context.RSP));
        assertMessage();
        for (int register = Context.RAX; register <= Context.R15; register += Long.BYTES) {
            kernel.register(register, 0xbad);
        }
        family.run(client);
        assertEquals(0, kernel.register(Context.RAX));
        assertEquals(0x6000_0000L, kernel.register(Context.RIP));
        assertEquals(0x7000_0000L, kernel.register(Context.RSP));
        assertEquals(0x202 | 0x8d5, kernel.register(Context.RFLAGS));
        assertMessage();
    }

    private void assertMessage() {
        for (int register : new int[] {Context.RBX, Context.RBP, Context.R9, Context.R12, Context.R13, Context.R14,
            Context.R15}) {
            assertEquals(0x1000 + register, kernel.register(register), "register at " + register);
        }
        int[] arguments = {Context.RSI, Context.RDX, Context.R10, Context.R8};
        for (int i = 0; i < arguments.length; i++) {
            assertEquals(i + 2, kernel.register(arguments[i]));
        }
    }

    /** The message of a program that sleeps at once must not be woken into: it waits where it accepted. */
    @Test
    void whoWasEnteredAcceptsAgainAndIsEnteredAgain() {
        opensAsynchronously(server);
        for (int round = 0; round < 3; round++) {
            stage.until(FIRST);
            kernel.call(Call.TRANSFER_ASYNC, server);
            stage.assertRuns(server);
            assertEquals(client, kernel.register(Context.RAX));
            stage.accept();
            assertEquals(EnvironmentState.WAITING, stage.state(server));
        }
    }
}
