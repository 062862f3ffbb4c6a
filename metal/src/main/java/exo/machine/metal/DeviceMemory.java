package exo.machine.metal;

import org.teavm.interop.Address;

/** A device's registers by their virtual address, each access of exactly its width, and all of them in the program's order. */
final class DeviceMemory {
    private DeviceMemory() {
    }

    static int load8(long virtualAddress) {
        Processor.order();
        int value = Address.fromLong(virtualAddress).getByte() & 0xff;
        Processor.order();
        return value;
    }

    static int load16(long virtualAddress) {
        Processor.order();
        int value = Address.fromLong(virtualAddress).getShort() & 0xffff;
        Processor.order();
        return value;
    }

    static int load32(long virtualAddress) {
        Processor.order();
        int value = Processor.deviceLoad32(virtualAddress);
        Processor.order();
        return value;
    }

    static void store8(long virtualAddress, int value) {
        Processor.order();
        Address.fromLong(virtualAddress).putByte((byte) value);
        Processor.order();
    }

    static void store16(long virtualAddress, int value) {
        Processor.order();
        Address.fromLong(virtualAddress).putShort((short) value);
        Processor.order();
    }

    static void store32(long virtualAddress, int value) {
        Processor.order();
        Processor.deviceStore32(virtualAddress, value);
        Processor.order();
    }

    /** In two halves, the low one first, as virtio wants its 64-bit registers written where no wider access is promised. */
    static void store64(long virtualAddress, long value) {
        store32(virtualAddress, (int) value);
        store32(virtualAddress + 4, (int) (value >>> 32));
    }
}
