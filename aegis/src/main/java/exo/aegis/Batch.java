package exo.aegis;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * Many bindings in one call. Each entry is read once, from the caller's memory, and then treated as the single call would treat
 * it. The first refusal ends the batch; what was done before it stays done and is counted.
 */
final class Batch {
    private static final long PAGE_MASK = Limits.BYTES_IN_FRAME - 1;
    /** What one last-level table translates: neighbours share it, so it is looked for only when it changes. */
    private static final int LOG_BYTES_OF_TABLE = PageTableEntry.LOG_BYTES_IN_PAGE + PageTableEntry.LOG_ENTRIES_IN_TABLE;
    private static final int ENTRY_SHIFT = 9;

    private final Aegis aegis;
    private final Machine machine;
    private final Bindings bindings;

    Batch(Aegis aegis, Bindings bindings) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.bindings = bindings;
    }

    /** How many entries were done, or, where that is none, the first one's status. */
    long run(int environment, long listVa, long count) {
        if (count < 1 || count > Limits.BATCH_MAXIMUM) {
            return Status.BAD_ARGUMENT;
        }
        if ((listVa & BatchEntry.BYTES - 1) != 0 || !UserMemory.isUserRange(listVa, count * BatchEntry.BYTES)) {
            return Status.BAD_ADDRESS;
        }
        int caller = aegis.record().current();
        long page = 0;
        long base = 0;
        long table = 0;
        for (long done = 0; done < count; done++) {
            long entryVa = listVa + done * BatchEntry.BYTES;
            if (done == 0 || (entryVa & PAGE_MASK) == 0) {
                page = aegis.userMemory().resolve(caller, entryVa, false) - entryVa;
            }
            long at = page + entryVa;
            long userVa = at < 0 ? 0 : machine.load64(at + BatchEntry.VA);
            if (table == 0 || userVa >>> LOG_BYTES_OF_TABLE != base) {
                base = userVa >>> LOG_BYTES_OF_TABLE;
                table = UserMemory.isUserAddress(userVa) ? bindings.entryOf(environment, userVa) & ~PAGE_MASK : 0;
            }
            long known = table == 0 ? 0 : table + (userVa >>> ENTRY_SHIFT & PAGE_MASK & -PageTableEntry.BYTES_IN_ENTRY);
            long status = at < 0 ? Status.BAD_ADDRESS : step(environment, at, userVa, known);
            if (status < 0) {
                return done == 0 ? status : done;
            }
        }
        return count;
    }

    private long step(int environment, long entry, long userVa, long known) {
        long head = machine.load64(entry);
        long rights = head >>> 32;
        switch ((int) head) {
            case BatchOperation.BIND:
                return bindings.bindPage(environment, userVa, machine.load64(entry + BatchEntry.FRAME), rights, known);
            case BatchOperation.UNBIND:
                return bindings.unbindPage(environment, userVa, known);
            case BatchOperation.PROTECT:
                return bindings.protectPage(environment, userVa, rights, known);
            default:
                return Status.BAD_ARGUMENT;
        }
    }
}
