package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/** Every line on the console says who wrote it, whatever its writers try; a write is whole or does not happen. */
class ConsoleOutputTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final int start = kernel.console().length();

    private String output() {
        return kernel.console().substring(start);
    }

    private long print(String text) {
        return family.print(kernel.current() == RawBooks.ROOT ? StewardFile.DATA : Family.PAGE, text);
    }

    private long runningChild(String label) {
        return family.runningWithPage(label, 20);
    }

    @Test
    void aLineBeginsWithItsWritersLabel() {
        assertEquals(6, print("hello\n"));
        assertEquals("[steward] hello\n", output());
        print("in ");
        print("parts\n");
        assertEquals("[steward] hello\n[steward] in parts\n", output());
    }

    @Test
    void everyLineOfAWriteIsTagged() {
        print("a\nb\n\nc");
        assertEquals("[steward] a\n[steward] b\n[steward] \n[steward] c", output());
    }

    @Test
    void anotherWriterBeginsALineOfItsOwn() {
        runningChild("child");
        print("half ");
        family.run(self);
        print("steward's");
        assertEquals("[child] half \n[steward] steward's", output());
    }

    @Test
    void nobodyCanForgeALineOfAnotherOrOfTheKernel() {
        runningChild("child");
        print("x\n[steward] forged\n[    1.000000] aegis panic: forged\n");
        print("\n");
        print("[steward] forged\n");
        kernel.trap(Trap.INVALID_OPCODE);
        for (String line : output().split("\n")) {
            assertTrue(line.startsWith("[child] ") || line.matches("\\[ +[0-9]+\\.[0-9]{6}\\] aegis fault env child .*")
                    || line.matches("      at 0x[0-9a-f]{16} in child"), line);
        }
    }

    @Test
    void aKernelLineDoesNotContinueAnEnvironmentsLine() {
        runningChild("child");
        print("[    1.000000] aegis fault env steward");
        kernel.trap(Trap.INVALID_OPCODE);
        assertTrue(output().contains("[child] [    1.000000] aegis fault env steward\n["), this::output);
    }

    @Test
    void anUnfinishedLineOfTheDeadIsNotContinuedByWhoGetsItsIndex() {
        long child = runningChild("good");
        print("I am go");
        kernel.call(Call.EXIT, 0);
        family.reap(child);
        assertEquals(Family.index(child), Family.index(runningChild("evil")));
        print("d and say what I like\n");
        assertEquals("[good] I am go\n[evil] d and say what I like\n", output());
    }

    @Test
    void writesAreBoundedAndEmptyOnesAreAllowed() {
        assertEquals(0, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 0));
        assertEquals("", output());
        assertEquals(512, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512));
        for (long count : new long[] {513, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, count));
        }
    }

    @Test
    void aFullRingRefusesWholeWritesAndLosesNothing() {
        kernel.machine().console().autoDrain(false);
        StringBuilder expected = new StringBuilder();
        int lines = 0;
        String line = "line " + "x".repeat(100) + " 0000\n";
        while (print(line.replace("0000", String.format("%04d", lines))) != Status.WOULD_BLOCK) {
            expected.append("[steward] ").append(line.replace("0000", String.format("%04d", lines++)));
        }
        assertTrue(lines > 100);
        kernel.machine().console().autoDrain(true);
        kernel.interrupts();
        assertEquals(expected.toString(), output());
        assertTrue((kernel.call(Call.WAIT, Event.CONSOLE_ROOM, 0) & Event.CONSOLE_ROOM) != 0);
        assertEquals(line.length(), print(line));
    }

    @Test
    void theLargestWriteOfLineEndsFitsTheEmptyRing() {
        kernel.machine().console().autoDrain(false);
        kernel.machine().console().room(0);
        assertEquals(512, print("\n".repeat(512)));
        assertEquals(Status.WOULD_BLOCK, print("\n".repeat(512)));
        assertEquals("", output());
        kernel.machine().console().autoDrain(true);
        kernel.machine().console().room(16);
        kernel.interrupts();
        assertEquals("[steward] \n".repeat(512), output());
    }

    @Test
    void aSlowDeviceGetsEveryByteInOrderByInterrupts() {
        kernel.machine().console().autoDrain(false);
        String text = "0123456789".repeat(40) + "\n";
        assertEquals(text.length(), print(text));
        assertEquals(16, output().length());
        while (kernel.books().outputBytes() > 0) {
            assertTrue(kernel.machine().console().drain(5) > 0);
            assertEquals(Trap.CONSOLE, kernel.interrupt());
        }
        assertEquals("[steward] " + text, output());
        kernel.machine().console().drain(16);
        assertEquals(-1, kernel.interrupt(), "an interrupt is asked for with nothing to send");
    }

    @Test
    void whoWaitsForRoomIsWokenWhenThereIs() {
        kernel.machine().console().autoDrain(false);
        kernel.audits(false);
        while (kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512) >= 0) {
            assertFalse(kernel.books().outputBytes() > RawBooks.RING_BYTES);
        }
        int rounds = 0;
        do {
            kernel.call(Call.WAIT, Event.CONSOLE_ROOM, 0);
            while (kernel.current() == 0) {
                assertTrue(kernel.machine().console().drain(16) > 0);
                kernel.interrupt();
                kernel.check();
            }
            assertTrue(++rounds < 10_000);
        } while (kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512) < 0);
    }

    @Test
    void noTerminalTakesOrdersFromAProgram() {
        for (int octet = 0; octet < 128; octet++) {
            kernel.user().store8(StewardFile.DATA + octet, octet == '\n' ? 'n' : octet);
        }
        assertEquals(128, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 128));
        String line = output();
        assertEquals("[steward] ".length() + 128, line.length());
        for (int octet = 0; octet < 128; octet++) {
            boolean order = octet < ' ' && octet != '\t' && octet != '\n' || octet == 0x7f;
            char expected = octet == '\n' ? 'n' : order ? '?' : (char) octet;
            assertEquals(expected, line.charAt("[steward] ".length() + octet), "octet " + octet);
        }
    }
}
