package exo.aegis;

import exo.abi.EntryBit;
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
 * and is linked from the frame; after {@code unbind} returns, no translation of it is left anywhere.
 */
public final class Bindings {
    private static final long PAGE_MASK = Limits.BYTES_IN_FRAME - 1;
    private static final long TABLE = PageTableEntry.PRESENT | PageTableEntry.WRITABLE | PageTableEntry.USER;

    /** Shifts that leave an address's index at a level as an offset into the table, in steps of an entry's 8 bytes. */
    private static final int LEVEL_1_SHIFT = 9;
    private static final int LEVEL_2_SHIFT = 18;
    private static final int LEVEL_3_SHIFT = 27;
    private static final int LEVEL_4_SHIFT = 36;
    private static final long ENTRY_OFFSET_MASK = 0xff8;
    private static final long ALL_RIGHTS = Right.READ | Right.WRITE | Right.EXECUTE;
    /** From a software bit among the rights to its place in an entry, bits 9 to 11. */
    private static final int SOFTWARE_SHIFT = 1;
    /** From WRITE to the writable bit, which is the same, and from the lack of EXECUTE to the no-execute bit. */
    private static final int WRITE_SHIFT = 0;
    private static final int NO_EXECUTE_SHIFT = 61;
    private static final long CHANGED_BY_PROTECT = PageTableEntry.WRITABLE | PageTableEntry.NO_EXECUTE
            | (long) Right.SOFTWARE << SOFTWARE_SHIFT;
    private static final long BYTES_OF_LAST_TABLE = Limits.BYTES_IN_FRAME << PageTableEntry.LOG_ENTRIES_IN_TABLE;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    private final Frames frames;
    private final BindingLinks links;
    private final Batch batch;

    Bindings(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.frames = aegis.frames();
        this.links = new BindingLinks(machine, aegis.books().frames);
        this.batch = new Batch(aegis, this);
    }

    /** Physical address of the last-level entry for a user address, or 0: there is no table for it yet. */
    long entryOf(int environment, long userVa) {
        long root = environment == record.current() ? record.currentRoot() : environments.rootOf(environment);
        long level4 = machine.load64(root + (userVa >>> LEVEL_4_SHIFT & ENTRY_OFFSET_MASK));
        if (!isBound(level4)) {
            return 0;
        }
        long level3 = machine.load64(tableOf(level4) + (userVa >>> LEVEL_3_SHIFT & ENTRY_OFFSET_MASK));
        if (!isBound(level3)) {
            return 0;
        }
        long level2 = machine.load64(tableOf(level3) + (userVa >>> LEVEL_2_SHIFT & ENTRY_OFFSET_MASK));
        return isBound(level2) ? tableOf(level2) + (userVa >>> LEVEL_1_SHIFT & ENTRY_OFFSET_MASK) : 0;
    }

    /** An entry that names a table has nothing above the address, so that its flags are all there is to clear. */
    private static long tableOf(long entryValue) {
        return entryValue & -Limits.BYTES_IN_FRAME;
    }

    /** Whether the environment's pool has all the tables that are missing on the way to a user address. */
    boolean hasTablesFor(int environment, long userVa) {
        long table = environments.rootOf(environment);
        int level = PageTableEntry.LEVELS;
        while (level > 1) {
            long entry = machine.load64(table + PageTableEntry.indexAt(level, userVa) * 8L);
            if ((entry & PageTableEntry.PRESENT) == 0) {
                break;
            }
            table = entry & PageTableEntry.ADDRESS_MASK;
            level--;
        }
        long pooled = EnvironmentRecord.firstPooled(machine, environments.record(environment));
        int missing = level == 1 ? 0 : level - 1 + Frames.LINK_FRAMES_IN_TABLE;
        for (; missing > 0; missing--) {
            if (pooled == 0) {
                return false;
            }
            pooled = frames.nextOf(pooled);
        }
        return true;
    }

    /** As {@link #entryOf}, adding the tables that are missing; {@link #hasTablesFor} has said that they are there. */
    long commitEntryOf(int environment, long userVa) {
        long table = environments.rootOf(environment);
        for (int level = PageTableEntry.LEVELS; level > 1; level--) {
            long at = table + PageTableEntry.indexAt(level, userVa) * 8L;
            if ((machine.load64(at) & PageTableEntry.PRESENT) == 0) {
                long added = level == 2 ? frames.commitLastTable(environment, userVa & -BYTES_OF_LAST_TABLE)
                        : frames.commitTable(environment, level - 1);
                machine.store64(at, Frames.addressOf(added) | TABLE);
            }
            table = machine.load64(at) & PageTableEntry.ADDRESS_MASK;
        }
        return table + PageTableEntry.indexAt(1, userVa) * 8L;
    }

