package exo.machine.metal;

import exo.machine.Trap;

/**
 * The registers of a virtio device on PCI (virtio 1.2, 4.1): found by the capabilities that say in which base address register
 * they lie, at the places that firmware has chosen. Its interrupt is the first vector of MSI-X; the other ones are not used.
 */
final class VirtioPci extends VirtioRegisters {
    private static final int VENDOR = 0x1af4;
    private static final int NETWORK = 0x1041;
    /** May have the registers of virtio 1 as well: then it is driven by these. */
    private static final int NETWORK_TRANSITIONAL = 0x1000;

    private static final int VENDOR_CAPABILITY = 0x09;
    private static final int COMMON = 1;
    private static final int NOTIFY = 2;
    private static final int DEVICE = 4;
    private static final int COMMON_BYTES = 56;

    private static final int MSIX_CAPABILITY = 0x11;
    private static final int MSIX_ENABLE = 1 << 31;
    private static final int MSIX_MASK_ALL = 1 << 30;
    private static final int MSIX_ENTRY_BYTES = 16;
    /** Of an entry: its control, whose lowest bit masks it. */
    private static final int MSIX_CONTROL = 12;
    private static final long MESSAGES_TO_PROCESSORS = 0xfee0_0000L;
    private static final int NO_VECTOR = 0xffff;

    private static final int FEATURE_SELECT = 0;
    private static final int FEATURES = 4;
    private static final int ACCEPTED_SELECT = 8;
    private static final int ACCEPTED = 12;
    private static final int CONFIGURATION_VECTOR = 16;
    private static final int STATUS = 20;
    private static final int GENERATION = 21;
    private static final int QUEUE_SELECT = 22;
    private static final int QUEUE_SIZE = 24;
    private static final int QUEUE_VECTOR = 26;
    private static final int QUEUE_ENABLE = 28;
    private static final int QUEUE_NOTIFY = 30;
    private static final int QUEUE_DESCRIPTORS = 32;
    private static final int QUEUE_DRIVER = 40;
    private static final int QUEUE_DEVICE = 48;

    private final KernelPaging paging;
    private final int function;
    private final int interruptCapability;
    /** Virtual addresses, or 0: not there. */
    private final long common;
    private final long notify;
    private final long configuration;
    private final long interruptTable;
    private final int notifyMultiplier;

    private VirtioPci(KernelPaging paging, int function) {
        this.paging = paging;
        this.function = function;
        PciFunction.enable(function, false);
        int notifyCapability = structure(NOTIFY);
        common = placeOf(structure(COMMON), COMMON_BYTES);
        notify = placeOf(notifyCapability, 2);
        configuration = placeOf(structure(DEVICE), 8);
        notifyMultiplier = notifyCapability == 0 ? 0 : PciFunction.load32(function, notifyCapability + 16);
        interruptCapability = PciFunction.capability(function, MSIX_CAPABILITY, 0);
        interruptTable = interruptTable();
    }

    /** The first network device, or null. */
    static VirtioRegisters find(KernelPaging paging) {
        int function = PciFunction.find(VENDOR, NETWORK, NETWORK_TRANSITIONAL);
        return function == PciFunction.NONE ? null : new VirtioPci(paging, function);
    }

    /** The first capability that tells of a structure, or 0. The list may be in any order, and a ring if the device is bad. */
    private int structure(int kind) {
        int at = PciFunction.capability(function, VENDOR_CAPABILITY, 0);
        for (int seen = 0; at != 0 && seen < PciFunction.CAPABILITIES_MAXIMUM; seen++) {
            if (PciFunction.load8(function, at + 3) == kind) {
                return at;
            }
            at = PciFunction.capability(function, VENDOR_CAPABILITY, at);
        }
        return 0;
    }

    private long placeOf(int capability, int byteCount) {
        if (capability == 0 || (PciFunction.load32(function, capability + 12) & 0xffff_ffffL) < byteCount) {
            return 0;
        }
        return mapped(PciFunction.load8(function, capability + 4), PciFunction.load32(function, capability + 8),
                PciFunction.load32(function, capability + 12));
    }

    private long interruptTable() {
        if (interruptCapability == 0) {
            return 0;
        }
        int place = PciFunction.load32(function, interruptCapability + 4);
        return mapped(place & 7, place & -8, MSIX_ENTRY_BYTES);
    }

