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
        if (next < avoidEnd && next + PageTableEntry.BYTES_IN_PAGE > avoidStart) {
            next = avoidEnd + PageTableEntry.BYTES_IN_PAGE - 1 & -PageTableEntry.BYTES_IN_PAGE;
        }
        long frame = next;
        next += PageTableEntry.BYTES_IN_PAGE;
        Processor.zero(DirectMap.BASE + frame, PageTableEntry.BYTES_IN_PAGE);
        return frame;
    }

    long end() {
        return next;
    }
}
