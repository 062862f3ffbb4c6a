package exo.machine.metal;

import org.teavm.interop.Address;

/**
 * All physical memory, seen through the kernel's direct map at a fixed place. Every load and store of the kernel that is
 * not to its own image, stacks or heap goes through here.
 */
final class DirectMap {
    /** Where physical address 0 is seen: entry 256 of the level-4 table. */
    static final long BASE = 0xffff_8000_0000_0000L;
    /** Where the kernel's image is linked, less where it is loaded. */
    static final long IMAGE_BASE = 0xffff_ffff_8000_0000L;

    private DirectMap() {
    }

    static Address at(long physicalAddress) {
        return Address.fromLong(Processor.directMap() + physicalAddress);
    }

    static long load64(long physicalAddress) {
        return at(physicalAddress).getLong();
    }

    static void store64(long physicalAddress, long value) {
        at(physicalAddress).putLong(value);
    }

    static long load32(long physicalAddress) {
        return at(physicalAddress).getInt() & 0xffff_ffffL;
    }

    static int load8(long physicalAddress) {
        return at(physicalAddress).getByte() & 0xff;
    }
}
