package exo.aegis;

import exo.abi.Limits;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/** The tables above the entries: finding an address's entry, and adding the tables on the way to it from its owner's pool. */
final class PageTables {
    private static final long TABLE = PageTableEntry.PRESENT | PageTableEntry.WRITABLE | PageTableEntry.USER;
    /** Shifts that leave an address's index at a level as an offset into the table, in steps of an entry's 8 bytes. */
    private static final int LEVEL_2_SHIFT = 18;
    private static final int LEVEL_3_SHIFT = 27;
    private static final int LEVEL_4_SHIFT = 36;
    private static final long BYTES_OF_LAST_TABLE = Limits.BYTES_IN_FRAME << PageTableEntry.LOG_ENTRIES_IN_TABLE;

    private final Aegis aegis;
    private final Machine machine;

    PageTables(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    /**
     * Physical address of the last-level entry for a user address, or 0: there is no table for it yet.
     *
     * @param root  physical address of the level-4 table
     */
    long entryIn(long root, long userVa) {
        long level4 = machine.load64(root + (userVa >>> LEVEL_4_SHIFT & PageEntry.OFFSET_MASK));
        if (!PageEntry.isBound(level4)) {
            return 0;
        }
        long level3 = machine.load64(tableOf(level4) + (userVa >>> LEVEL_3_SHIFT & PageEntry.OFFSET_MASK));
        if (!PageEntry.isBound(level3)) {
            return 0;
        }
        long level2 = machine.load64(tableOf(level3) + (userVa >>> LEVEL_2_SHIFT & PageEntry.OFFSET_MASK));
        return PageEntry.isBound(level2)
                ? tableOf(level2) + (userVa >>> PageEntry.OFFSET_SHIFT & PageEntry.OFFSET_MASK) : 0;
    }

    /** An entry that names a table has nothing above the address, so that its flags are all there is to clear. */
    private static long tableOf(long entryValue) {
        return entryValue & -Limits.BYTES_IN_FRAME;
    }

    /** Whether the environment's pool has all the tables that are missing on the way to a user address. */
    boolean hasTablesFor(int environment, long userVa) {
        long table = aegis.environments().rootOf(environment);
        int level = PageTableEntry.LEVELS;
        while (level > 1) {
            long entry = machine.load64(table + PageTableEntry.indexAt(level, userVa) * 8L);
            if ((entry & PageTableEntry.PRESENT) == 0) {
                break;
            }
            table = entry & PageTableEntry.ADDRESS_MASK;
            level--;
        }
        long pooled = EnvironmentRecord.firstPooled(machine, aegis.environments().record(environment));
        int missing = level == 1 ? 0 : level - 1 + Frames.LINK_FRAMES_IN_TABLE;
        for (; missing > 0; missing--) {
            if (pooled == 0) {
                return false;
            }
            pooled = aegis.frames().nextOf(pooled);
        }
        return true;
    }

    /** As {@link #entryIn}, adding the tables that are missing; {@link #hasTablesFor} has said that they are there. */
    long commitEntryOf(int environment, long userVa) {
        aegis.record().tablesMade(aegis.record().tablesMade() + 1);
        long table = aegis.environments().rootOf(environment);
        for (int level = PageTableEntry.LEVELS; level > 1; level--) {
            long at = table + PageTableEntry.indexAt(level, userVa) * 8L;
            if ((machine.load64(at) & PageTableEntry.PRESENT) == 0) {
                long added = level == 2 ? aegis.frames().commitLastTable(environment, userVa & -BYTES_OF_LAST_TABLE)
                        : aegis.frames().commitTable(environment, level - 1);
                machine.store64(at, Frames.addressOf(added) | TABLE);
            }
            table = machine.load64(at) & PageTableEntry.ADDRESS_MASK;
        }
        return table + PageTableEntry.indexAt(1, userVa) * 8L;
    }
}
