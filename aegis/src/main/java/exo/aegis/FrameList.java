package exo.aegis;

import exo.aegis.layout.FrameRecord;
import exo.machine.Machine;

/**
 * Doubly linked lists through the frame book: of the free frames, and of what each environment holds. A frame is on exactly
 * one list, so one pair of links suffices; frame 0 is never on any and ends them. Every step takes constant time.
 */
final class FrameList {
    private final Machine machine;
    private final long book;

    FrameList(Machine machine, long book) {
        this.machine = machine;
        this.book = book;
    }

    private long record(long frame) {
        return book + frame * FrameRecord.BYTES;
    }

    /** Puts a frame before the first; returns the new first. */
    long pushed(long first, long frame) {
        FrameRecord.next(machine, record(frame), first);
        FrameRecord.previous(machine, record(frame), 0);
        if (first != 0) {
            FrameRecord.previous(machine, record(first), frame);
        }
        return frame;
    }

    /** Takes a frame out of the list that it is on; returns the new first. */
    long removed(long first, long frame) {
        long next = FrameRecord.next(machine, record(frame));
        long previous = FrameRecord.previous(machine, record(frame));
        if (next != 0) {
            FrameRecord.previous(machine, record(next), previous);
        }
        if (previous != 0) {
            FrameRecord.next(machine, record(previous), next);
        }
        FrameRecord.next(machine, record(frame), 0);
        FrameRecord.previous(machine, record(frame), 0);
        return previous == 0 ? next : first;
    }

    /** Puts a frame that is on no list in the place of one that is on one, and is on none then; returns the new first. */
    long exchanged(long first, long frame, long other) {
        long record = record(frame);
        long place = record(other);
        long next = FrameRecord.next(machine, record);
        long previous = FrameRecord.previous(machine, record);
        FrameRecord.next(machine, place, next);
        FrameRecord.previous(machine, place, previous);
        if (next != 0) {
            FrameRecord.previous(machine, record(next), other);
        }
        if (previous != 0) {
            FrameRecord.next(machine, record(previous), other);
        }
        FrameRecord.next(machine, record, 0);
        FrameRecord.previous(machine, record, 0);
        return previous == 0 ? other : first;
    }
}
