package exo.machine.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Context;
import exo.machine.Machine;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/** The machine as a whole: its devices, its determinism, and going back to a snapshot of all of it. */
final class SimulatedMachineTest {
    private final Fixture fixture = new Fixture();
    private final SimulatedMachine machine = fixture.machine;

    @Test
    void timerFiresOnceWhenTheTestLetsTimePass() {
        machine.armTimer(100);
        machine.timer().advance(99);
        assertEquals(-1, machine.takeInterrupt());
        machine.timer().advance(1);
        assertEquals(100, machine.cycles());
        assertEquals(Trap.TIMER, machine.takeInterrupt());
        assertEquals(-1, machine.takeInterrupt());
        machine.armTimer(50);
        assertEquals(Trap.TIMER, machine.takeInterrupt(), "a deadline in the past is due at once");
        machine.armTimer(-1);
        assertEquals(-1, machine.takeInterrupt(), "cycles are unsigned");
        machine.disarmTimer();
        assertFalse(machine.timer().advanceToDeadline());
    }

    @Test
    void consoleReceivesInOrderAndAssertsWhileAsked() {
        machine.console().type("hé");
        assertEquals(-1, machine.takeInterrupt());
        machine.consoleInterrupts(true, false);
        assertEquals(Trap.CONSOLE, machine.takeInterrupt());
        assertEquals('h', machine.consoleReceive());
        assertEquals(0xc3, machine.consoleReceive());
        assertEquals(0xa9, machine.consoleReceive());
        assertEquals(-1, machine.consoleReceive());
        assertEquals(-1, machine.takeInterrupt());
    }

    @Test
    void consoleRefusesWhatHasNoRoom() {
        machine.console().autoDrain(false);
        machine.console().room(2);
        assertTrue(machine.consoleTransmit('a'));
        assertTrue(machine.consoleTransmit('b'));
        assertFalse(machine.consoleTransmit('c'));
        machine.consoleInterrupts(false, true);
        assertEquals(-1, machine.takeInterrupt());
        assertEquals(1, machine.console().drain(1));
        assertEquals(Trap.CONSOLE, machine.takeInterrupt());
        assertTrue(machine.consoleTransmit('d'));
        assertEquals("abd", machine.console().output());
    }

    @Test
    void controlAndPowerAreRecorded() {
        machine.controlTransmit('o');
        machine.controlTransmit('k');
        assertEquals("ok", machine.controlOutput());
        assertFalse(machine.poweredOff());
        machine.powerOff(3);
        assertTrue(machine.poweredOff());
        assertEquals(3, machine.powerOffStatus());
        assertThrows(MachineCheck.class, () -> machine.powerOff(128));
    }

    @Test
    void sameSeedAndDeedsGiveTheSameMachine() {
        SimulatedMachine other = new Fixture().machine;
        assertEquals(machine.entropy(), other.entropy());
        assertEquals(machine.contentHash(), other.contentHash());
        SimulatedBootInformation boot = SimulatedBootInformation.ofBytes(4 << 20).build();
        assertNotEquals(new SimulatedMachine(1, boot).entropy(), new SimulatedMachine(2, boot).entropy());
    }

    @Test
    void snapshotHoldsEverything() {
        long root = fixture.currentRoot(Fixture.TAG);
        fixture.map(root, Fixture.VIRTUAL, Fixture.USER_PAGE);
        fixture.user.store64(Fixture.VIRTUAL, 1);
        machine.console().type("x");
        machine.controlTransmit('1');
        SimulatedMachine.Snapshot saved = machine.snapshot();
        long hash = machine.contentHash();
        long random = machine.entropy();

        fixture.user.store64(Fixture.VIRTUAL, 2);
        machine.store64(fixture.entryAddress(root, 1, Fixture.VIRTUAL), 0);
        machine.invalidatePage(Fixture.VIRTUAL);
        machine.consoleReceive();
        machine.controlTransmit('2');
        machine.armTimer(9);
        machine.timer().advance(4);
        machine.processor().set(Context.RAX, 7);
        machine.processor().vectorState().fill(7);
        machine.powerOff(0);
        assertNotEquals(hash, machine.contentHash());

        machine.restore(saved);
        assertEquals(hash, machine.contentHash());
        assertEquals(1, fixture.user.load64(Fixture.VIRTUAL));
        assertEquals("1", machine.controlOutput());
        assertEquals(random, machine.entropy());
        assertFalse(machine.poweredOff());
        assertEquals('x', machine.consoleReceive());
    }

    @Test
    void contractOfRootsAndTagsIsChecked() {
        Machine kernels = machine;
        long root = fixture.root();
        assertThrows(MachineCheck.class, () -> kernels.shareKernelHalf(root), "not zeroed any more");
        assertThrows(MachineCheck.class, () -> kernels.switchAddressSpace(kernels.addressSpace(root + 8, 1), false));
        assertThrows(MachineCheck.class, () -> kernels.switchAddressSpace(kernels.addressSpace(1L << 40, 1), false));
        assertThrows(MachineCheck.class, () -> kernels.switchAddressSpace(kernels.addressSpace(root, 0), false));
        assertThrows(MachineCheck.class, () -> kernels.switchAddressSpace(kernels.addressSpace(root, 4096), false));
        assertThrows(MachineCheck.class, () -> fixture.user.load8(0));
        assertThrows(MachineCheck.class, () -> kernels.selectContext(8));
    }
}
