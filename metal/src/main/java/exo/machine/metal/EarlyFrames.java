package exo.machine.metal;

import exo.machine.PageTableEntry;

/**
 * Frames for the kernel's own tables, taken one after the other from behind the image while nothing else owns memory yet.
 * What was taken is part of the kernel's range in the boot information.
 */
final class EarlyFrames {
    private long next;
    private final long avoidStart;
    private final long avoidEnd;

    /** @param avoidStart  physical range of the boot archive, that a loader may have put right behind the kernel */
    EarlyFrames(long start, long avoidStart, long avoidEnd) {
        this.next = start;
        this.avoidStart = avoidStart;
        this.avoidEnd = avoidEnd;
    }

    /** A cleared frame's physical address. */
    long take() {
        return takeRun(1);
    }

    /** The physical address of so many cleared frames in a row. */
    long takeRun(int count) {
        long bytes = count * PageTableEntry.BYTES_IN_PAGE;
        if (next < avoidEnd && next + bytes > avoidStart) {
            next = avoidEnd + PageTableEntry.BYTES_IN_PAGE - 1 & -PageTableEntry.BYTES_IN_PAGE;
        }
        long first = next;
        next += bytes;
        Processor.zero(DirectMap.BASE + first, bytes);
        return first;
    }

    long end() {
        return next;
    }
}
