package exo.aegis;

import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * From a frame to every page-table entry that names it, so that breaking its bindings takes time in proportion to their
 * number. The entries of one frame form a doubly linked list; an entry is named by its physical address, and its link lies in
 * one of two frames that its table has beside it for this, paid for by the table's owner.
 */
final class BindingLinks {
    /** A link is twice as long as the entry it belongs to; a frame of them serves half a table. */
    private static final int LOG_LINKS_IN_ENTRY = 1;
    private static final int LOG_BYTES_IN_HALF = PageTableEntry.LOG_BYTES_IN_PAGE - 1;
    private static final long OFFSET_IN_HALF_MASK = (1L << LOG_BYTES_IN_HALF) - 1;
    private static final int BYTES_IN_FRAME_NUMBER = 4;
    private static final int PREVIOUS = 8;

    private final Machine machine;
    private final long frameBook;

    BindingLinks(Machine machine, long frameBook) {
        this.machine = machine;
        this.frameBook = frameBook;
    }

    private long record(long frame) {
        return frameBook + frame * FrameRecord.BYTES;
    }

    /** Physical address of an entry's link. */
    private long linkOf(long entry) {
        long table = entry >>> PageTableEntry.LOG_BYTES_IN_PAGE;
        long half = entry >>> LOG_BYTES_IN_HALF & 1;
        long frame = machine.load32(record(table) + FrameRecord.LINKS + half * BYTES_IN_FRAME_NUMBER);
        return frame * Limits.BYTES_IN_FRAME + ((entry & OFFSET_IN_HALF_MASK) << LOG_LINKS_IN_ENTRY);
    }

    /** The first entry that names a frame, or 0. */
    long firstOf(long frame) {
        return machine.load64(record(frame) + FrameRecord.FIRST_BINDING);
    }

    void commitLink(long frame, long entry) {
        long link = linkOf(entry);
        long first = firstOf(frame);
        machine.store64(link, first);
        machine.store64(link + PREVIOUS, 0);
        if (first != 0) {
            machine.store64(linkOf(first) + PREVIOUS, entry);
        }
        machine.store64(record(frame) + FrameRecord.FIRST_BINDING, entry);
        count(frame, 1);
    }

    void commitUnlink(long frame, long entry) {
        long link = linkOf(entry);
        long next = machine.load64(link);
        long previous = machine.load64(link + PREVIOUS);
        if (next != 0) {
            machine.store64(linkOf(next) + PREVIOUS, previous);
        }
        if (previous != 0) {
            machine.store64(linkOf(previous), next);
        } else {
            machine.store64(record(frame) + FrameRecord.FIRST_BINDING, next);
        }
        count(frame, -1);
    }

    private void count(long frame, int change) {
        long bindings = record(frame) + FrameRecord.BINDINGS;
        machine.store32(bindings, machine.load32(bindings) + change);
    }
}
