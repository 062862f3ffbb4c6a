package exo.tests.system;

import exo.machine.Machine;
import exo.machine.VirtioTransport;
import java.lang.reflect.Proxy;

/** QEMU's network device on microvm's MMIO, as the driver sees it, driven from this JVM (virtio 1.2, 4.2.2). */
final class QtestNetwork implements VirtioTransport {
    private static final long FIRST = 0xfeb0_0000L;
    private static final int SLOTS = 24;
    private static final int SLOT_BYTES = 512;
    private static final int NETWORK = 1;

    private final Qtest machine;
    private final long registers;

    QtestNetwork(Qtest machine) {
        this.machine = machine;
        long at = FIRST;
        while (machine.load('l', at + 0x08) != NETWORK) {
            at += SLOT_BYTES;
            if (at == FIRST + SLOTS * SLOT_BYTES) {
                throw new AssertionError("no network device");
            }
        }
        registers = at;
    }

    /** Of the machine, as much as the driver needs: memory. */
    Machine machine() {
        return (Machine) Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> access(method.getName(), arguments));
    }

    private Object access(String name, Object[] arguments) {
        long address = (Long) arguments[0];
        switch (name) {
            case "load64":
                return machine.load('q', address);
            case "load32":
                return machine.load('l', address);
            case "load8":
                return (int) machine.load('b', address);
            case "store64":
                machine.store('q', address, (Long) arguments[1]);
                return null;
            case "store32":
                machine.store('l', address, (Long) arguments[1] & 0xffff_ffffL);
                return null;
            case "store8":
                machine.store('b', address, (Integer) arguments[1] & 0xff);
                return null;
            case "zero":
                machine.zero(address, (Long) arguments[1]);
                return null;
            default:
                throw new AssertionError("the driver is not to call " + name);
        }
    }

    private long get(int register) {
        return machine.load('l', registers + register);
    }

    private void set(int register, long value) {
        machine.store('l', registers + register, value & 0xffff_ffffL);
    }

    @Override
    public long place() {
        return 'q';
    }

    @Override
    public String problem() {
        return null;
    }

    @Override
    public boolean reset() {
        set(0x70, 0);
        return status() == 0;
    }

    @Override
    public int status() {
        return (int) get(0x70);
    }

    @Override
    public void status(int bits) {
        set(0x70, bits);
    }

    @Override
    public long features() {
        set(0x14, 0);
        long low = get(0x10);
        set(0x14, 1);
        return get(0x10) << 32 | low;
    }

    @Override
    public void acceptFeatures(long features) {
        set(0x24, 0);
        set(0x20, features);
        set(0x24, 1);
        set(0x20, features >>> 32);
    }

    @Override
    public int queueSizeMaximum(int queue) {
        set(0x30, queue);
        return (int) get(0x34);
    }

    @Override
    public boolean enableQueue(int queue, int size, long descriptorsPhysicalAddress, long driverPhysicalAddress,
            long devicePhysicalAddress) {
        set(0x30, queue);
        set(0x38, size);
        set(0x80, descriptorsPhysicalAddress);
        set(0x90, driverPhysicalAddress);
        set(0xa0, devicePhysicalAddress);
        set(0x44, 1);
        return get(0x44) == 1;
    }

    @Override
    public void notifyQueue(int queue) {
        set(0x50, queue);
    }

    @Override
    public void acknowledgeInterrupt() {
        set(0x64, get(0x60));
    }

    @Override
    public void letInterrupt(boolean in) {
        // Nobody hears it here.
    }

    @Override
    public int configuration(int offset) {
        return (int) machine.load('b', registers + 0x100 + offset);
    }

    @Override
    public int configurationGeneration() {
        return (int) get(0xfc);
    }

    @Override
    public long loadShared32(long physicalAddress) {
        return machine.load('l', physicalAddress);
    }

    @Override
    public void storeShared32(long physicalAddress, long value) {
        machine.store('l', physicalAddress, value & 0xffff_ffffL);
    }

    @Override
    public void storesBeforeLoads() {
        // The socket keeps them in order.
    }
}
