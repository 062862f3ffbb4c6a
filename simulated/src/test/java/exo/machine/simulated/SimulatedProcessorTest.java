package exo.machine.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Context;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/** Entries, returns, and what must not be carried from one environment to the next. */
final class SimulatedProcessorTest {
    private static final long ENTRY = 0x40_0000;

    private final Fixture fixture = new Fixture();
    private final SimulatedMachine machine = fixture.machine;
    private final SimulatedProcessor processor = machine.processor();
    private final long first = context(ENTRY);
    private final long second = context(2 * ENTRY);

    private long context(long instruction) {
        long context = fixture.frame();
        machine.store64(context + Context.RIP, instruction);
        machine.store64(context + Context.RFLAGS, UserMode.FLAGS_AT_START);
        machine.store64(context + Context.CS, UserMode.USER_CODE);
        machine.store64(context + Context.SS, UserMode.USER_DATA);
        return context;
    }

    private void run(long context) {
        machine.selectContext(context);
        processor.leave();
    }

    @Test
    void callReturnsToTheCallerWithItsRegisters() {
        run(first);
        processor.set(Context.RDI, 5);
        processor.set(Context.RBX, 6);
        processor.enterByCall();
        assertEquals(5, machine.load64(first + Context.RDI));
        assertEquals(ENTRY, machine.load64(first + Context.RIP));
        processor.returnFromCall(-3);
        assertEquals(-3, processor.get(Context.RAX));
        assertEquals(5, processor.get(Context.RDI));
        assertEquals(6, processor.get(Context.RBX));
        assertEquals(ENTRY, processor.get(Context.RCX));
    }

    @Test
    void callThatSwitchesKeepsAllOfTheCaller() {
        run(first);
        processor.set(Context.R15, 15);
        processor.set(Context.RSP, 0x7000);
        processor.enterByCall();
        machine.selectContext(second);
        processor.returnFromCall(1);
        assertEquals(2 * ENTRY, processor.get(Context.RIP));
        assertEquals(0, processor.get(Context.R15));
        processor.enterByTrap(Trap.TIMER, 0);
        assertEquals(Trap.TIMER, machine.load64(second + Context.VECTOR));
        run(first);
        assertEquals(15, processor.get(Context.R15));
        assertEquals(1, processor.get(Context.RAX));
        assertEquals(0x7000, processor.get(Context.RSP));
    }

    @Test
    void faultTellsTheKernelWhatAndWhere() {
        fixture.currentRoot(Fixture.TAG);
        run(first);
        PageFault fault = assertThrows(PageFault.class, () -> fixture.user.store8(0x1234, 1));
        assertEquals(0x1234, processor.enterByFault(fault));
        assertEquals(Trap.PAGE_FAULT, machine.load64(first + Context.VECTOR));
        assertEquals(Trap.FAULT_USER | Trap.FAULT_WRITE, machine.load64(first + Context.ERROR_CODE));
    }

    @Test
    void idleSavesNothing() {
        run(first);
        processor.enterByTrap(Trap.TIMER, 0);
        run(0);
        assertTrue(processor.idle());
        long before = machine.memory().contentHash();
        processor.enterByTrap(Trap.CONSOLE, 0);
        assertEquals(before, machine.memory().contentHash());
        assertThrows(MachineCheck.class, processor::enterByCall);
    }

    @Test
    void vectorStateLeaksUnlessRestored() {
        run(first);
        processor.vectorState().fill(0xaa);
        processor.set(Context.FS_BASE, 0x5000);
        processor.enterByTrap(Trap.TIMER, 0);
        machine.saveVectorState(first);
        machine.selectContext(second);
        processor.leave();
        assertTrue(processor.vectorState().registersHold(0xaa));
        assertEquals(0, processor.get(Context.FS_BASE));
        machine.restoreVectorState(second);
        assertFalse(processor.vectorState().registersHold(0xaa));
        machine.restoreVectorState(first);
        assertTrue(processor.vectorState().registersHold(0xaa));
        assertEquals(0x5000, processor.get(Context.FS_BASE));
    }

    @Test
    void returnMustBeUserModes() {
        refused(Context.RIP, 1L << 47);
        refused(Context.RFLAGS, 2);
        refused(Context.RFLAGS, 0x3202);
        refused(Context.CS, 0x08);
        refused(Context.SS, 0);
        machine.store64(second + Context.FS_BASE, 1L << 63);
        assertThrows(MachineCheck.class, () -> machine.restoreVectorState(second));
        machine.store32(second + Context.VECTOR_STATE + 24, 0x1_0000);
        assertThrows(MachineCheck.class, () -> machine.restoreVectorState(second));
    }

    @Test
    void selectingMakesFlagsAndSelectorsUserModes() {
        machine.store64(first + Context.RFLAGS, -1L);
        machine.store64(first + Context.CS, 0);
        run(first);
        assertEquals(0x24_4fd7, processor.get(Context.RFLAGS));
        assertEquals(UserMode.USER_CODE, processor.get(Context.CS));
    }

    private void refused(int register, long value) {
        machine.selectContext(first);
        long before = machine.load64(first + register);
        machine.store64(first + register, value);
        assertThrows(MachineCheck.class, processor::leave);
        machine.store64(first + register, before);
        run(first);
    }
}
