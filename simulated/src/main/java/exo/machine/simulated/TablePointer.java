package exo.machine.simulated;

import static exo.machine.PageTableEntry.NO_EXECUTE;
import static exo.machine.PageTableEntry.USER;
import static exo.machine.PageTableEntry.WRITABLE;

/**
 * A table the walker stands at: its level and place, and what the entries on the way allow together. Also what the
 * processor may remember of a walk and start a later one from, so a freed table can be walked until it is invalidated.
 *
 * @param rights  WRITABLE and USER if all entries so far had them, NO_EXECUTE if one had it
 * @param above  the table whose entry points here; null for the root
 */
record TablePointer(int level, long physicalAddress, long rights, TablePointer above) {

    static TablePointer root(int level, long physicalAddress) {
        return new TablePointer(level, physicalAddress, WRITABLE | USER, null);
    }

    TablePointer below(long tablePhysicalAddress, long entry) {
        return new TablePointer(level - 1, tablePhysicalAddress, rightsThrough(entry), this);
    }

    /** What remains allowed after passing the entry of this table. */
    long rightsThrough(long entry) {
        return (rights & entry & (WRITABLE | USER)) | ((rights | entry) & NO_EXECUTE);
    }
}
