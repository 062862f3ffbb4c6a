package exo.aegis;

import exo.abi.EntryBit;
import exo.abi.EnvironmentFlag;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.machine.Apart;
import exo.machine.Inlined;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * Secure bindings of virtual pages to frames: the page tables that the processor walks. Keeps true: an entry names a frame
 * that its environment was allowed to bind, with no more than the rights it asked for, never both writable and executable,
 * and is linked from the frame; after {@code unbind} returns, no translation of it is left anywhere.
 */
public final class Bindings {
    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    private final Frames frames;
    private final PageTables tables;
    private final BindingLinks links;
    private final OwnPages own;
    private final Batch batch;
    private final TableDrop tableDrop;

    Bindings(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.frames = aegis.frames();
        this.tables = new PageTables(aegis);
        this.links = new BindingLinks(machine, aegis.books().frames);
        this.own = new OwnPages(aegis, tables, links);
        this.batch = new Batch(aegis, this, links);
        this.tableDrop = new TableDrop(aegis);
    }

    /** Physical address of the last-level entry for a user address, or 0: there is no table for it yet. */
    long entryOf(int environment, long userVa) {
        return tables.entryIn(environment == record.current() ? record.currentRoot() : environments.rootOf(environment),
                userVa);
    }

    /** See {@link PageTables}; the same below. */
    boolean hasTablesFor(int environment, long userVa) {
        return tables.hasTablesFor(environment, userVa);
    }

    long commitEntryOf(int environment, long userVa) {
        return tables.commitEntryOf(environment, userVa);
    }

    // ---- entries -----------------------------------------------------------------------------------------------------

    void commitBind(long entry, long frame, long rights) {
        long value = Frames.addressOf(frame) | PageEntry.flagsOf(rights);
        machine.store64(entry, value & machine.pageTableEntryMask() & PageEntry.MEANT);
        links.commitLink(frames.record(frame), links.linkOf(entry));
    }

