package exo.aegis;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.FrameRecord;
import exo.machine.Machine;

/**
 * Stretches of a batch: entries one after the other that do the same, with the same rights, to pages under the same half of a
 * last-level table. What such entries share is found out once; what differs is checked for each. A stretch ends where the next
 * entry is not so, or something about it is not as it is most of the time; {@link Batch} has then the long way for it.
 *
 * <p>Each method gives the place in the list of the first entry that was not done. Places and lists are physical addresses.
 */
final class BatchStretch {
    private final Machine machine;
    private final KernelRecord record;
    private final Bindings bindings;
    private final BindingLinks links;
    private final long frameBook;
    private final long frameCount;

    BatchStretch(Aegis aegis, Bindings bindings, BindingLinks links) {
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.bindings = bindings;
        this.links = links;
        this.frameBook = aegis.books().frames;
        this.frameCount = aegis.books().frameCount;
    }

    /** @param at  of an entry before {@code end}, in the same frame */
    long run(int environment, long at, long end) {
        long half = machine.load64(at + BatchEntry.VA) & -KnownTables.BYTES_OF_HALF;
        if (!UserMemory.isUserRange(half, KnownTables.BYTES_OF_HALF)) {
            return at;
        }
        long entries = bindings.entryOf(environment, half);
        long head = machine.load64(at);
        if (entries == 0) {
            return at;
        }
        if ((int) head == BatchOperation.UNBIND) {
            return unbind(head, at, end, half, entries);
        }
        if (!PageEntry.areRights(head >>> 32)) {
            return at;
        }
        if ((int) head == BatchOperation.BIND) {
            return bind(head, at, end, half, entries);
        }
        return (int) head == BatchOperation.PROTECT && environment == record.current()
                ? protect(head, at, end, half, entries) : at;
    }

    /** The caller's own frames, to whose environment so ever. */
    private long bind(long head, long from, long end, long half, long entries) {
        long flags = PageEntry.flagsOf(head >>> 32) & machine.pageTableEntryMask() & PageEntry.MEANT;
        long own = record.currentFrameHead();
        long linksOfHalf = links.linkOf(entries);
        for (long at = from; at < end; at += BatchEntry.BYTES) {
            long offset = machine.load64(at + BatchEntry.VA) ^ half;
            if (machine.load64(at) != head || (offset & ~KnownTables.PAGES_OF_HALF_MASK) != 0) {
                return at;
            }
            offset = offset >>> PageEntry.OFFSET_SHIFT;
            long frame = machine.load64(at + BatchEntry.FRAME);
            long shown = frameBook + frame * FrameRecord.BYTES;
            if (PageEntry.isBound(machine.load64(entries + offset)) || frame < 0 || frame >= frameCount
                    || machine.load64(shown) != own) {
                return at;
            }
            machine.store64(entries + offset, Frames.addressOf(frame) | flags);
            links.commitLink(shown, linksOfHalf + (offset << BindingLinks.LOG_LINKS_IN_ENTRY));
        }
        return end;
    }

    /** The caller's own pages; rights may rise for its own frames. */
    private long protect(long head, long from, long end, long half, long entries) {
        long flags = PageEntry.flagsOf(head >>> 32);
        long raised = PageEntry.raisedBy(flags);
        long mask = machine.pageTableEntryMask() & PageEntry.MEANT;
        long own = record.currentFrameHead();
        for (long at = from; at < end; at += BatchEntry.BYTES) {
            long userVa = machine.load64(at + BatchEntry.VA);
            long offset = userVa ^ half;
            if (machine.load64(at) != head || (offset & ~KnownTables.PAGES_OF_HALF_MASK) != 0) {
                return at;
            }
            long entry = entries + (offset >>> PageEntry.OFFSET_SHIFT);
            long value = machine.load64(entry);
            if (!PageEntry.isBound(value) || ((value ^ flags) & raised) != 0
                    && machine.load64(frameBook + PageEntry.frameOf(value) * FrameRecord.BYTES) != own) {
                return at;
            }
            machine.store64(entry, PageEntry.changed(value, flags) & mask);
            machine.invalidatePage(userVa);
        }
        return end;
    }

    private long unbind(long head, long from, long end, long half, long entries) {
        for (long at = from; at < end; at += BatchEntry.BYTES) {
            long offset = machine.load64(at + BatchEntry.VA) ^ half;
            long entry = entries + (offset >>> PageEntry.OFFSET_SHIFT);
            if (machine.load64(at) != head || (offset & ~KnownTables.PAGES_OF_HALF_MASK) != 0
                    || !PageEntry.isBound(machine.load64(entry))) {
                return at;
            }
            bindings.commitBreak(entry);
        }
        return end;
    }
}
