package exo.aegis;

import exo.abi.AccountRecord;
import exo.abi.BooksHeader;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.RingRecord;
import exo.abi.SliceRecord;
import exo.machine.PageTableEntry;

/**
 * Where the kernel's books lie in physical memory. They are placed once, at boot, side by side in one run of frames: first
 * what only the kernel sees (the network device's queues and the book of filters, if there is one, the console's two rings, the stack of
 * downloaded code, the tables of the window, its own record), then the public books, from
 * their header on, which every environment sees through {@link BookWindow}. All but the last have a fixed distance from the
 * kernel's record, so that short paths need one address to find them.
 */
public final class Books {
    /** Of each of the console's rings: a power of two, so that positions wrap by a mask. */
    static final int RING_BYTES = 16384;

    /** From the kernel's own record to each of the public books, in bytes. */
    static final int HEADER = (int) Limits.BYTES_IN_FRAME;
    static final int ENVIRONMENTS = HEADER + BooksHeader.BYTES;
    static final int SLICES = ENVIRONMENTS + Limits.ENVIRONMENTS_MAXIMUM * EnvironmentRecord.BYTES;
    static final int ACCOUNTS = SLICES + (int) (Limits.SLICES * SliceRecord.BYTES + Limits.BYTES_IN_FRAME - 1
            & -Limits.BYTES_IN_FRAME);
    static final int PROGRAMS = ACCOUNTS + Limits.ACCOUNTS_MAXIMUM * AccountRecord.BYTES;
    static final int RINGS = PROGRAMS + Limits.PROGRAMS_MAXIMUM * ProgramRecord.BYTES;
    static final int FRAMES = RINGS + Limits.RINGS_MAXIMUM * RingRecord.BYTES;
    /** In the kernel's own record: the record of a run of downloaded code, and what a predicate is called with. */
    private static final int RUN = 512;
    private static final int PREDICATE_INPUT = 1024;

    final long start;
    final long consoleInput;
    final long consoleOutput;
    /** Of whatever downloaded code runs: one frame. */
    final long programStack;
    final long windowTables;
    final long kernel;
    final long header;
    final long environments;
    final long slices;
    final long accounts;
    final long programs;
    final long rings;
    final long frames;
    final long run;
    final long predicateInput;
    /** Frames that the book has records for: 0 to this, exclusive. */
    final long frameCount;
    private final long networkBytes;
    /** Filters that the network's part has room for. */
    final int filterCount;

    /** @param networkBytes  of what the network device needs, which comes first: whole frames */
    Books(long start, long frameCount, long networkBytes, int filterCount) {
        this.start = start;
        this.frameCount = frameCount;
        this.networkBytes = networkBytes;
        this.filterCount = filterCount;
        this.consoleInput = start + networkBytes;
        this.consoleOutput = consoleInput + RING_BYTES;
        this.programStack = consoleOutput + RING_BYTES;
        this.windowTables = programStack + Limits.BYTES_IN_FRAME;
        this.kernel = windowTables + windowTableBytes(frameCount);
        this.header = kernel + HEADER;
        this.environments = kernel + ENVIRONMENTS;
        this.slices = kernel + SLICES;
        this.accounts = kernel + ACCOUNTS;
        this.programs = kernel + PROGRAMS;
        this.rings = kernel + RINGS;
        this.frames = kernel + FRAMES;
        this.run = kernel + RUN;
        this.predicateInput = kernel + PREDICATE_INPUT;
    }

    private static long wholeFrames(long byteCount) {
        return byteCount + Limits.BYTES_IN_FRAME - 1 & -Limits.BYTES_IN_FRAME;
    }

    private static long publicBytes(long frameCount) {
        return wholeFrames(FRAMES - HEADER + frameCount * FrameRecord.BYTES);
    }

    /** A last-level table for each 512 pages of the public books, and one table of each of the two levels above. */
    private static long windowTableBytes(long frameCount) {
        long pages = publicBytes(frameCount) / Limits.BYTES_IN_FRAME;
        long tables = (pages + PageTableEntry.ENTRIES_IN_TABLE - 1) / PageTableEntry.ENTRIES_IN_TABLE;
        return (tables + 2) * Limits.BYTES_IN_FRAME;
    }

    /** How many bytes the books take for so much memory, in whole frames. */
    static long byteCount(long frameCount, long networkBytes) {
        return networkBytes + 2 * Limits.BYTES_IN_FRAME + 2L * RING_BYTES + windowTableBytes(frameCount) + publicBytes(frameCount);
    }

    /** The first byte behind the books. */
    long end() {
        return start + byteCount(frameCount, networkBytes);
    }
}