    private long mapped(int register, int offset, int byteCount) {
        long base = PciFunction.memory(function, register);
        long place = base + (offset & 0xffff_ffffL);
        return base != 0 && paging.mapDevice(place, byteCount & 0xffff_ffffL) ? DirectMap.BASE + place : 0;
    }

    /** {@code 00:02.0}, bus, device and function. */
    @Override
    long place() {
        long deviceAndFunction = digits(function >>> 3 & 31, 2) | '.' << 16 | digits(function & 7, 1) << 24;
        return digits(function >>> 8, 2) | (long) ':' << 16 | deviceAndFunction << 24;
    }

    @Override
    String problem() {
        return common == 0 || notify == 0 || configuration == 0 ? "it has no registers of virtio 1 where the kernel can reach them"
                : interruptTable == 0 ? "it has no MSI-X" : null;
    }

    @Override
    int status() {
        return DeviceMemory.load8(common + STATUS);
    }

    @Override
    void status(int bits) {
        DeviceMemory.store8(common + STATUS, bits);
    }

    @Override
    long features() {
        DeviceMemory.store32(common + FEATURE_SELECT, 0);
        long low = DeviceMemory.load32(common + FEATURES) & 0xffff_ffffL;
        DeviceMemory.store32(common + FEATURE_SELECT, 1);
        return (long) DeviceMemory.load32(common + FEATURES) << 32 | low;
    }

    @Override
    void acceptFeatures(long features) {
        DeviceMemory.store32(common + ACCEPTED_SELECT, 0);
        DeviceMemory.store32(common + ACCEPTED, (int) features);
        DeviceMemory.store32(common + ACCEPTED_SELECT, 1);
        DeviceMemory.store32(common + ACCEPTED, (int) (features >>> 32));
    }

    @Override
    int queueSizeMaximum(int queue) {
        DeviceMemory.store16(common + QUEUE_SELECT, queue);
        return DeviceMemory.load16(common + QUEUE_SIZE);
    }

    @Override
    boolean enableQueue(int queue, int size, long descriptors, long driver, long device) {
        openInterrupt();
        PciFunction.enable(function, true);
        DeviceMemory.store16(common + QUEUE_SELECT, queue);
        DeviceMemory.store16(common + QUEUE_SIZE, size);
        DeviceMemory.store64(common + QUEUE_DESCRIPTORS, descriptors);
        DeviceMemory.store64(common + QUEUE_DRIVER, driver);
        DeviceMemory.store64(common + QUEUE_DEVICE, device);
        DeviceMemory.store16(common + QUEUE_VECTOR, 0);
        boolean hasVector = DeviceMemory.load16(common + QUEUE_VECTOR) == 0;
        DeviceMemory.store16(common + QUEUE_ENABLE, 1);
        return hasVector && DeviceMemory.load16(common + QUEUE_ENABLE) == 1;
    }

    /** Both queues share the first vector of MSI-X; a change of the configuration has none. Intel SDM vol. 3A, 11.11. */
    private void openInterrupt() {
        DeviceMemory.store64(interruptTable, MESSAGES_TO_PROCESSORS | (long) InterruptController.processor() << 12);
        DeviceMemory.store32(interruptTable + 8, Trap.NETWORK);
        DeviceMemory.store32(interruptTable + MSIX_CONTROL, 0);
        int control = PciFunction.load32(function, interruptCapability);
        PciFunction.store32(function, interruptCapability, control & ~MSIX_MASK_ALL | MSIX_ENABLE);
        DeviceMemory.store16(common + CONFIGURATION_VECTOR, NO_VECTOR);
    }

    @Override
    int configurationGeneration() {
        return DeviceMemory.load8(common + GENERATION);
    }

    @Override
    long configuration() {
        return configuration;
    }

    @Override
    long notifyRegister(int queue) {
        DeviceMemory.store16(common + QUEUE_SELECT, queue);
        return notify + (long) DeviceMemory.load16(common + QUEUE_NOTIFY) * notifyMultiplier;
    }

    /** PCI Local Bus 3.0, 6.8.2: what comes while the entry is masked is kept. */
    @Override
    void letInterrupt(boolean in) {
        DeviceMemory.store32(interruptTable + MSIX_CONTROL, in ? 0 : 1);
    }

    /** A function that is no bus master reaches no memory and sends no message, whatever it would like. */
    @Override
    boolean cutOff() {
        PciFunction.enable(function, false);
        return true;
    }
}
