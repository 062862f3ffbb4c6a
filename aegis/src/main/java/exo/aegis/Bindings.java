package exo.aegis;

import exo.abi.EnvironmentState;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * Secure bindings of virtual pages to frames: the page tables that the processor walks. Keeps true: an entry names a frame
 * that its environment was allowed to bind, with no more than the rights it asked for, never both writable and executable,
 * and is counted at the frame; after {@code unbind} returns, no translation of it is left anywhere.
 */
public final class Bindings {
    private static final long PAGE_MASK = Limits.BYTES_IN_FRAME - 1;
    private static final long TABLE = PageTableEntry.PRESENT | PageTableEntry.WRITABLE | PageTableEntry.USER;

    private final Aegis aegis;
    private final Machine machine;

    Bindings(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    /** Physical address of the last-level entry for a user address, or 0: there is no table for it yet. */
    long entryOf(int environment, long userVa) {
        long table = aegis.environments().rootOf(environment);
        for (int level = PageTableEntry.LEVELS; level > 1; level--) {
            long entry = machine.load64(table + PageTableEntry.indexAt(level, userVa) * 8L);
            if ((entry & PageTableEntry.PRESENT) == 0) {
                return 0;
            }
            table = entry & PageTableEntry.ADDRESS_MASK;
        }
        return table + PageTableEntry.indexAt(1, userVa) * 8L;
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
        for (int missing = level - 1; missing > 0; missing--) {
            if (pooled == 0) {
                return false;
            }
            pooled = aegis.frames().nextOf(pooled);
        }
        return true;
    }

    /** As {@link #entryOf}, adding the tables that are missing; {@link #hasTablesFor} has said that they are there. */
    long commitEntryOf(int environment, long userVa) {
        long table = aegis.environments().rootOf(environment);
        for (int level = PageTableEntry.LEVELS; level > 1; level--) {
            long at = table + PageTableEntry.indexAt(level, userVa) * 8L;
            if ((machine.load64(at) & PageTableEntry.PRESENT) == 0) {
                machine.store64(at, Frames.addressOf(aegis.frames().commitTable(environment, level - 1)) | TABLE);
            }
            table = machine.load64(at) & PageTableEntry.ADDRESS_MASK;
        }
        return table + PageTableEntry.indexAt(1, userVa) * 8L;
    }

    void commitBind(long entry, long frame, long rights) {
        long value = Frames.addressOf(frame) | PageTableEntry.PRESENT | PageTableEntry.USER
                | ((rights & Right.WRITE) != 0 ? PageTableEntry.WRITABLE : 0)
                | ((rights & Right.EXECUTE) != 0 ? 0 : PageTableEntry.NO_EXECUTE);
        machine.store64(entry, value & machine.pageTableEntryMask());
        aegis.frames().countBinding(frame, 1);
    }

    private static boolean isPage(long userVa) {
        return (userVa & PAGE_MASK) == 0 && UserMemory.isUserAddress(userVa);
    }

    /** May the caller bind this frame with these rights into this environment? */
    private long checkFrame(int environment, long frame, long rights) {
        int caller = aegis.record().current();
        if (!aegis.frames().exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        long kind = aegis.frames().kind(frame);
        int owner = aegis.frames().owner(frame);
        if (kind == FrameKind.ARCHIVE) {
            return owner != caller ? Status.NOT_YOURS : rights == Right.READ ? Status.OK : Status.BAD_ARGUMENT;
        }
        if (kind == FrameKind.FREE || owner != caller && owner != environment) {
            return Status.NOT_YOURS;
        }
        return kind == FrameKind.ORDINARY ? Status.OK : Status.FRAME_BUSY;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long bind(long environment, long userVa, long frame, long rights) {
        long target = aegis.environments().selfOrChild(environment);
        if (target < 0) {
            return target;
        }
        int index = (int) target;
        if (!isPage(userVa)) {
            return Status.BAD_ADDRESS;
        }
        if ((rights & Right.READ) == 0 || (rights & ~(Right.READ | Right.WRITE | Right.EXECUTE)) != 0) {
            return Status.BAD_ARGUMENT;
        }
        if ((rights & (Right.WRITE | Right.EXECUTE)) == (Right.WRITE | Right.EXECUTE)) {
            return Status.WRITABLE_AND_EXECUTABLE;
        }
        long status = checkFrame(index, frame, rights);
        if (status != Status.OK) {
            return status;
        }
        if (!hasTablesFor(index, userVa)) {
            return Status.NO_TABLE;
        }
        long entry = entryOf(index, userVa);
        if (entry != 0 && (machine.load64(entry) & PageTableEntry.PRESENT) != 0) {
            return Status.ALREADY_BOUND;
        }
        commitBind(entry == 0 ? commitEntryOf(index, userVa) : entry, frame, rights);
        return Status.OK;
    }

    public long unbind(long environment, long userVa) {
        long target = aegis.environments().selfOrChild(environment);
        if (target < 0) {
            return target;
        }
        int index = (int) target;
        if (!isPage(userVa)) {
            return Status.BAD_ADDRESS;
        }
        long entry = entryOf(index, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if ((value & PageTableEntry.PRESENT) == 0) {
            return Status.NOT_BOUND;
        }
        machine.store64(entry, 0);
        long frame = (value & PageTableEntry.ADDRESS_MASK) / Limits.BYTES_IN_FRAME;
        aegis.frames().countBinding(frame, -1);
        commitForget(index, userVa);
        return frame;
    }

    /** No cached translation of a page outlives this: at once where it is current, before it runs again elsewhere. */
    private void commitForget(int index, long userVa) {
        if (index == aegis.record().current()) {
            machine.invalidatePage(userVa);
        } else if (aegis.environments().state(index) != EnvironmentState.FREE) {
            EnvironmentRecord.translationsStale(machine, aegis.environments().record(index), 1);
        }
    }
}
