package exo.tests.kernel;

import exo.machine.CodeStore;
import exo.machine.Machine;
import exo.machine.VirtioTransport;
import exo.machine.simulated.SimulatedConsole;
import exo.machine.simulated.SimulatedMachine;

/**
 * The simulated machine, but {@code powerOff} does not return, as on the metal: it throws {@link MachineOff}; and a console
 * device that was stopped gets on with its work while the kernel polls it. Kept true: every other method is the simulated
 * machine's and nothing more.
 */
final class StoppingMachine implements Machine {
    private static final int POLLS_UNTIL_THE_DEVICE_MOVES = 500;

    private final SimulatedMachine machine;
    private int polls;

    StoppingMachine(SimulatedMachine machine) {
        this.machine = machine;
    }

    /** How often in a row the device took nothing. */
    int polls() {
        return polls;
    }

    void polls(int count) {
        polls = count;
    }

    @Override
    public void powerOff(int status) {
        machine.powerOff(status);
        throw new MachineOff(status);
    }

    @Override
    public long load64(long physicalAddress) {
        return machine.load64(physicalAddress);
    }

    @Override
    public void store64(long physicalAddress, long value) {
        machine.store64(physicalAddress, value);
    }

    @Override
    public long load32(long physicalAddress) {
        return machine.load32(physicalAddress);
    }

    @Override
    public void store32(long physicalAddress, long value) {
        machine.store32(physicalAddress, value);
    }

    @Override
    public int load8(long physicalAddress) {
        return machine.load8(physicalAddress);
    }

    @Override
    public void store8(long physicalAddress, int value) {
        machine.store8(physicalAddress, value);
    }

    @Override
    public void zero(long physicalAddress, long byteCount) {
        machine.zero(physicalAddress, byteCount);
    }

    @Override
    public void copy(long toPhysicalAddress, long fromPhysicalAddress, long byteCount) {
        machine.copy(toPhysicalAddress, fromPhysicalAddress, byteCount);
    }

    @Override
    public void shareKernelHalf(long rootPhysicalAddress) {
        machine.shareKernelHalf(rootPhysicalAddress);
    }

    @Override
    public void kernelHalfEntry(int index, long entry) {
        machine.kernelHalfEntry(index, entry);
    }

    @Override
    public long addressSpace(long rootPhysicalAddress, int tag) {
        return machine.addressSpace(rootPhysicalAddress, tag);
    }

    @Override
    public void switchAddressSpace(long addressSpace, boolean keepTranslations) {
        machine.switchAddressSpace(addressSpace, keepTranslations);
    }

    @Override
    public long pageTableEntryMask() {
        return machine.pageTableEntryMask();
    }

    @Override
    public void invalidatePage(long virtualAddress) {
        machine.invalidatePage(virtualAddress);
    }

    @Override
    public void initialiseContext(long contextPhysicalAddress) {
        machine.initialiseContext(contextPhysicalAddress);
    }

    @Override
    public void selectContext(long contextPhysicalAddress) {
        machine.selectContext(contextPhysicalAddress);
    }

    @Override
    public void selectNoContext() {
        machine.selectNoContext();
    }

    @Override
    public void clearSegments() {
        machine.clearSegments();
    }

    @Override
    public void passRegisters(long instruction) {
        machine.passRegisters(instruction);
    }

    @Override
    public void passStack(long stack) {
        machine.passStack(stack);
    }

    @Override
    public void keepRegisters() {
        machine.keepRegisters();
    }

    @Override
    public void vectorAccess(boolean permitted) {
        machine.vectorAccess(permitted);
    }

    @Override
    public void saveVectorState(long contextPhysicalAddress) {
        machine.saveVectorState(contextPhysicalAddress);
    }

    @Override
    public void restoreVectorState(long contextPhysicalAddress) {
        machine.restoreVectorState(contextPhysicalAddress);
    }

    @Override
    public void clearVectorState() {
        machine.clearVectorState();
    }

    @Override
    public void segmentBases(long fs, long gs) {
        machine.segmentBases(fs, gs);
    }

    @Override
    public void callsFrom(long start, long end) {
        machine.callsFrom(start, end);
    }

    @Override
    public long counter(int which) {
        return machine.counter(which);
    }

    @Override
    public long cycles() {
        return machine.cycles();
    }

    @Override
    public long cyclesPerSecond() {
        return machine.cyclesPerSecond();
    }

    @Override
    public void armTimer(long atCycles) {
        machine.armTimer(atCycles);
    }

    @Override
    public void disarmTimer() {
        machine.disarmTimer();
    }

    @Override
    public CodeStore codeStore() {
        return machine.codeStore();
    }

    @Override
    public int consoleReceive() {
        return machine.consoleReceive();
    }

    @Override
    public boolean consoleTransmit(int octet) {
        if (machine.consoleTransmit(octet)) {
            polls = 0;
            return true;
        }
        if (++polls % POLLS_UNTIL_THE_DEVICE_MOVES == 0) {
            machine.console().drain(SimulatedConsole.ROOM_BYTES);
        }
        return false;
    }

    @Override
    public void consoleInterrupts(boolean whenReceived, boolean whenRoom) {
        machine.consoleInterrupts(whenReceived, whenRoom);
    }

    @Override
    public VirtioTransport network() {
        return machine.network();
    }

    @Override
    public long entropy() {
        return machine.entropy();
    }

    @Override
    public void controlTransmit(int octet) {
        machine.controlTransmit(octet);
    }
}
