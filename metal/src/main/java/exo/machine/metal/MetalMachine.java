package exo.machine.metal;

import exo.abi.Context;
import exo.machine.CodeStore;
import exo.machine.Machine;
import exo.machine.VirtioTransport;
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
    /** With the instruction of a transfer: there is more to do than of most. */
    private static final long UNLIKE_MOST = 1L << 63;
    /** With that: the caller's registers are kept; without, the callee's stack pointer is another. */
    private static final long KEEP_REGISTERS = 1L << 62;
    /** Interrupts on, and bit 1, which is always set. */
    private static final long FLAGS_AT_START = 0x202L;

    private final Features features;
    private final Clock clock;
    private final AcpiPower power;
    private final VirtioDevice network;
    private final MetalCodeStore code;
    private final long entryMask;
    /** As the assembly has it: the number behind the last call's. */
    private final long callsLimit = get(Symbols.callsLimit());

    /** @param network  or null */
    MetalMachine(Features features, Clock clock, AcpiPower power, VirtioDevice network, MetalCodeStore code) {
        this.features = features;
        this.clock = clock;
        this.power = power;
        this.network = network;
        this.code = code;
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
    public void kernelHalfEntry(int index, long entry) {
        DirectMap.store64(Entry.kernelRoot + index * 8L, entry);
    }

    @Override
    public long addressSpace(long rootPhysicalAddress, int tag) {
        return features.pcid ? rootPhysicalAddress | tag | KEEP_TRANSLATIONS : rootPhysicalAddress;
    }

    /** Without PCID each switch drops all that is not global, and is counted as such where it is asked. */
    @Override
    public void switchAddressSpace(long addressSpace, boolean keepTranslations) {
        count(Symbols.addressSpaceSwitches());
        if (keepTranslations) {
            Processor.writeCr3(addressSpace);
            return;
        }
        if (features.pcid) {
            count(Symbols.translationFlushes());
        }
        Processor.writeCr3(addressSpace & ~KEEP_TRANSLATIONS);
    }

    private static long get(long symbol) {
        return Address.fromLong(symbol).getLong();
    }

    private static void set(long symbol, long value) {
        Address.fromLong(symbol).putLong(value);
    }

    private static void count(long symbol) {
        set(symbol, get(symbol) + 1);
    }

    @Override
    public long pageTableEntryMask() {
        return entryMask;
    }

    @Override
    public void invalidatePage(long virtualAddress) {
        count(Symbols.translationFlushes());
        Processor.invalidatePage(virtualAddress);
    }

    @Override
    public void initialiseContext(long contextPhysicalAddress) {
        DirectMap.store64(contextPhysicalAddress + Context.CS, DescriptorTables.USER_CODE);
        DirectMap.store64(contextPhysicalAddress + Context.SS, DescriptorTables.USER_DATA);
        DirectMap.store64(contextPhysicalAddress + Context.RFLAGS, FLAGS_AT_START);
    }

    @Override
    public void selectContext(long contextPhysicalAddress) {
        set(Symbols.nextContext(), DirectMap.BASE + contextPhysicalAddress);
    }

    @Override
    public void selectNoContext() {
        set(Symbols.nextContext(), 0);
    }

    @Override
    public void clearSegments() {
        Processor.clearSelectors();
    }

    @Override
    public void passRegisters(long instruction) {
        set(Symbols.nextInstruction(), instruction);
    }

    @Override
    public void passStack(long stack) {
        set(Symbols.nextStack(), stack);
        set(Symbols.nextInstruction(), get(Symbols.nextInstruction()) | UNLIKE_MOST);
    }

    @Override
    public void keepRegisters() {
        set(Symbols.nextInstruction(), get(Symbols.nextInstruction()) | UNLIKE_MOST | KEEP_REGISTERS);
    }

    @Override
    public void vectorAccess(boolean permitted) {
        Processor.vectorTrap(permitted ? 0 : 1);
    }

    @Override
    public void saveVectorState(long contextPhysicalAddress) {
        Processor.saveVector(DirectMap.BASE + contextPhysicalAddress + Context.VECTOR_STATE);
    }

    @Override
    public void restoreVectorState(long contextPhysicalAddress) {
        Processor.restoreVector(DirectMap.BASE + contextPhysicalAddress + Context.VECTOR_STATE);
    }

    @Override
    public void clearVectorState() {
        Processor.clearVector();
    }

    @Override
    public void segmentBases(long fs, long gs) {
        Processor.writeMsr(FS_BASE, fs);
        Processor.writeMsr(GS_BASE, gs);
    }

    @Override
    public void callsFrom(long start, long end) {
        set(Symbols.callsLimit(), end == 0 ? callsLimit : 0);
        set(Symbols.textStart(), start);
        set(Symbols.textEnd(), end);
    }

    @Override
    public long counter(int which) {
        if (which == KERNEL_ENTRIES) {
            return get(Symbols.kernelEntries());
        }
        long switches = get(Symbols.addressSpaceSwitches());
        return which == ADDRESS_SPACE_SWITCHES ? switches
                : get(Symbols.translationFlushes()) + (features.pcid ? 0 : switches);
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
    public CodeStore codeStore() {
        return code;
    }

    @Override
    public int consoleReceive() {
        return SerialPort.receive();
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
    public VirtioTransport network() {
        return network;
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
