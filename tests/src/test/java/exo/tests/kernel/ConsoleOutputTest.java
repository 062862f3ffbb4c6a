package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/**
 * Every line on the console says who wrote it, whatever its writers try; what a write says that it took comes out once and in
 * order, and the device gets it in bounded portions.
 */
class ConsoleOutputTest {
    /** What one call or interrupt hands the device at most. */
    private static final int BYTES_OF_DEVICE = 192;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final int start = kernel.console().length();

    private String output() {
        return kernel.console().substring(start);
    }

    private long print(String text) {
        return family.printAll(kernel.current() == RawBooks.ROOT ? StewardFile.DATA : Family.PAGE, text);
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
        kernel.interrupts();
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
        long taken = kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512);
        assertTrue(taken >= 256 && taken <= 512, "taken " + taken);
        kernel.interrupts();
        assertEquals("[steward] ".length() + taken, output().length());
        for (long count : new long[] {513, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, count));
        }
    }

    @Test
    void aWriteOfManyLinesIsTakenInPartsThatMakeTheWhole() {
        String text = "\n".repeat(400) + "abc\n".repeat(28);
        family.poke(StewardFile.DATA, text);
        int taken = 0;
        int calls = 0;
        while (taken < text.length()) {
            taken += (int) kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA + taken, text.length() - taken);
            assertTrue(++calls < 100, "a write takes next to nothing");
            kernel.interrupts();
            assertEquals(taken, output().replace("[steward] ", "").length(), "what came out is not what was said to be taken");
        }
        assertEquals("[steward] \n".repeat(400) + "[steward] abc\n".repeat(28), output());
    }

    @Test
    void noCallAndNoInterruptHandsTheDeviceMoreThanItsPortion() {
        print("x".repeat(250));
        int length = output().length();
        assertEquals(BYTES_OF_DEVICE, length);
        while (kernel.interrupt() >= 0) {
            assertTrue(output().length() <= length + BYTES_OF_DEVICE);
            length = output().length();
        }
        assertEquals("[steward] " + "x".repeat(250), output());
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
    void noTerminalTakesOrdersFromAProgram() {
        for (int octet = 0; octet < 128; octet++) {
            kernel.user().store8(StewardFile.DATA + octet, octet == '\n' ? 'n' : octet);
        }
        assertEquals(128, kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 128));
        kernel.interrupts();
        String line = output();
        assertEquals("[steward] ".length() + 128, line.length());
        for (int octet = 0; octet < 128; octet++) {
            boolean order = octet < ' ' && octet != '\t' && octet != '\n' || octet == 0x7f;
            char expected = octet == '\n' ? 'n' : order ? '?' : (char) octet;
            assertEquals(expected, line.charAt("[steward] ".length() + octet), "octet " + octet);
        }
    }
}
