package exo.machine.simulated;

import exo.abi.Context;
import exo.machine.Machine;

/**
 * A whole simulated machine as the kernel sees it: each method of {@link Machine} hands over to the part it concerns, and
 * {@link SimulatedParts} is what tests see of the same.
 *
 * <p>{@code powerOff} returns, unlike on the metal, and is found by {@link #poweredOff}.
 */
public final class SimulatedMachine extends SimulatedParts implements Machine {
    private static final int STATUS_MAX = 127;
    private static final long TAG_MAX = 4095;

    public SimulatedMachine(long seed, SimulatedBootInformation boot) {
        this(seed, boot, ProcessorModel.ADVERSARIAL);
    }

    public SimulatedMachine(long seed, SimulatedBootInformation boot, ProcessorModel model) {
        super(seed, boot, model);
    }

    @Override
    public long load64(long physicalAddress) {
        return memory.load64(physicalAddress);
    }

    @Override
    public void store64(long physicalAddress, long value) {
        memory.store64(physicalAddress, value);
    }

    @Override
    public long load32(long physicalAddress) {
        return memory.load32(physicalAddress);
    }

    @Override
    public void store32(long physicalAddress, long value) {
        memory.store32(physicalAddress, value);
    }

    @Override
    public int load8(long physicalAddress) {
        return memory.load8(physicalAddress);
    }

    @Override
    public void store8(long physicalAddress, int value) {
        memory.store8(physicalAddress, value);
    }

    @Override
    public void zero(long physicalAddress, long byteCount) {
        memory.zero(physicalAddress, byteCount);
    }

    @Override
    public void copy(long toPhysicalAddress, long fromPhysicalAddress, long byteCount) {
        memory.copy(toPhysicalAddress, fromPhysicalAddress, byteCount);
    }

    @Override
    public void shareKernelHalf(long rootPhysicalAddress) {
        kernelHalf.share(rootPhysicalAddress);
    }

    @Override
    public void kernelHalfEntry(int index, long entry) {
        kernelHalf.entry(index, entry);
    }

    @Override
    public long addressSpace(long rootPhysicalAddress, int tag) {
        if ((rootPhysicalAddress & TAG_MAX) != 0 || tag < 1 || tag > TAG_MAX) {
            throw new MachineCheck("no root or no tag of an address space", rootPhysicalAddress);
        }
        if ((rootPhysicalAddress & TAG_MAX) != 0) {
            throw new MachineCheck("no level-4 table can be here", rootPhysicalAddress);
        }
        return rootPhysicalAddress | tag;
    }

    @Override
    public void switchAddressSpace(long addressSpace, boolean keepTranslations) {
        switches++;
        flushes += keepTranslations && model.tags() ? 0 : 1;
        translation.switchTo(addressSpace & ~TAG_MAX, (int) (addressSpace & TAG_MAX), keepTranslations);
    }

    @Override
    public long pageTableEntryMask() {
        return model.entryMask();
    }

    @Override
    public void invalidatePage(long virtualAddress) {
        flushes++;
        translation.invalidatePage(virtualAddress);
    }

    @Override
    public void initialiseContext(long contextPhysicalAddress) {
        processor.initialiseContext(contextPhysicalAddress);
    }

    @Override
    public void selectContext(long contextPhysicalAddress) {
        processor.selectContext(contextPhysicalAddress);
    }

    @Override
    public void selectNoContext() {
        processor.selectNoContext();
    }

    @Override
    public void clearSegments() {
        processor.clearSegments();
    }

    @Override
    public void passRegisters(long instruction) {
        processor.passRegisters(instruction);
    }

    @Override
    public void passStack(long stack) {
        processor.passStack(stack);
    }

    @Override
    public void keepRegisters() {
        processor.keepRegisters();
    }

    @Override
    public void vectorAccess(boolean permitted) {
        processor.vectorAccess(permitted);
    }

    @Override
    public void saveVectorState(long contextPhysicalAddress) {
        processor.saveVectorState(contextPhysicalAddress);
    }

    @Override
    public void restoreVectorState(long contextPhysicalAddress) {
        processor.restoreVectorState(contextPhysicalAddress);
    }

    @Override
    public void clearVectorState() {
        processor.clearVectorState();
    }

    @Override
    public void segmentBases(long fs, long gs) {
        processor.set(Context.FS_BASE, UserMode.requireBase(fs));
        processor.set(Context.GS_BASE, UserMode.requireBase(gs));
    }

    @Override
    public void callsFrom(long start, long end) {
        processor.callsFrom(start, end);
    }

    @Override
    public long counter(int which) {
        return which == KERNEL_ENTRIES ? processor.entries() : which == ADDRESS_SPACE_SWITCHES ? switches : flushes;
    }

    @Override
    public long cycles() {
        return timer.now();
    }

    @Override
    public long cyclesPerSecond() {
        return SimulatedTimer.CYCLES_PER_SECOND;
    }

    @Override
    public void armTimer(long atCycles) {
        timer.arm(atCycles);
    }

    @Override
    public void disarmTimer() {
        timer.disarm();
    }

    @Override
    public SimulatedCodeStore codeStore() {
        return code;
    }

    @Override
    public int consoleReceive() {
        return console.receive();
    }

    @Override
    public boolean consoleTransmit(int octet) {
        return console.transmit(octet);
    }

    @Override
    public void consoleInterrupts(boolean whenReceived, boolean whenRoom) {
        console.interrupts(whenReceived, whenRoom);
    }

    @Override
    public long entropy() {
        return entropy.next();
    }

    @Override
    public void controlTransmit(int octet) {
        control.append(octet);
    }

    @Override
    public void powerOff(int status) {
        if (status < 0 || status > STATUS_MAX) {
            throw new MachineCheck("power-off status out of range", status);
        }
        powerOffStatus = status;
    }
}
