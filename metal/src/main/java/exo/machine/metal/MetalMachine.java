package exo.machine.metal;

import exo.abi.Context;
import exo.machine.Machine;
import org.teavm.interop.Address;

/** The x86-64 PC behind the kernel's interface. What each method promises is said there; here is how. */
final class MetalMachine implements Machine {
    private static final int DEBUG_CONSOLE = 0xe9;
    private static final int DEBUG_EXIT = 0xf4;
    private static final int RESET_CONTROL = 0x64;
    private static final int FS_BASE = 0xc000_0100;
    private static final int GS_BASE = 0xc000_0101;
    /** With PCID: what is cached under the tag stays (Intel SDM vol. 3A, 4.10.4.1). */
    private static final long KEEP_TRANSLATIONS = 1L << 63;
    /** Flags of user mode: interrupts on; the arithmetic flags, DF, TF, NT, AC and ID are the program's own. */
    private static final long FLAGS_OF_USER = 0x24_4dd5L;
    private static final long FLAGS_ALWAYS = 0x202L;

    private final Features features;
    private final Clock clock;
    private final AcpiPower power;
    private final long entryMask;
    /** What {@link SerialPort#initialise} rescued, until the kernel asks for input the first time. */
    private int earlyOctet;

    MetalMachine(Features features, Clock clock, AcpiPower power, int earlyOctet) {
        this.earlyOctet = earlyOctet;
        this.features = features;
        this.clock = clock;
        this.power = power;
        this.entryMask = features.entryMask();
    }

    @Override
    public long load64(long physicalAddress) {
        return DirectMap.load64(physicalAddress);
    }

    @Override
    public void store64(long physicalAddress, long value) {
        DirectMap.store64(physicalAddress, value);
    }

    @Override
    public long load32(long physicalAddress) {
        return DirectMap.load32(physicalAddress);
    }

    @Override
    public void store32(long physicalAddress, long value) {
        DirectMap.at(physicalAddress).putInt((int) value);
    }

    @Override
    public int load8(long physicalAddress) {
        return DirectMap.load8(physicalAddress);
    }

    @Override
    public void store8(long physicalAddress, int value) {
        DirectMap.at(physicalAddress).putByte((byte) value);
    }

    @Override
    public void zero(long physicalAddress, long byteCount) {
        Processor.zero(DirectMap.BASE + physicalAddress, byteCount);
    }

    @Override
    public void copy(long toPhysicalAddress, long fromPhysicalAddress, long byteCount) {
        Processor.copy(DirectMap.BASE + toPhysicalAddress, DirectMap.BASE + fromPhysicalAddress, byteCount);
    }

    @Override
    public void shareKernelHalf(long rootPhysicalAddress) {
        Processor.copy(DirectMap.BASE + rootPhysicalAddress + 2048, DirectMap.BASE + Entry.kernelRoot + 2048, 2048);
    }

    @Override
    public void switchAddressSpace(long rootPhysicalAddress, int tag, boolean keepTranslations) {
        if (features.pcid) {
            Processor.writeCr3(rootPhysicalAddress | tag | (keepTranslations ? KEEP_TRANSLATIONS : 0));
        } else {
            Processor.writeCr3(rootPhysicalAddress);
        }
    }

    @Override
    public long pageTableEntryMask() {
        return entryMask;
    }

    @Override
    public void invalidatePage(long virtualAddress) {
        Processor.invalidatePage(virtualAddress);
    }

    @Override
    public void selectContext(long contextPhysicalAddress) {
        if (contextPhysicalAddress != 0) {
            DirectMap.store64(contextPhysicalAddress + Context.CS, DescriptorTables.USER_CODE);
            DirectMap.store64(contextPhysicalAddress + Context.SS, DescriptorTables.USER_DATA);
            long flags = DirectMap.load64(contextPhysicalAddress + Context.RFLAGS);
            DirectMap.store64(contextPhysicalAddress + Context.RFLAGS, flags & FLAGS_OF_USER | FLAGS_ALWAYS);
            Processor.clearSelectors();
        }
        Address.fromLong(Symbols.nextContext())
                .putLong(contextPhysicalAddress == 0 ? 0 : DirectMap.BASE + contextPhysicalAddress);
    }

    @Override
    public void saveVectorState(long contextPhysicalAddress) {
        Processor.saveVector(DirectMap.BASE + contextPhysicalAddress + Context.VECTOR_STATE);
        if (features.fsGsBase) {
            DirectMap.store64(contextPhysicalAddress + Context.FS_BASE, Processor.readMsr(FS_BASE));
            DirectMap.store64(contextPhysicalAddress + Context.GS_BASE, Processor.readMsr(GS_BASE));
        }
    }

    @Override
    public void restoreVectorState(long contextPhysicalAddress) {
        Processor.restoreVector(DirectMap.BASE + contextPhysicalAddress + Context.VECTOR_STATE);
        Processor.writeMsr(FS_BASE, DirectMap.load64(contextPhysicalAddress + Context.FS_BASE));
        Processor.writeMsr(GS_BASE, DirectMap.load64(contextPhysicalAddress + Context.GS_BASE));
    }

    @Override
    public long cycles() {
        return Processor.cycles();
    }

    @Override
    public long cyclesPerSecond() {
        return clock.cyclesPerSecond;
    }

    @Override
    public void armTimer(long atCycles) {
        clock.arm(atCycles);
    }

    @Override
    public void disarmTimer() {
        InterruptController.startTimer(0);
    }

    @Override
    public int consoleReceive() {
        int early = earlyOctet;
        earlyOctet = -1;
        return early >= 0 ? early : SerialPort.receive();
    }

    @Override
    public boolean consoleTransmit(int octet) {
        return SerialPort.transmit(octet);
    }

    @Override
    public void consoleInterrupts(boolean whenReceived, boolean whenRoom) {
        SerialPort.interrupts(whenReceived, whenRoom);
    }

    @Override
    public long entropy() {
        long cycles = Processor.cycles();
        return features.random ? Processor.random() ^ cycles : cycles * 0x9e37_79b9_7f4a_7c15L;
    }

    @Override
    public void controlTransmit(int octet) {
        Processor.out8(DEBUG_CONSOLE, octet);
    }

    @Override
    public long returnAddress(int depth) {
        long frame = Processor.framePointer();
        for (int above = 0; above < depth && isOnStack(frame); above++) {
            frame = Address.fromLong(frame).getLong();
        }
        return isOnStack(frame) ? Address.fromLong(frame + 8).getLong() : 0;
    }

    private static boolean isOnStack(long frame) {
        return (frame & 7) == 0 && frame > Symbols.stacksStart() && frame < Symbols.debugStackTop() - 8;
    }

    /** QEMU's debug exit where it is there; else ACPI; else a reset by the keyboard
     * controller or a triple fault, which {@code -no-reboot} makes an end too. */
    @Override
    public void powerOff(int status) {
        while (!SerialPort.isEmpty()) {
            Processor.cycles();
        }
        Processor.out8(DEBUG_EXIT, status);
        power.off();
        Processor.out8(RESET_CONTROL, 0xfe);
        Processor.tripleFault();
    }
}
