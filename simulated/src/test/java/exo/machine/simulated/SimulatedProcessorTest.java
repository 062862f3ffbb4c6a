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
        machine.clearSegments();
        if (context == 0) {
            machine.selectNoContext();
        } else {
            machine.selectContext(context);
        }
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
        machine.selectNoContext();
        processor.leave();
        assertTrue(processor.idle());
        long before = machine.memory().contentHash();
        processor.enterByTrap(Trap.CONSOLE, 0);
        assertEquals(before, machine.memory().contentHash());
        assertThrows(MachineCheck.class, processor::enterByCall);
    }

    @Test
    void vectorStateLeaksUnlessClearedOrRestored() {
        run(first);
        processor.vectorState().fill(0xaa);
        processor.enterByTrap(Trap.TIMER, 0);
        machine.saveVectorState(first);
        run(second);
        assertTrue(processor.vectorState().registersHold(0xaa));
        machine.restoreVectorState(second);
        assertFalse(processor.vectorState().registersHold(0xaa));
        machine.restoreVectorState(first);
        assertTrue(processor.vectorState().registersHold(0xaa));
        machine.clearVectorState();
        assertFalse(processor.vectorState().registersHold(0xaa));
    }

    @Test
    void vectorRegistersThatTrapDoSoInTheKernelToo() {
        machine.vectorAccess(false);
        assertFalse(processor.vectorAccess());
        assertThrows(MachineCheck.class, () -> machine.saveVectorState(first));
        assertThrows(MachineCheck.class, () -> machine.restoreVectorState(first));
        assertThrows(MachineCheck.class, machine::clearVectorState);
        machine.vectorAccess(true);
        machine.clearVectorState();
    }

    @Test
    void segmentBasesAreWhatWasSetUntilAnotherContextIsSelected() {
        run(first);
        machine.segmentBases(0x5000, 0x6000);
        assertEquals(0x5000, processor.get(Context.FS_BASE));
        assertEquals(0x6000, processor.get(Context.GS_BASE));
        run(second);
        assertEquals(0, processor.get(Context.FS_BASE));
        assertEquals(0, processor.get(Context.GS_BASE));
        assertThrows(MachineCheck.class, () -> machine.segmentBases(1L << 63, 0));
        assertThrows(MachineCheck.class, () -> machine.segmentBases(0, 1L << 47));
    }

    @Test
    void callsFromOutsideTheTextAreForeignAndKeepEverything() {
        run(first);
        machine.callsFrom(ENTRY, ENTRY + 16);
        for (long instruction : new long[] {ENTRY, ENTRY - 1, ENTRY + 17, 0}) {
            processor.set(Context.RIP, instruction);
            processor.set(Context.RBX, 7);
            assertFalse(processor.enterByCall());
            assertEquals(7, machine.load64(first + Context.RBX));
            assertEquals(instruction, machine.load64(first + Context.RIP));
            processor.leave();
        }
        for (long instruction : new long[] {ENTRY + 1, ENTRY + 16}) {
            processor.set(Context.RIP, instruction);
            assertTrue(processor.enterByCall());
            processor.returnFromCall(0);
        }
        machine.callsFrom(0, 0);
        processor.set(Context.RIP, 1);
        assertTrue(processor.enterByCall());
    }

    @Test
    void aTransferPassesRegistersAndKeepsThoseOfACallerThatGoesOn() {
        for (boolean goesOn : new boolean[] {false, true}) {
            run(first);
            processor.set(Context.R12, 12);
            processor.set(Context.RSP, 0x7000);
            assertTrue(processor.enterByCall());
            machine.selectContext(second);
            machine.passRegisters(0x1234);
            if (goesOn) {
                machine.keepRegisters();
            } else {
                machine.passStack(0x9000);
            }
            processor.returnFromCall(5);
            assertEquals(second, processor.selectedContext());
            assertEquals(12, processor.get(Context.R12));
            assertEquals(goesOn ? 0x7000 : 0x9000, processor.get(Context.RSP));
            assertEquals(0x1234, processor.get(Context.RIP));
            assertEquals(5, processor.get(Context.RAX));
            assertEquals(goesOn ? 12 : 0, machine.load64(first + Context.R12));
            assertEquals(0x7000, machine.load64(first + Context.RSP));
        }
    }

    @Test
    void returnMustBeUserModes() {
        refused(Context.RIP, 1L << 47);
        refused(Context.RFLAGS, 2);
        refused(Context.RFLAGS, 0x3202);
        refused(Context.CS, 0x08);
        refused(Context.SS, 0);
        machine.store32(second + Context.VECTOR_STATE + 24, 0x1_0000);
        assertThrows(MachineCheck.class, () -> machine.restoreVectorState(second));
    }

    @Test
    void aContextBeginsInUserMode() {
        long third = fixture.frame();
        machine.initialiseContext(third);
        run(third);
        assertEquals(UserMode.FLAGS_AT_START, processor.get(Context.RFLAGS));
        assertEquals(UserMode.USER_CODE, processor.get(Context.CS));
        assertEquals(UserMode.USER_DATA, processor.get(Context.SS));
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
