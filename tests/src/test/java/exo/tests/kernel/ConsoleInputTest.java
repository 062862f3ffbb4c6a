package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** Typed bytes reach the one owner of the input, all of them and in order; what does not fit stays in the device. */
class ConsoleInputTest {
    private static final long BUFFER = Family.PAGE;
    /** What one interrupt takes from the device at most. */
    private static final int BYTES_OF_INTERRUPT = 192;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private String read(int byteCount) {
        long taken = kernel.call(Call.CONSOLE_READ, BUFFER, byteCount);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < taken; i++) {
            text.append((char) kernel.user().load8(BUFFER + i));
        }
        return text.toString();
    }

    @Test
    void bytesAreReadInOrderAsManyAsThereAre() {
        family.map(self, BUFFER, Family.WRITE);
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.CONSOLE_READ, BUFFER, 10));
        kernel.type("hello");
        assertEquals("hel", read(3));
        kernel.type(" you");
        assertEquals("lo you", read(4096));
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.CONSOLE_READ, BUFFER, 1));
    }

    @Test
    void aReadGivesAnHonestPartOfMuchAndTheRestLater() {
        long end = BUFFER + Limits.BYTES_IN_FRAME;
        family.map(self, BUFFER, Family.WRITE);
        family.map(self, end, Family.WRITE);
        String text = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(20);
        kernel.type(text);
        kernel.user().store64(end - 100 + Limits.CONSOLE_READ_MAXIMUM, -1);
        assertEquals(Limits.CONSOLE_READ_MAXIMUM, kernel.call(Call.CONSOLE_READ, end - 100, 4096));
        for (int i = 0; i < Limits.CONSOLE_READ_MAXIMUM; i++) {
            assertEquals(text.charAt(i), kernel.user().load8(end - 100 + i));
        }
        assertEquals(-1, kernel.user().load64(end - 100 + Limits.CONSOLE_READ_MAXIMUM));
        StringBuilder rest = new StringBuilder();
        while (kernel.books().inputBytes() > 0) {
            rest.append(read(4096));
        }
        assertEquals(text.substring(Limits.CONSOLE_READ_MAXIMUM), rest.toString());
    }

    @Test
    void aReadBeyondWhatThereIsLeavesTheRestOfTheBufferAlone() {
        family.map(self, BUFFER, Family.WRITE);
        kernel.user().store64(BUFFER, -1);
        kernel.type("ab");
        assertEquals("ab", read(8));
        assertEquals(0xff, kernel.user().load8(BUFFER + 2));
    }

    @Test
    void aFullRingKeepsBytesInTheDeviceAndTakesThemWhenThereIsRoom() {
        family.map(self, BUFFER, Family.WRITE);
        int count = (int) RawBooks.RING_BYTES + 1000;
        for (int i = 0; i < count; i++) {
            kernel.machine().console().type('a' + i % 26);
        }
        int interrupts = (int) (RawBooks.RING_BYTES + BYTES_OF_INTERRUPT - 1) / BYTES_OF_INTERRUPT;
        assertEquals(interrupts, kernel.interrupts(), "a full ring does not quench the interrupt");
        assertEquals(1000, kernel.machine().console().typedAndNotReceived());
        StringBuilder all = new StringBuilder();
        while (all.length() < count) {
            all.append(read(777));
            kernel.interrupts();
        }
        for (int i = 0; i < count; i++) {
            assertEquals('a' + i % 26, all.charAt(i));
        }
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.CONSOLE_READ, BUFFER, 1));
    }

    @Test
    void theOwnerWhoWaitsIsWoken() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertEquals(0, kernel.current());
        kernel.type("x");
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Event.CONSOLE_INPUT, kernel.register(Context.RAX));
    }

    @Test
    void onlyTheOwnerReadsAndGives() {
        long child = family.runningWithPage("child", 20);
        kernel.type("secret");
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_READ, BUFFER, 10));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_GIVE, child));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_GIVE, self));
        assertEquals(0, kernel.user().load64(BUFFER));
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, child));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_READ, StewardFile.DATA, 10));
        family.run(child);
        assertEquals("secret", read(10));
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, self));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_READ, BUFFER, 10));
    }

    @Test
    void whoIsGivenUnreadBytesHearsOfThem() {
        long child = family.started("child", 4);
        kernel.type("unread");
        family.run(child);
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, child));
        family.run(child);
        assertEquals(Event.CONSOLE_INPUT, kernel.register(Context.RAX));
    }

    @Test
    void theInputIsGivenToRelativesThatAreAlive() {
        long child = family.started("child", 40);
        long sibling = family.started("sibling", 4);
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, child));
        family.run(child);
        long ended = family.child("ended", 4);
        family.end(ended);
        assertEquals(Status.WRONG_STATE, kernel.call(Call.CONSOLE_GIVE, ended));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_GIVE, sibling));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CONSOLE_GIVE, child));
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.CONSOLE_GIVE, 0));
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, self));
    }

    @Test
    void sizesAreFromOneToAFrame() {
        family.map(self, BUFFER, Family.WRITE);
        kernel.type("x");
        for (long count : new long[] {0, -1, 4097, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.CONSOLE_READ, BUFFER, count));
        }
        assertEquals(1, kernel.call(Call.CONSOLE_READ, BUFFER, 4096));
    }
}
