package exo.machine.simulated;

import static exo.machine.PageTableEntry.ACCESSED;
import static exo.machine.PageTableEntry.ADDRESS_MASK;
import static exo.machine.PageTableEntry.BYTES_IN_ENTRY;
import static exo.machine.PageTableEntry.DIRTY;
import static exo.machine.PageTableEntry.LARGE;
import static exo.machine.PageTableEntry.LEVELS;
import static exo.machine.PageTableEntry.PRESENT;

import exo.machine.PageTableEntry;
import exo.machine.Trap;

/**
 * Walks page tables in memory as the processor does (Intel SDM vol. 3A, 4.5 to 4.8), with four levels and WP on.
 * SMEP and SMAP are left out: the kernel works by physical address and never walks. Like the processor it marks tables
 * accessed as it passes them, and the page accessed and dirty only once the access is allowed.
 *
 * <p>An access is named by the bits of the error code it would fault with: USER, WRITE, FETCH. A table outside installed
 * memory, or poisoned, is a {@link MachineCheck} and not a fault: a correct kernel leads no walk there.
 */
public final class PageWalker {
    private static final long PRESENT_AND_RESERVED = Trap.FAULT_PRESENT | PageFault.RESERVED;
    /** Bit 12 of a large page's entry selects its memory type (PAT); those from 13 up to its size are reserved. */
    private static final long FIRST_RESERVED_IN_LARGE = 1L << 13;

    private final SimulatedMemory memory;
    /** Reserved at every level, because this processor lacks what they mean. */
    private final long alwaysReserved;

    public PageWalker(SimulatedMemory memory, ProcessorModel model) {
        this.memory = memory;
        alwaysReserved = model.reservedBits();
    }

    public static boolean canonical(long virtualAddress) {
        return virtualAddress << 16 >> 16 == virtualAddress;
    }

    /** The page of a canonical address, from the root. */
    public Translation walk(long rootPhysicalAddress, long virtualAddress, long access) throws ProcessorFault {
        if (!canonical(virtualAddress)) {
            throw ProcessorFault.notCanonical(virtualAddress);
        }
        return walkFrom(TablePointer.root(LEVELS, rootPhysicalAddress), virtualAddress, access);
    }

    /** The page, from a table that an earlier walk passed on its way to an address nearby. */
    Translation walkFrom(TablePointer start, long virtualAddress, long access) throws PageFault {
        TablePointer table = start;
        while (true) {
            long entryAddress = table.physicalAddress()
                    + (long) PageTableEntry.indexAt(table.level(), virtualAddress) * BYTES_IN_ENTRY;
            long entry = memory.load64(entryAddress);
            if ((entry & PRESENT) == 0) {
                throw new PageFault(virtualAddress, access);
            }
            if ((entry & reservedAt(table.level(), entry)) != 0) {
                throw new PageFault(virtualAddress, access | PRESENT_AND_RESERVED);
            }
            if (table.level() == 1 || (entry & LARGE) != 0) {
                return arrive(table, entryAddress, entry, virtualAddress, access);
            }
            mark(entryAddress, entry, ACCESSED);
            table = table.below(entry & ADDRESS_MASK, entry);
        }
    }

    /** The last table on the way to a canonical address, whether or not there is a page behind it; as a walk marks it. */
    TablePointer lastTable(TablePointer start, long virtualAddress) {
        TablePointer table = start;
        while (table.level() > 1) {
            long entryAddress = table.physicalAddress()
                    + (long) PageTableEntry.indexAt(table.level(), virtualAddress) * BYTES_IN_ENTRY;
            long entry = memory.load64(entryAddress);
            if ((entry & PRESENT) == 0 || (entry & (LARGE | reservedAt(table.level(), entry))) != 0) {
                return table;
            }
            mark(entryAddress, entry, ACCESSED);
            table = table.below(entry & ADDRESS_MASK, entry);
        }
        return table;
    }

    private Translation arrive(TablePointer table, long entryAddress, long entry, long virtualAddress, long access) {
        long rights = table.rightsThrough(entry);
        if (!Translation.allows(rights, access)) {
            throw new PageFault(virtualAddress, access | Trap.FAULT_PRESENT);
        }
        long marked = mark(entryAddress, entry, (access & Trap.FAULT_WRITE) != 0 ? ACCESSED | DIRTY : ACCESSED);
        long offsetMask = Translation.bytesAt(table.level()) - 1;
        return new Translation(table.level(), virtualAddress & ~offsetMask, entry & ADDRESS_MASK & ~offsetMask,
                rights | (marked & Translation.FLAGS_OF_LAST_ENTRY), table);
    }

    private long reservedAt(int level, long entry) {
        if (level == LEVELS) {
            return alwaysReserved | LARGE;
        }
        if (level == 1 || (entry & LARGE) == 0) {
            return alwaysReserved;
        }
        return alwaysReserved | (Translation.bytesAt(level) - FIRST_RESERVED_IN_LARGE);
    }

    /** Writes only what changes, so that a walk over marked tables leaves memory as it is. */
    private long mark(long entryAddress, long entry, long bits) {
        long marked = entry | bits;
        if (marked != entry) {
            memory.store64(entryAddress, marked);
        }
        return marked;
    }
}
