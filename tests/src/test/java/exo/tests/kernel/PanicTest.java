package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.machine.Trap;
import exo.machine.simulated.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** A panic leaves an epitaph: what, where, and who ran, on a line of the kernel's; then the machine ends with 125. */
class PanicTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);

    private void assertPanics(Runnable deed) {
        assertEquals(125, assertThrows(MachineOff.class, deed::run).status());
    }

    @Test
    void anExceptionInTheKernelTellsCauseAndPlace() {
        assertPanics(() -> kernel.aegis().panic().trap(Trap.PAGE_FAULT, 2, 0xabcd, 0xffff_ffff_8000_1234L));
        assertTrue(kernel.console().endsWith("aegis panic: page fault in the kernel, error code 0x2, fault address 0xabcd\n"
                + "      at 0xffffffff80001234\n  current environment: steward (1)\n"), kernel::console);
        assertTrue(kernel.machine().controlOutput().endsWith("\npanic page fault\n"));
    }

    @Test
    void anEnvironmentsUnfinishedLineIsEndedFirst() {
        family.runningWithPage("child", 20);
        family.print(Family.PAGE, "unfinished");
        assertPanics(() -> kernel.aegis().panic().stop("because"));
        assertTrue(kernel.console().contains("[child] unfinished\n["), kernel::console);
        assertTrue(kernel.console().endsWith("aegis panic: because\n  current environment: child (2)\n"), kernel::console);
    }

    @Test
    void whileIdleNobodyIsNamed() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertPanics(() -> kernel.aegis().panic().stop("because"));
        assertTrue(kernel.console().endsWith("  current environment: none\n"), kernel::console);
    }

    @Test
    void aPanicInAPanicOnlyStops() {
        assertPanics(() -> kernel.aegis().panic().stop("first"));
        int length = kernel.console().length();
        assertPanics(() -> kernel.aegis().panic().stop("second"));
        assertEquals(length, kernel.console().length());
    }

    @Test
    void theBootLineCanAskForOne() {
        SimulatedMachine machine = BootedKernel.refused(Setup.usual().withBootLine("x aegis.panic y"));
        assertEquals(125, machine.powerOffStatus());
        assertTrue(machine.console().output().contains("aegis panic: asked for on the boot line\n"));
    }
}
