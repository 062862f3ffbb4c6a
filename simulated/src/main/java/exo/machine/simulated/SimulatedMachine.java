package exo.machine.simulated;

import exo.machine.Machine;

/**
 * A whole simulated machine as the kernel sees it: each method of {@link Machine} hands over to the part it concerns, and
 * {@link SimulatedParts} is what tests see of the same.
 *
 * <p>{@code powerOff} returns, unlike on the metal, and is found by {@link #poweredOff}.
 */
public final class SimulatedMachine extends SimulatedParts implements Machine {
    private static final int STATUS_MAX = 127;

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
    public void switchAddressSpace(long rootPhysicalAddress, int tag, boolean keepTranslations) {
        translation.switchTo(rootPhysicalAddress, tag, keepTranslations);
    }

    @Override
    public long pageTableEntryMask() {
        return model.entryMask();
    }

    @Override
    public void invalidatePage(long virtualAddress) {
        translation.invalidatePage(virtualAddress);
    }

    @Override
    public void selectContext(long contextPhysicalAddress) {
        processor.selectContext(contextPhysicalAddress);
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