    // ---- entries -----------------------------------------------------------------------------------------------------

    /** What a page-table entry says of rights and software bits. */
    private static long entryRights(long rights) {
        return (rights & Right.WRITE) << WRITE_SHIFT | (~rights & Right.EXECUTE) << NO_EXECUTE_SHIFT
                | (rights & Right.SOFTWARE) << SOFTWARE_SHIFT;
    }

    private static long rightsOf(long entryValue) {
        return Right.READ | entryValue >>> WRITE_SHIFT & Right.WRITE | ~entryValue >>> NO_EXECUTE_SHIFT & Right.EXECUTE;
    }

    private static boolean isBound(long entryValue) {
        return (entryValue & PageTableEntry.PRESENT) != 0;
    }

    private static long frameOf(long entryValue) {
        return (entryValue & PageTableEntry.ADDRESS_MASK) >>> PageTableEntry.LOG_BYTES_IN_PAGE;
    }

    void commitBind(long entry, long frame, long rights) {
        long value = Frames.addressOf(frame) | PageTableEntry.PRESENT | PageTableEntry.USER | entryRights(rights);
        machine.store64(entry, value & machine.pageTableEntryMask());
        links.commitLink(frame, entry);
    }

    /** Breaks the binding in an entry, wherever its environment runs or waits; gives the frame's number. */
    long commitBreak(long entry) {
        long frame = frameOf(machine.load64(entry));
        machine.store64(entry, 0);
        links.commitUnlink(frame, entry);
        commitForgetEntry(entry);
        return frame;
    }

    /** Breaks at most so many of a frame's bindings. */
    void commitBreakSome(long frame, int countMaximum) {
        long entry = links.firstOf(frame);
        for (int count = 0; entry != 0 && count < countMaximum; count++) {
            commitBreak(entry);
            entry = links.firstOf(frame);
        }
    }

    /** The environment whose table an entry is in, and the address that it translates, are the table's. */
    private void commitForgetEntry(long entry) {
        long table = entry >>> PageTableEntry.LOG_BYTES_IN_PAGE;
        commitForget(frames.owner(table), frames.tableBase(table) + ((entry & ENTRY_OFFSET_MASK) << LEVEL_1_SHIFT));
    }

    /** No cached translation of a page outlives this: at once where it is current, else before its environment runs. */
    private void commitForget(int index, long userVa) {
        if (index == record.current()) {
            machine.invalidatePage(userVa);
        } else {
            EnvironmentRecord.translationsStale(machine, environments.record(index), 1);
        }
    }

    // ---- checks: OK, or the status that says why not -----------------------------------------------------------------------

    private static boolean isPage(long userVa) {
        return (userVa & PAGE_MASK) == 0 && UserMemory.isUserAddress(userVa);
    }

    private static long checkRights(long rights) {
        if ((rights & Right.READ) == 0 || (rights & ~(ALL_RIGHTS | Right.SOFTWARE)) != 0) {
            return Status.BAD_ARGUMENT;
        }
        return (rights & (Right.WRITE | Right.EXECUTE)) == (Right.WRITE | Right.EXECUTE)
                ? Status.WRITABLE_AND_EXECUTABLE : Status.OK;
    }