    /** Breaks the binding in an entry, wherever its environment runs or waits; gives the frame's number. */
    long commitBreak(long entry) {
        long frame = PageEntry.frameOf(machine.load64(entry));
        machine.store64(entry, 0);
        links.commitUnlink(frames.record(frame), links.linkOf(entry));
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

    TableDrop tableDrop() {
        return tableDrop;
    }

    /** The environment whose table an entry is in, and the address that it translates, are the table's. */
    private void commitForgetEntry(long entry) {
        long table = entry >>> PageTableEntry.LOG_BYTES_IN_PAGE;
        commitForget(frames.owner(table), frames.tableBase(table)
                + ((entry & PageEntry.OFFSET_MASK) << PageEntry.OFFSET_SHIFT));
    }

    /** No cached translation of a page outlives this: at once where it is current, else before its environment runs. */
    private void commitForget(int index, long userVa) {
        if (index == record.current()) {
            machine.invalidatePage(userVa);
        } else {
            aegis.processor().commitFlag(index, EnvironmentFlag.STALE, true);
        }
    }

    // ---- checks: OK, or the status that says why not -----------------------------------------------------------------------

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
                    : (rights & PageEntry.ALL_RIGHTS) == Right.READ ? Status.OK : Status.BAD_ARGUMENT;
        }
        return kind == FrameKind.FREE || owner != caller && owner != environment ? Status.NOT_YOURS : Status.FRAME_BUSY;
    }

    // ---- one page: what the calls and a batch share. The environment has been checked. -----------------------------------------

    long bindPage(int index, long userVa, long frame, long rights) {
        long status = PageEntry.isPage(userVa) ? PageEntry.checkRights(rights) : Status.BAD_ADDRESS;
        status = status == Status.OK ? checkFrame(index, frame, rights) : status;
        return status == Status.OK ? bindChecked(index, userVa, frame, rights) : status;
    }

    /** @param granted  OK, or why the caller may not bind the frame with these rights; the page and rights come first */
    long bindGranted(int index, long userVa, long frame, long rights, long granted) {
        long status = PageEntry.isPage(userVa) ? PageEntry.checkRights(rights) : Status.BAD_ADDRESS;
        status = status == Status.OK ? granted : status;
        return status == Status.OK ? bindChecked(index, userVa, frame, rights) : status;
    }

    private long bindChecked(int index, long userVa, long frame, long rights) {
        long entry = entryOf(index, userVa);
        if (entry == 0) {
            if (!hasTablesFor(index, userVa)) {
                return Status.NO_TABLE;
            }
            entry = commitEntryOf(index, userVa);
        }
        if (PageEntry.isBound(machine.load64(entry))) {
            return Status.ALREADY_BOUND;
        }
        commitBind(entry, frame, rights);
        return Status.OK;
    }

    long unbindPage(int index, long userVa) {
        if (!PageEntry.isPage(userVa)) {
            return Status.BAD_ADDRESS;
        }
        long entry = entryOf(index, userVa);
        return entry == 0 || !PageEntry.isBound(machine.load64(entry)) ? Status.NOT_BOUND : commitBreak(entry);
    }

    long protectPage(int index, long userVa, long rights) {
        long status = PageEntry.isPage(userVa) ? PageEntry.checkRights(rights) : Status.BAD_ADDRESS;
        if (status != Status.OK) {
            return status;
        }
        long entry = entryOf(index, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if (!PageEntry.isBound(value)) {
            return Status.NOT_BOUND;
        }
        if ((rights & PageEntry.ALL_RIGHTS & ~PageEntry.rightsOf(value)) != 0) {
            status = checkFrame(index, PageEntry.frameOf(value), rights);
            if (status != Status.OK) {
                return status;
            }
        }
        machine.store64(entry, PageEntry.changed(value, PageEntry.flagsOf(rights)) & machine.pageTableEntryMask() & PageEntry.MEANT);
        commitForget(index, userVa);
        return Status.OK;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    @Inlined("one jump and the reloads behind it: 6 instructions")
    public long bind(long environment, long userVa, long frame, long rights) {
        long status = own.bind(environment, userVa, frame, rights);
        return status != OwnPages.UNUSUAL ? status : bindUnusual(environment, userVa, frame, rights);
    }

    @Apart("bind saves no register: 15 instructions")
    private long bindUnusual(long environment, long userVa, long frame, long rights) {
        long status = own.bindUnknown(environment, userVa, frame, rights);
        return status != OwnPages.UNUSUAL ? status : bindAny(environment, userVa, frame, rights);
    }

    @Apart("bind saves no register: 15 instructions")
    private long bindAny(long environment, long userVa, long frame, long rights) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : bindPage((int) target, userVa, frame, rights);
    }

    public long unbind(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : unbindPage((int) target, userVa);
    }

    @Inlined("one jump and the reloads behind it: 6 instructions")
    public long protect(long environment, long userVa, long rights) {
        long status = own.protect(environment, userVa, rights);
        return status != OwnPages.UNUSUAL ? status : protectUnusual(environment, userVa, rights);
    }

    @Apart("protect saves no register: 15 instructions")
    private long protectUnusual(long environment, long userVa, long rights) {
        long status = own.protectUnknown(environment, userVa, rights);
        return status != OwnPages.UNUSUAL ? status : protectAny(environment, userVa, rights);
    }

    @Apart("protect saves no register: 15 instructions")
    private long protectAny(long environment, long userVa, long rights) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : protectPage((int) target, userVa, rights);
    }

    public long batch(long environment, long listVa, long count) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : batch.run((int) target, listVa, count);
    }

    public long entryRead(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        if (target < 0 || !PageEntry.isPage(userVa)) {
            return target < 0 ? target : Status.BAD_ADDRESS;
        }
        long entry = entryOf((int) target, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if (!PageEntry.isBound(value)) {
            return value;
        }
        return EntryBit.BOUND | PageEntry.rightsOf(value) << EntryBit.RIGHTS_SHIFT | usesOf(value)
                | PageEntry.softwareBitsOf(value) | value & PageTableEntry.ADDRESS_MASK;
    }

    private static long usesOf(long value) {
        return ((value & PageTableEntry.ACCESSED) != 0 ? EntryBit.ACCESSED : 0)
                | ((value & PageTableEntry.DIRTY) != 0 ? EntryBit.DIRTY : 0);
    }

    public long entryWrite(long environment, long userVa, long word) {
        long target = environments.selfOrChild(environment);
        if (target < 0 || !PageEntry.isPage(userVa)) {
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
        if (entry != 0 && PageEntry.isBound(machine.load64(entry))) {
            return Status.ALREADY_BOUND;
        }
        machine.store64(entry == 0 ? commitEntryOf(index, userVa) : entry, word);
        return Status.OK;
    }

    public long entryClean(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        if (target < 0 || !PageEntry.isPage(userVa)) {
            return target < 0 ? target : Status.BAD_ADDRESS;
        }
        long entry = entryOf((int) target, userVa);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if (!PageEntry.isBound(value)) {
            return Status.NOT_BOUND;
        }
        if (usesOf(value) != 0) {
            machine.store64(entry, value & ~(PageTableEntry.ACCESSED | PageTableEntry.DIRTY));
            commitForgetEntry(entry);
        }
        return usesOf(value);
    }

    public long tableDrop(long environment, long userVa) {
        long target = environments.selfOrChild(environment);
        return target < 0 ? target : tableDrop.drop((int) target, userVa);
    }
}
