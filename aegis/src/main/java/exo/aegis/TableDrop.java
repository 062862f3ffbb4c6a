package exo.aegis;

import exo.abi.EnvironmentFlag;
import exo.abi.FrameFlag;
import exo.abi.Limits;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.FrameRecord;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * Takes a last-level page table out of use: its bindings a batch at a time, then the table itself, which returns to the pool
 * with its links. Keeps true: when it is back in the pool, no page table names it and no processor remembers it; a binding that
 * its environment had guaranteed is never broken here.
 */
final class TableDrop {
    private static final long BYTES_OF_LAST_TABLE = Limits.BYTES_IN_FRAME << PageTableEntry.LOG_ENTRIES_IN_TABLE;
    private static final int GUARANTEED_IS_BOUND = -1;

    private final Aegis aegis;
    private final Machine machine;

    TableDrop(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    private static boolean isPresent(long entryValue) {
        return (entryValue & PageTableEntry.PRESENT) != 0;
    }

    /** Physical address of the level-2 entry for a user address, or 0: a table above it is missing. */
    private long levelTwoEntry(int index, long userVa) {
        long table = aegis.environments().rootOf(index);
        for (int level = PageTableEntry.LEVELS; level > 2; level--) {
            long entry = machine.load64(table + PageTableEntry.indexAt(level, userVa) * 8L);
            if (!isPresent(entry)) {
                return 0;
            }
            table = entry & PageTableEntry.ADDRESS_MASK;
        }
        return table + PageTableEntry.indexAt(2, userVa) * 8L;
    }

    /** How many bindings a table holds, or that one of them is of a frame that its environment has guaranteed. */
    private int bindingsIn(int index, long table) {
        boolean guarantees = EnvironmentRecord.framesGuaranteed(machine, aegis.environments().record(index)) != 0;
        int count = 0;
        for (int i = 0; i < PageTableEntry.ENTRIES_IN_TABLE; i++) {
            long entry = machine.load64(table + i * 8L);
            if (isPresent(entry)) {
                if (guarantees && isGuaranteedTo(index, (entry & PageTableEntry.ADDRESS_MASK) / Limits.BYTES_IN_FRAME)) {
                    return GUARANTEED_IS_BOUND;
                }
                count++;
            }
        }
        return count;
    }

    private boolean isGuaranteedTo(int index, long frame) {
        return (FrameRecord.flags(machine, aegis.frames().record(frame)) & FrameFlag.GUARANTEED) != 0
                && aegis.frames().owner(frame) == index;
    }

    /** Breaks at most so many bindings of a last-level table, from its start; gives how many it broke. */
    int commitBreakSome(long table, int countMaximum) {
        int broken = 0;
        for (int i = 0; i < PageTableEntry.ENTRIES_IN_TABLE && broken < countMaximum; i++) {
            long entry = table + i * 8L;
            if (isPresent(machine.load64(entry))) {
                aegis.bindings().commitBreak(entry);
                broken++;
            }
        }
        return broken;
    }

    /** The table holds no binding any more: nothing leads to it from here on, and it is in the pool again. */
    private void commitUnhook(int index, long levelTwoEntry, long userVa) {
        long table = (machine.load64(levelTwoEntry) & PageTableEntry.ADDRESS_MASK) / Limits.BYTES_IN_FRAME;
        long links = FrameRecord.links(machine, aegis.frames().record(table));
        machine.store64(levelTwoEntry, 0);
        KnownTables.commitForget(machine, aegis.record().knownTables(), userVa);
        if (index == aegis.record().current()) {
            machine.invalidatePage(userVa & -BYTES_OF_LAST_TABLE);
        } else {
            aegis.processor().commitFlag(index, EnvironmentFlag.STALE, true);
        }
        aegis.frames().commitPoolAgain(links >>> 32);
        aegis.frames().commitPoolAgain(links & 0xffff_ffffL);
        aegis.frames().commitPoolAgain(table);
    }

    /** The call, for an environment that the caller may do this to. */
    long drop(int index, long userVa) {
        if (!UserMemory.isUserAddress(userVa)) {
            return Status.BAD_ADDRESS;
        }
        long levelTwoEntry = levelTwoEntry(index, userVa);
        long entry = levelTwoEntry == 0 ? 0 : machine.load64(levelTwoEntry);
        if (!isPresent(entry)) {
            return Status.NO_TABLE;
        }
        long table = entry & PageTableEntry.ADDRESS_MASK;
        int bindings = bindingsIn(index, table);
        if (bindings == GUARANTEED_IS_BOUND) {
            return Status.FRAME_BUSY;
        }
        int left = bindings - commitBreakSome(table, Limits.REAP_BATCH);
        if (left == 0) {
            commitUnhook(index, levelTwoEntry, userVa);
        }
        return left;
    }
}