    /** May the caller bind this frame with these rights into this environment? */
    private long checkFrame(int environment, long frame, long rights) {
        int caller = record.current();
        if (!frames.exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        long kind = frames.kind(frame);
        int owner = frames.owner(frame);
        if (kind == FrameKind.ORDINARY) {
            return owner == caller || owner == environment ? Status.OK : Status.NOT_YOURS;
        }
        if (kind == FrameKind.ARCHIVE) {
            return owner != caller ? Status.NOT_YOURS
                    : (rights & ALL_RIGHTS) == Right.READ ? Status.OK : Status.BAD_ARGUMENT;
        }
        return kind == FrameKind.FREE || owner != caller && owner != environment ? Status.NOT_YOURS : Status.FRAME_BUSY;
    }

    // ---- one page: what the calls and a batch share. The environment has been checked. -----------------------------------------

    /** @param known  the page's entry, if the caller has it at hand, or 0; the same below */
    long bindPage(int index, long userVa, long frame, long rights, long known) {
        long status = isPage(userVa) ? checkRights(rights) : Status.BAD_ADDRESS;
        status = status == Status.OK ? checkFrame(index, frame, rights) : status;
        return status == Status.OK ? bindChecked(index, userVa, frame, rights, known) : status;
    }

    /** @param granted  OK, or why the caller may not bind the frame with these rights; the page and rights come first */
    long bindGranted(int index, long userVa, long frame, long rights, long granted) {
        long status = isPage(userVa) ? checkRights(rights) : Status.BAD_ADDRESS;
        status = status == Status.OK ? granted : status;
        return status == Status.OK ? bindChecked(index, userVa, frame, rights, 0) : status;
    }

    private long bindChecked(int index, long userVa, long frame, long rights, long known) {
        long entry = known != 0 ? known : entryOf(index, userVa);
        if (entry == 0) {
            if (!hasTablesFor(index, userVa)) {
                return Status.NO_TABLE;
            }
            entry = commitEntryOf(index, userVa);
        }
        if (isBound(machine.load64(entry))) {
            return Status.ALREADY_BOUND;
        }
        commitBind(entry, frame, rights);
        return Status.OK;
    }

    long unbindPage(int index, long userVa, long known) {
        if (!isPage(userVa)) {
            return Status.BAD_ADDRESS;
        }
        long entry = known != 0 ? known : entryOf(index, userVa);
        return entry == 0 || !isBound(machine.load64(entry)) ? Status.NOT_BOUND : commitBreak(entry);
    }

    long protectPage(int index, long userVa, long rights, long known) {
        long status = isPage(userVa) ? checkRights(rights) : Status.BAD_ADDRESS;
        if (status != Status.OK) {
            return status;
        }
        long entry = known != 0 ? known : entryOf(index, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if (!isBound(value)) {
            return Status.NOT_BOUND;
        }
        if ((rights & ALL_RIGHTS & ~rightsOf(value)) != 0) {
            status = checkFrame(index, frameOf(value), rights);
            if (status != Status.OK) {
                return status;
            }
        }
        long changed = value & ~CHANGED_BY_PROTECT | entryRights(rights);
        machine.store64(entry, changed & machine.pageTableEntryMask());
        commitForget(index, userVa);
        return Status.OK;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long bind(long environment, long userVa, long frame, long rights) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : bindPage((int) target, userVa, frame, rights, 0);
    }

    public long unbind(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : unbindPage((int) target, userVa, 0);
    }

    public long protect(long environment, long userVa, long rights) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : protectPage((int) target, userVa, rights, 0);
    }

    public long batch(long environment, long listVa, long count) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : batch.run((int) target, listVa, count);
    }

    public long entryRead(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        if (target < 0 || !isPage(userVa)) {
            return target < 0 ? target : Status.BAD_ADDRESS;
        }
        long entry = entryOf((int) target, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if (!isBound(value)) {
            return value;
        }
        return EntryBit.BOUND | rightsOf(value) << EntryBit.RIGHTS_SHIFT | usesOf(value)
                | value >>> SOFTWARE_SHIFT & Right.SOFTWARE | value & PageTableEntry.ADDRESS_MASK;
    }

    private static long usesOf(long value) {
        return ((value & PageTableEntry.ACCESSED) != 0 ? EntryBit.ACCESSED : 0)
                | ((value & PageTableEntry.DIRTY) != 0 ? EntryBit.DIRTY : 0);
    }

    public long entryWrite(long environment, long userVa, long word) {
        long target = environments.selfOrChild(environment);
        if (target < 0 || !isPage(userVa)) {
            return target < 0 ? target : Status.BAD_ADDRESS;
        }
        if ((word & PageTableEntry.PRESENT) != 0 || word < 0) {
            return Status.BAD_ARGUMENT;
        }
        int index = (int) target;
        long entry = entryOf(index, userVa);
        if (entry == 0 && !hasTablesFor(index, userVa)) {
            return Status.NO_TABLE;
        }
        if (entry != 0 && isBound(machine.load64(entry))) {
            return Status.ALREADY_BOUND;
        }
        machine.store64(entry == 0 ? commitEntryOf(index, userVa) : entry, word);
        return Status.OK;
    }

    public long entryClean(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        if (target < 0 || !isPage(userVa)) {
            return target < 0 ? target : Status.BAD_ADDRESS;
        }
        long entry = entryOf((int) target, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if (!isBound(value)) {
            return Status.NOT_BOUND;
        }
        if (usesOf(value) != 0) {
            machine.store64(entry, value & ~(PageTableEntry.ACCESSED | PageTableEntry.DIRTY));
            commitForgetEntry(entry);
        }
        return usesOf(value);
    }
}
