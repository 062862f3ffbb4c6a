package exo.aegis;

import exo.abi.FrameRecord;
import exo.abi.Status;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * The short way of binding and protecting one page: the caller's own page, under tables that are there, and an ordinary frame
 * of its own. All is checked that the long way in {@link Bindings} checks; at the first thing that is not as it is most of the
 * time, nothing has been changed, and the long way is taken from its beginning. It also knows which status to give.
 *
 * <p>Nothing here calls what gcc does not inline, so that a call needs hardly a register saved.
 */
final class OwnPages {
    /** Take the long way. No call gives this. */
    static final long UNUSUAL = 1L << 63;

    private final Machine machine;
    private final KernelRecord record;
    private final PageTables tables;
    private final KnownTables known;
    private final BindingLinks links;
    private final long frameBook;
    private final long frameCount;
    /** Constant; here because a call would find it two loads away. */
    private final long entryMask;

    OwnPages(Aegis aegis, PageTables tables, BindingLinks links) {
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.tables = tables;
        this.known = new KnownTables(machine, links);
        this.links = links;
        this.frameBook = aegis.books().frames;
        this.frameCount = aegis.books().frameCount;
        this.entryMask = machine.pageTableEntryMask() & PageEntry.MEANT;
    }

    /** Of a page whose table is known. */
    @Inlined("a call and the registers that it saves: 15 instructions")
    long bind(long environment, long userVa, long frame, long rights) {
        long slot = slotOf(userVa);
        if (environment != record.currentName() || !known.knows(slot, environment, userVa)) {
            return UNUSUAL;
        }
        long entry = known.entryIn(slot, userVa);
        long shown = recordOf(frame);
        if (!bindAt(entry, frame, shown, rights)) {
            return UNUSUAL;
        }
        links.commitLink(shown, known.linkIn(slot, entry));
        return Status.OK;
    }

    /** Of a page whose table is to be looked for, and known from then on. */
    long bindUnknown(long environment, long userVa, long frame, long rights) {
        long entry = unknownEntry(environment, userVa);
        long shown = recordOf(frame);
        if (entry == 0 || !bindAt(entry, frame, shown, rights)) {
            return UNUSUAL;
        }
        long slot = slotOf(userVa);
        known.commitKnown(slot, environment, userVa, entry);
        links.commitLink(shown, known.linkIn(slot, entry));
        return Status.OK;
    }

    /** @param shown  the frame's record, if there is such a frame */
    @Inlined("a call and the registers that it saves: 15 instructions")
    private boolean bindAt(long entry, long frame, long shown, long rights) {
        if (!PageEntry.areRights(rights) || frame < 0 || frame >= frameCount || !isOwn(shown)
                || PageEntry.isBound(machine.load64(entry))) {
            return false;
        }
        machine.store64(entry, (Frames.addressOf(frame) | PageEntry.flagsOf(rights)) & entryMask);
        return true;
    }

    @Inlined("a call and the registers that it saves: 15 instructions")
    long protect(long environment, long userVa, long rights) {
        long slot = slotOf(userVa);
        if (environment != record.currentName() || !known.knows(slot, environment, userVa)) {
            return UNUSUAL;
        }
        return protectAt(known.entryIn(slot, userVa), userVa, rights);
    }

    long protectUnknown(long environment, long userVa, long rights) {
        long entry = unknownEntry(environment, userVa);
        long status = entry == 0 ? UNUSUAL : protectAt(entry, userVa, rights);
        if (status == Status.OK) {
            known.commitKnown(slotOf(userVa), environment, userVa, entry);
        }
        return status;
    }

    @Inlined("a call and the registers that it saves: 15 instructions")
    private long protectAt(long entry, long userVa, long rights) {
        long value = machine.load64(entry);
        long flags = PageEntry.flagsOf(rights);
        if (!PageEntry.areRights(rights) || !PageEntry.isBound(value)
                || ((value ^ flags) & PageEntry.raisedBy(flags)) != 0 && !isOwn(recordOf(PageEntry.frameOf(value)))) {
            return UNUSUAL;
        }
        machine.store64(entry, PageEntry.changed(value, flags) & entryMask);
        machine.invalidatePage(userVa);
        return Status.OK;
    }

    /** The entry of a page of the caller's that may come to be known; 0: it has none, or the page is unusual. */
    private long unknownEntry(long environment, long userVa) {
        return environment == record.currentName() && KnownTables.canKnow(userVa)
                ? tables.entryIn(record.currentRoot(), userVa) : 0;
    }

    private long recordOf(long frame) {
        return frameBook + frame * FrameRecord.BYTES;
    }

    private long slotOf(long userVa) {
        return KnownTables.slotOf(record.knownTables(), userVa);
    }

    /** Whether a frame's record is that of an ordinary one, without flags, of the caller's: its first word says all of it. */
    private boolean isOwn(long frameRecord) {
        return machine.load64(frameRecord) == record.currentFrameHead();
    }
}
