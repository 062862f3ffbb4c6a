package exo.machine.simulated;

import static exo.machine.PageTableEntry.ADDRESS_MASK;
import static exo.machine.PageTableEntry.BYTES_IN_ENTRY;
import static exo.machine.PageTableEntry.BYTES_IN_PAGE;
import static exo.machine.PageTableEntry.ENTRIES_IN_TABLE;
import static exo.machine.PageTableEntry.GLOBAL;
import static exo.machine.PageTableEntry.LARGE;
import static exo.machine.PageTableEntry.NO_EXECUTE;
import static exo.machine.PageTableEntry.PRESENT;
import static exo.machine.PageTableEntry.WRITABLE;

/**
 * A kernel half for every address space, as the metal has: all memory at {@link #DIRECT_MAP}, and the kernel's image in the
 * last 2 GiB. Nothing in the simulation runs there; it is what a user's access to the kernel must fault on. Its two level-3
 * tables are the first two frames of the kernel's own range, and none of its entries has the USER bit; what the kernel adds to
 * it at boot is the kernel's to answer for.
 */
public final class KernelHalf {
    public static final int DIRECT_MAP_ENTRY = 256;
    public static final int IMAGE_ENTRY = 511;
    public static final long DIRECT_MAP = 0xffff_8000_0000_0000L;
    public static final long IMAGE = 0xffff_ffff_8000_0000L;
    /** What the kernel's range must have room for. */
    static final long BYTES = 2 * BYTES_IN_PAGE;

    private static final int FIRST_KERNEL_ENTRY = ENTRIES_IN_TABLE / 2;
    private static final int IMAGE_ENTRY_OF_LEVEL_3 = 510;

    private final SimulatedMemory memory;
    private final long directMapTable;
    private final long imageTable;

    private final long[] added = new long[ENTRIES_IN_TABLE];

    KernelHalf(SimulatedMemory memory, long kernelStart, long entryMask) {
        this.memory = memory;
        directMapTable = kernelStart;
        imageTable = kernelStart + BYTES_IN_PAGE;
        long gibibyte = Translation.bytesAt(3);
        for (int index = 0; index * gibibyte < memory.limit(); index++) {
            store(directMapTable, index, (index * gibibyte | PRESENT | WRITABLE | LARGE | GLOBAL | NO_EXECUTE) & entryMask);
        }
        store(imageTable, IMAGE_ENTRY_OF_LEVEL_3, PRESENT | LARGE | GLOBAL);
    }

    /** What the kernel adds for every root shared from here on. */
    void entry(int index, long entry) {
        if (index < FIRST_KERNEL_ENTRY || index >= ENTRIES_IN_TABLE || index == DIRECT_MAP_ENTRY || index == IMAGE_ENTRY) {
            throw new MachineCheck("not an entry of the kernel's half that is free", index);
        }
        added[index] = entry;
    }

    /** Copies the half into a root, which must still be zeros: what a reused frame held would become mappings. */
    void share(long root) {
        if ((root & (BYTES_IN_PAGE - 1)) != 0) {
            throw new MachineCheck("misaligned level-4 table", root);
        }
        for (int index = 0; index < ENTRIES_IN_TABLE; index++) {
            long address = root + (long) index * BYTES_IN_ENTRY;
            if (memory.load64(address) != 0) {
                throw new MachineCheck("level-4 table was not zeroed", address);
            }
        }
        for (int index = FIRST_KERNEL_ENTRY; index < ENTRIES_IN_TABLE; index++) {
            if (added[index] != 0) {
                store(root, index, added[index]);
            }
        }
        store(root, DIRECT_MAP_ENTRY, directMapTable | PRESENT | WRITABLE);
        store(root, IMAGE_ENTRY, imageTable | PRESENT | WRITABLE);
    }

    /** Whether the root has exactly this half: nothing lost, nothing added; marks of use aside. */
    public boolean sharedBy(long root) {
        for (int index = FIRST_KERNEL_ENTRY; index < ENTRIES_IN_TABLE; index++) {
            long table = index == DIRECT_MAP_ENTRY ? directMapTable : index == IMAGE_ENTRY ? imageTable : 0;
            long wanted = table == 0 ? added[index] : table | PRESENT | WRITABLE;
            long entry = memory.load64(root + (long) index * BYTES_IN_ENTRY);
            if ((entry & (ADDRESS_MASK | LARGE | NO_EXECUTE | 7)) != wanted) {
                return false;
            }
        }
        return true;
    }

    private void store(long table, int index, long entry) {
        memory.store64(table + (long) index * BYTES_IN_ENTRY, entry);
    }
}
