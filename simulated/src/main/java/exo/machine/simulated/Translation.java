package exo.machine.simulated;

import static exo.machine.PageTableEntry.DIRTY;
import static exo.machine.PageTableEntry.GLOBAL;
import static exo.machine.PageTableEntry.LOG_BYTES_IN_PAGE;
import static exo.machine.PageTableEntry.LOG_ENTRIES_IN_TABLE;
import static exo.machine.PageTableEntry.NO_EXECUTE;
import static exo.machine.PageTableEntry.USER;
import static exo.machine.PageTableEntry.WRITABLE;

import exo.machine.Trap;

/**
 * One page as the processor translates it: the outcome of a walk, and an entry of the TLB. It is a copy, and does not
 * follow the tables it was made from.
 *
 * @param level  of the entry that maps it: 1 for 4 KiB, 2 for 2 MiB, 3 for 1 GiB
 * @param flags  WRITABLE, USER and NO_EXECUTE over all levels; GLOBAL and DIRTY of the last entry
 * @param table  the table that entry stands in
 */
public record Translation(int level, long virtualBase, long physicalBase, long flags, TablePointer table) {

    static final long FLAGS_OF_LAST_ENTRY = GLOBAL | DIRTY;

    /** Bytes in a page mapped at the level. */
    static long bytesAt(int level) {
        return 1L << (LOG_BYTES_IN_PAGE + LOG_ENTRIES_IN_TABLE * (level - 1));
    }

    public long byteCount() {
        return bytesAt(level);
    }

    public long physicalAddress(long virtualAddress) {
        return physicalBase | (virtualAddress & (byteCount() - 1));
    }

    /** Whether a page with these flags may be accessed so, in error-code bits. Writes obey WRITABLE for all (CR0.WP). */
    static boolean allows(long flags, long access) {
        boolean userAllowed = (access & Trap.FAULT_USER) == 0 || (flags & USER) != 0;
        boolean writeAllowed = (access & Trap.FAULT_WRITE) == 0 || (flags & WRITABLE) != 0;
        boolean fetchAllowed = (access & Trap.FAULT_FETCH) == 0 || (flags & NO_EXECUTE) == 0;
        return userAllowed && writeAllowed && fetchAllowed;
    }

    public boolean allows(long access) {
        return allows(flags, access);
    }

    public boolean global() {
        return (flags & GLOBAL) != 0;
    }

    public boolean dirty() {
        return (flags & DIRTY) != 0;
    }
}
