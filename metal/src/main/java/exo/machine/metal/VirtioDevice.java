package exo.machine.metal;

import exo.machine.VirtioTransport;

/**
 * A virtio device, on PCI or on MMIO. The two differ in registers, which are the off-path part; a packet's way is here, with one
 * flag for both, so that the kernel's calls of it stay direct. Nothing here can change once the kernel is up.
 */
final class VirtioDevice implements VirtioTransport {
    /** A reset takes QEMU no time; of what takes longer than this the driver hears. */
    private static final int RESET_POLLS_MAXIMUM = 2000;

    private final VirtioRegisters registers;
    private final boolean onPci;
    private final String problem;
    private final long configuration;
    private final long notifyRegister0;
    private final long notifyRegister1;

    private VirtioDevice(VirtioRegisters registers, boolean onPci) {
        this.registers = registers;
        this.onPci = onPci;
        problem = registers.problem();
        configuration = registers.configuration();
        notifyRegister0 = problem == null ? registers.notifyRegister(0) : 0;
        notifyRegister1 = problem == null ? registers.notifyRegister(1) : 0;
    }

    /** The network device of this machine, or null. */
    static VirtioDevice find(KernelPaging paging, MetalBootInformation information) {
        boolean hasPci = PciFunction.isThere();
        VirtioRegisters registers = hasPci ? VirtioPci.find(paging) : VirtioMmio.find(paging, information.acpiRoot() != 0);
        return registers == null ? null : new VirtioDevice(registers, hasPci);
    }

    @Override
    public long place() {
        return registers.place();
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public boolean reset() {
        registers.status(0);
        int polls = 0;
        while (registers.status() != 0 && polls < RESET_POLLS_MAXIMUM) {
            polls++;
        }
        return registers.cutOff() || polls < RESET_POLLS_MAXIMUM;
    }

    @Override
    public int status() {
        return registers.status();
    }

    @Override
    public void status(int bits) {
        registers.status(bits);
    }

    @Override
    public long features() {
        return registers.features();
    }

    @Override
    public void acceptFeatures(long features) {
        registers.acceptFeatures(features);
    }

    @Override
    public int queueSizeMaximum(int queue) {
        return registers.queueSizeMaximum(queue);
    }

    @Override
    public boolean enableQueue(int queue, int size, long descriptorsPhysicalAddress, long driverPhysicalAddress,
            long devicePhysicalAddress) {
        return registers.enableQueue(queue, size, descriptorsPhysicalAddress, driverPhysicalAddress, devicePhysicalAddress);
    }

    @Override
    public void notifyQueue(int queue) {
        long register = queue == 0 ? notifyRegister0 : notifyRegister1;
        if (onPci) {
            DeviceMemory.store16(register, queue);
        } else {
            DeviceMemory.store32(register, queue);
        }
    }

    /** A message needs no answer. */
    @Override
    public void acknowledgeInterrupt() {
        if (!onPci) {
            VirtioMmio.acknowledge(configuration);
        }
    }

    @Override
    public void letInterrupt(boolean in) {
        registers.letInterrupt(in);
    }

    @Override
    public int configuration(int offset) {
        return DeviceMemory.load8(configuration + offset);
    }

    @Override
    public int configurationGeneration() {
        return registers.configurationGeneration();
    }

    @Override
    public long loadShared32(long physicalAddress) {
        Processor.order();
        long value = DirectMap.load32(physicalAddress);
        Processor.order();
        return value;
    }

    @Override
    public void storeShared32(long physicalAddress, long value) {
        Processor.order();
        DirectMap.at(physicalAddress).putInt((int) value);
        Processor.order();
    }

    @Override
    public void storesBeforeLoads() {
        Processor.fence();
    }
}
