package exo.aegis;

import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.machine.Inlined;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * From a frame to every page-table entry that names it, so that breaking its bindings takes time in proportion to their
 * number. The links of one frame's entries form a doubly linked list; an entry's link lies in one of two frames that its table
 * has beside it for this, paid for by the table's owner. A list names links rather than entries, so that adding to it looks
 * nothing up; the way from a link to its entry is in the record of the frame that the link is in.
 */
final class BindingLinks {
    /** A link is twice as long as the entry it belongs to; a frame of them serves half a table. */
    static final int LOG_LINKS_IN_ENTRY = 1;
    private static final int LOG_BYTES_IN_HALF = PageTableEntry.LOG_BYTES_IN_PAGE - LOG_LINKS_IN_ENTRY;
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
    long linkOf(long entry) {
        long table = entry >>> PageTableEntry.LOG_BYTES_IN_PAGE;
        long half = entry >>> LOG_BYTES_IN_HALF & 1;
        long frame = machine.load32(record(table) + FrameRecord.LINKS + half * BYTES_IN_FRAME_NUMBER);
        return frame * Limits.BYTES_IN_FRAME + ((entry & OFFSET_IN_HALF_MASK) << LOG_LINKS_IN_ENTRY);
    }

    /** The first entry that names a frame, or 0. */
    long firstOf(long frame) {
        long link = machine.load64(record(frame) + FrameRecord.FIRST_BINDING);
        if (link == 0) {
            return 0;
        }
        long entries = machine.load64(record(link >>> PageTableEntry.LOG_BYTES_IN_PAGE) + FrameRecord.FIRST_BINDING);
        return entries + ((link & Limits.BYTES_IN_FRAME - 1) >>> LOG_LINKS_IN_ENTRY);
    }

    /** @param record  of the frame, physical address */
    @Inlined("a call and the registers that it saves: 12 instructions")
    void commitLink(long record, long link) {
        long first = machine.load64(record + FrameRecord.FIRST_BINDING);
        machine.store64(link, first);
        machine.store64(link + PREVIOUS, 0);
        if (first != 0) {
            machine.store64(first + PREVIOUS, link);
        }
        machine.store64(record + FrameRecord.FIRST_BINDING, link);
        count(record, 1);
    }

    void commitUnlink(long record, long link) {
        long next = machine.load64(link);
        long previous = machine.load64(link + PREVIOUS);
        if (next != 0) {
            machine.store64(next + PREVIOUS, previous);
        }
        machine.store64(previous != 0 ? previous : record + FrameRecord.FIRST_BINDING, next);
        count(record, -1);
    }

    private void count(long record, int change) {
        long bindings = record + FrameRecord.BINDINGS;
        machine.store32(bindings, machine.load32(bindings) + change);
    }
}
