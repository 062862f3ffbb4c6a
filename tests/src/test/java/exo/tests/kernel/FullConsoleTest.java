package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A console whose device is too slow: writers are refused and lose nothing, whoever waits for room hears of it, and the
 * kernel's own lines have room that no program can take, or say how many were left out.
 */
class FullConsoleTest {
    private static final String LINE = "line " + "x".repeat(100) + " 0000\n";

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final int start = kernel.console().length();

    @BeforeEach
    void theDeviceSendsNothing() {
        kernel.machine().console().autoDrain(false);
    }

    /** The device takes everything again; gives all that came out since the beginning. */
    private String drained() {
        kernel.machine().console().autoDrain(true);
        return kernel.printed().substring(start);
    }

    private static String line(int number) {
        return LINE.replace("0000", String.format("%04d", number));
    }

    /** The steward writes until it is refused; gives what must come out. */
    private String fill() {
        StringBuilder expected = new StringBuilder();
        int lines = 0;
        while (family.print(StewardFile.DATA, line(lines)) != Status.WOULD_BLOCK) {
            expected.append("[steward] ").append(line(lines++));
        }
        assertTrue(lines > 100);
        return expected.toString();
    }

    private void fault(long child) {
        family.run(child);
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    @Test
    void whatWasTakenIsNotLostAndTheWriterHearsOfRoom() {
        String expected = fill();
        assertEquals(expected, drained());
        assertTrue((kernel.call(Call.WAIT, Event.CONSOLE_ROOM, 0) & Event.CONSOLE_ROOM) != 0);
        assertEquals(LINE.length(), family.print(StewardFile.DATA, LINE));
    }

    @Test
    void aLineOf256BytesIsWholeOrRefused() {
        long child = family.started("child", 20);
        family.map(child, Family.PAGE, Family.WRITE);
        String line = "y".repeat(255) + "\n";
        StringBuilder expected = new StringBuilder();
        long taken = 0;
        while (taken != Status.WOULD_BLOCK) {
            String label = kernel.current() == RawBooks.ROOT ? "steward" : "child";
            taken = family.print(kernel.current() == RawBooks.ROOT ? StewardFile.DATA : Family.PAGE, line);
            if (taken != Status.WOULD_BLOCK) {
                assertEquals(line.length(), taken);
                expected.append('[').append(label).append("] ").append(line);
            }
            family.run(kernel.current() == RawBooks.ROOT ? child : self);
        }
        assertEquals(Status.WOULD_BLOCK, family.print(kernel.current() == RawBooks.ROOT ? StewardFile.DATA : Family.PAGE, "z"));
        assertEquals(expected.toString(), drained());
    }

    @Test
    void linesWithoutEndAreTakenUntilThereIsNoRoom() {
        String text = "\n".repeat(512);
        int taken = family.printAll(StewardFile.DATA, text);
        assertEquals(512, taken);
        int last;
        do {
            last = family.printAll(StewardFile.DATA, text);
            taken += last;
        } while (last == 512);
        assertTrue(kernel.books().outputBytes() <= RawBooks.RING_BYTES);
        assertEquals("[steward] \n".repeat(taken), drained());
    }

    @Test
    void whoWaitsForRoomIsWokenWhenThereIs() {
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
            assertTrue(++rounds < 3, "woken although there is no room");
        } while (kernel.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512) < 0);
    }

    @Test
    void aFaultIsReportedWholeThoughAProgramFilledTheConsole() {
        long child = family.started("child", 20);
        String expected = fill();
        fault(child);
        String report = drained().substring(expected.length());
        assertTrue(report.matches("\\[.*\\] aegis fault env child \\(2\\): invalid opcode, no handler registered\n"
                + "      at 0x[0-9a-f]{16} in child\n"), report);
    }

    @Test
    void aReportIsTheSameWhereverInTheRingItLies() {
        kernel.machine().console().autoDrain(true);
        kernel.audits(false);
        for (int i = 0; i < 150; i++) {
            long child = family.started("child", 20);
            String before = "x".repeat(i) + "\n";
            assertEquals(before.length(), family.printAll(StewardFile.DATA, before));
            int length = kernel.printed().length();
            fault(child);
            String report = kernel.printed().substring(length);
            assertTrue(report.matches("\\[.*\\] aegis fault env child \\(2\\): invalid opcode, no handler registered\n"
                    + "      at 0x0000000000500000 in child\n"), report);
            family.reap(child);
        }
        assertTrue(kernel.console().length() > RawBooks.RING_BYTES, "the ring was not gone around");
    }

    @Test
    void reportsThatFoundNoRoomAreCountedAndToldOfOnceThereIsSome() {
        long[] children = new long[6];
        for (int i = 0; i < children.length; i++) {
            children[i] = family.started("child" + i, 8);
        }
        String filled = fill();
        for (long child : children) {
            fault(child);
        }
        String reports = drained().substring(filled.length());
        int told = reports.split(" aegis fault env ", -1).length - 1;
        assertTrue(told > 0 && told < children.length, reports);
        assertEquals(told, reports.split("      at 0x[0-9a-f]{16} in child[0-9]\n", -1).length - 1, reports);
        assertTrue(reports.endsWith("] aegis warn console: no room for " + (children.length - told) + " fault reports\n"),
                reports);
        fault(family.started("after", 8));
        assertFalse(kernel.printed().substring(start + filled.length() + reports.length()).contains("warn"));
    }

    @Test
    void reportsThatFoundNoRoomAreToldOfWhenTheMachineEnds() {
        long[] children = {family.started("a", 8), family.started("b", 8), family.started("c", 8), family.started("d", 8),
            family.started("e", 8), family.started("f", 8)};
        fill();
        for (long child : children) {
            fault(child);
        }
        kernel.machine().console().autoDrain(true);
        assertThrows(MachineOff.class, () -> kernel.call(Call.POWER_OFF, 0, 0, 0));
        assertTrue(kernel.console().matches("(?s).* aegis warn console: no room for [1-5] fault reports\n"), kernel::console);
    }

    @Test
    void aPanicIsToldThoughAProgramFilledTheConsole() {
        String expected = fill();
        kernel.machine().console().autoDrain(true);
        assertThrows(MachineOff.class, () -> kernel.aegis().panic().stop("because"));
        String output = kernel.console().substring(start);
        assertTrue(output.startsWith(expected), output);
        assertTrue(output.endsWith("aegis panic: because\n  current environment: steward (1)\n"), output);
    }
}
