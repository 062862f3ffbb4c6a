package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/** The machine ends when the root says so, or is no more, and the host is told why; it tells its numbers to everyone. */
class PowerTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);

    private void assertEnds(Runnable deed, int status, String lastLine) {
        assertEquals(status, assertThrows(MachineOff.class, deed::run).status());
        assertEquals(status, kernel.machine().powerOffStatus());
        assertTrue(kernel.machine().controlOutput().endsWith("\n" + lastLine + "\n"), kernel.machine().controlOutput());
    }

    @Test
    void theRootEndsTheMachineWithAStatus() {
        assertEnds(() -> kernel.call(Call.POWER_OFF, 5, Reason.EXIT, 0), 5, "exit 5 exit -");
    }

    @Test
    void theHostIsToldWhichEnvironmentMattered() {
        long child = family.child("worker", 4);
        assertEnds(() -> kernel.call(Call.POWER_OFF, 100, Reason.FAULT, child), 100, "exit 100 fault worker");
    }

    @Test
    void outputIsFlushedFirst() {
        family.print(StewardFile.DATA, "last words\n");
        assertEnds(() -> kernel.call(Call.POWER_OFF, 0, Reason.ENDED, 0), 0, "exit 0 ended -");
        assertEquals(0, kernel.books().outputBytes());
        assertTrue(kernel.console().endsWith("[steward] last words\n"));
    }

    @Test
    void theRootsOwnEndIsTheMachines() {
        assertEnds(() -> kernel.call(Call.EXIT, 3), 3, "exit 3 exit steward");
    }

    @Test
    void theRootsFaultIsTheMachinesEnd() {
        assertEnds(() -> kernel.trap(Trap.PAGE_FAULT, 6, 0), 127, "exit 139 fault steward");
        assertTrue(kernel.console().contains("aegis fault env steward (1): write to 0x0"), kernel::console);
    }

    @Test
    void nobodyElseEndsTheMachine() {
        family.run(family.started("child", 4));
        for (long status : new long[] {0, 1, 127, -1, Long.MAX_VALUE}) {
            assertEquals(Status.NOT_YOURS, kernel.call(Call.POWER_OFF, status, 0, 0));
        }
    }

    @Test
    void statusesOutOfRangeAreRefused() {
        for (long status : new long[] {-1, 256, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.POWER_OFF, status, 0, 0));
        }
    }

    @Test
    void numbersOfTheMachineAreForEveryone() {
        family.run(family.started("child", 4));
        assertEquals(1_000_000_000L, kernel.call(Call.MACHINE_INFO, Info.CYCLES_PER_SECOND));
        assertEquals(1_000_000L, kernel.call(Call.MACHINE_INFO, Info.SLICE_CYCLES));
        assertEquals(Limits.ABI_VERSION, kernel.call(Call.MACHINE_INFO, Info.ABI_VERSION));
        assertTrue(kernel.call(Call.MACHINE_INFO, Info.FRAMES_TOTAL) >= kernel.call(Call.MACHINE_INFO, Info.FRAMES_FREE));
    }

    @Test
    void itemsThatAreNoneOfTheListAreRefused() {
        for (long item : new long[] {-1, Info.TRANSLATION_FLUSHES + 1, 1L << 32, 1L << 32 | Info.FRAMES_FREE, 1L << 63, Long.MAX_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.MACHINE_INFO, item), Long.toHexString(item));
        }
    }
}
