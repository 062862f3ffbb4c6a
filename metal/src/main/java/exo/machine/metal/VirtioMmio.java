package exo.machine.metal;

import exo.machine.Trap;

/**
 * The registers of a virtio device on MMIO (virtio 1.2, 4.2), at the places that QEMU's microvm has for such devices, which
 * nothing announces. Its interrupt is an input of the second I/O APIC where there is one, else of the first.
 */
final class VirtioMmio extends VirtioRegisters {
    private static final long FIRST = 0xfeb0_0000L;
    private static final int BYTES = 512;
    private static final int SLOTS = 24;
    /** With one I/O APIC there are this many, the first of them at one input or the other. */
    private static final int SLOTS_ON_FIRST_CONTROLLER = 8;
    private static final int FIRST_INPUT_WITH_ACPI = 16;
    private static final int FIRST_INPUT_WITHOUT_ACPI = 5;

    private static final int MAGIC_VALUE = 0x7472_6976;
    private static final int VERSION_1_OR_LATER = 2;
    private static final int NETWORK = 1;

    private static final int MAGIC = 0x00;
    private static final int VERSION = 0x04;
    private static final int DEVICE = 0x08;
    private static final int FEATURES = 0x10;
    private static final int FEATURE_SELECT = 0x14;
    private static final int ACCEPTED = 0x20;
    private static final int ACCEPTED_SELECT = 0x24;
    private static final int QUEUE_SELECT = 0x30;
    private static final int QUEUE_SIZE_MAXIMUM = 0x34;
    private static final int QUEUE_SIZE = 0x38;
    private static final int QUEUE_READY = 0x44;
    private static final int QUEUE_NOTIFY = 0x50;
    private static final int INTERRUPT_STATUS = 0x60;
    private static final int INTERRUPT_ACKNOWLEDGE = 0x64;
    private static final int STATUS = 0x70;
    private static final int QUEUE_DESCRIPTORS = 0x80;
    private static final int QUEUE_DRIVER = 0x90;
    private static final int QUEUE_DEVICE = 0xa0;
    private static final int GENERATION = 0xfc;
    private static final int CONFIGURATION = 0x100;

    private final long registers;
    private final boolean onSecond;
    private final int input;

    private VirtioMmio(long registers, boolean onSecond, int input) {
        this.registers = registers;
        this.onSecond = onSecond;
        this.input = input;
    }

    /** The first network device, with its interrupt connected; or null. */
    static VirtioRegisters find(KernelPaging paging, boolean hasAcpi) {
        if (!paging.mapDevice(FIRST, SLOTS * BYTES)) {
            return null;
        }
        boolean second = InterruptController.hasSecond();
        for (int slot = 0; slot < (second ? SLOTS : SLOTS_ON_FIRST_CONTROLLER); slot++) {
            long registers = DirectMap.BASE + FIRST + slot * BYTES;
            if (DeviceMemory.load32(registers + MAGIC) == MAGIC_VALUE && DeviceMemory.load32(registers + DEVICE) == NETWORK) {
                int input = second ? slot : slot + (hasAcpi ? FIRST_INPUT_WITH_ACPI : FIRST_INPUT_WITHOUT_ACPI);
                InterruptController.connect(second, input, Trap.NETWORK);
                return new VirtioMmio(registers, second, input);
            }
        }
        return null;
    }

    /** {@code feb02e00}, its physical address. */
    @Override
    long place() {
        return digits(registers - DirectMap.BASE, 8);
    }

    @Override
    String problem() {
        return DeviceMemory.load32(registers + VERSION) < VERSION_1_OR_LATER
                ? "it has the registers of before virtio 1; QEMU wants -global virtio-mmio.force-legacy=off" : null;
    }

    @Override
    int status() {
        return DeviceMemory.load32(registers + STATUS);
    }

    @Override
    void status(int bits) {
        DeviceMemory.store32(registers + STATUS, bits);
    }

    @Override
    long features() {
        DeviceMemory.store32(registers + FEATURE_SELECT, 0);
        long low = DeviceMemory.load32(registers + FEATURES) & 0xffff_ffffL;
        DeviceMemory.store32(registers + FEATURE_SELECT, 1);
        return (long) DeviceMemory.load32(registers + FEATURES) << 32 | low;
    }

    @Override
    void acceptFeatures(long features) {
        DeviceMemory.store32(registers + ACCEPTED_SELECT, 0);
        DeviceMemory.store32(registers + ACCEPTED, (int) features);
        DeviceMemory.store32(registers + ACCEPTED_SELECT, 1);
        DeviceMemory.store32(registers + ACCEPTED, (int) (features >>> 32));
    }

    @Override
    int queueSizeMaximum(int queue) {
        DeviceMemory.store32(registers + QUEUE_SELECT, queue);
        return DeviceMemory.load32(registers + QUEUE_SIZE_MAXIMUM);
    }

    @Override
    boolean enableQueue(int queue, int size, long descriptors, long driver, long device) {
        DeviceMemory.store32(registers + QUEUE_SELECT, queue);
        DeviceMemory.store32(registers + QUEUE_SIZE, size);
        DeviceMemory.store64(registers + QUEUE_DESCRIPTORS, descriptors);
        DeviceMemory.store64(registers + QUEUE_DRIVER, driver);
        DeviceMemory.store64(registers + QUEUE_DEVICE, device);
        DeviceMemory.store32(registers + QUEUE_READY, 1);
        return DeviceMemory.load32(registers + QUEUE_READY) == 1;
    }

    @Override
    int configurationGeneration() {
        return DeviceMemory.load32(registers + GENERATION);
    }

    @Override
    long configuration() {
        return registers + CONFIGURATION;
    }

    @Override
    long notifyRegister(int queue) {
        return registers + QUEUE_NOTIFY;
    }

    @Override
    void letInterrupt(boolean in) {
        InterruptController.mask(onSecond, input, Trap.NETWORK, !in);
    }

    @Override
    boolean cutOff() {
        return false;
    }

    /** The line falls, so that the next use of a buffer raises it again. */
    static void acknowledge(long configuration) {
        long registers = configuration - CONFIGURATION;
        DeviceMemory.store32(registers + INTERRUPT_ACKNOWLEDGE, DeviceMemory.load32(registers + INTERRUPT_STATUS));
    }
}
