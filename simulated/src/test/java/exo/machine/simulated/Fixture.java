package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;
import static exo.machine.PageTableEntry.PRESENT;
import static exo.machine.PageTableEntry.USER;
import static exo.machine.PageTableEntry.WRITABLE;

import exo.machine.PageTableEntry;

/** A machine of 4 MiB with tables built by hand, from frames handed out upwards from 2 MiB. Each test makes its own. */
final class Fixture {
    static final long TABLE = PRESENT | WRITABLE | USER;
    static final long USER_PAGE = PRESENT | WRITABLE | USER;
    static final int TAG = 7;
    static final long VIRTUAL = 0x12_3456_7000L;

    final SimulatedMachine machine;
    final SimulatedUser user;
    private long nextFrame = 2L << 20;

    Fixture(ProcessorModel model) {
        machine = new SimulatedMachine(1, SimulatedBootInformation.ofBytes(4 << 20).build(), model);
        user = machine.user();
    }

    Fixture() {
        this(ProcessorModel.ADVERSARIAL);
    }

    long frame() {
        nextFrame += BYTES_IN_PAGE;
        return nextFrame - BYTES_IN_PAGE;
    }

    /** A new address space with the kernel's half. */
    long root() {
        long root = frame();
        machine.shareKernelHalf(root);
        return root;
    }

    /** A new address space, made current under the tag. */
    long currentRoot(int tag) {
        long root = root();
        machine.switchAddressSpace(machine.addressSpace(root, tag), false);
        return root;
    }

    /** Where the entry of the level stands that translates the address, with tables made down to it. */
    long entryAddress(long root, int level, long virtualAddress) {
        long table = root;
        for (int at = PageTableEntry.LEVELS; at > level; at--) {
            long address = table + 8L * PageTableEntry.indexAt(at, virtualAddress);
            if (machine.load64(address) == 0) {
                machine.store64(address, frame() | TABLE);
            }
            table = machine.load64(address) & PageTableEntry.ADDRESS_MASK;
        }
        return table + 8L * PageTableEntry.indexAt(level, virtualAddress);
    }

    /** Maps a new frame and returns it. */
    long map(long root, long virtualAddress, long flags) {
        long frame = frame();
        machine.store64(entryAddress(root, 1, virtualAddress), frame | flags);
        return frame;
    }
}
