package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.Limits;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * The public books as every environment sees them, at {@link Limits#BOOKS_START}: to read, never to write or to run, through
 * page tables of the kernel's own that are part of every address space. What the kernel knows of allocation is no secret
 * (Engler 1998, 2.2.1: expose names, allocation and information); what is secret lies in other frames.
 */
final class BookWindow {
    private static final long TABLE = PageTableEntry.PRESENT | PageTableEntry.USER;
    private static final long PAGE = TABLE | PageTableEntry.GLOBAL | PageTableEntry.NO_EXECUTE;

    private BookWindow() {
    }

    /** Fills the tables, which are clear, and says in the header what is where. Boot only. */
    static void open(Machine machine, Books books) {
        long level3 = books.windowTables;
        long level2 = level3 + Limits.BYTES_IN_FRAME;
        long level1 = level2 + Limits.BYTES_IN_FRAME;
        machine.kernelHalfEntry(PageTableEntry.indexAt(4, Limits.BOOKS_START), level3 | TABLE);
        machine.store64(level3, level2 | TABLE);
        for (long table = level1; table < books.kernel; table += Limits.BYTES_IN_FRAME) {
            machine.store64(level2 + (table - level1) / PageTableEntry.ENTRIES_IN_TABLE, table | TABLE);
        }
        for (long frame = books.header; frame < books.end(); frame += Limits.BYTES_IN_FRAME) {
            long offset = (frame - books.header) / PageTableEntry.ENTRIES_IN_TABLE;
            machine.store64(level1 + offset, (frame | PAGE) & machine.pageTableEntryMask());
        }
        describe(machine, books);
    }

    private static void describe(Machine machine, Books books) {
        long header = books.header;
        machine.store32(header + BooksHeader.VERSION, Limits.ABI_VERSION);
        machine.store64(header + BooksHeader.ENVIRONMENTS, books.environments - header);
        machine.store64(header + BooksHeader.SLICES, books.slices - header);
        machine.store64(header + BooksHeader.ACCOUNTS, books.accounts - header);
        machine.store64(header + BooksHeader.PROGRAMS, books.programs - header);
        machine.store64(header + BooksHeader.RINGS, books.rings - header);
        machine.store64(header + BooksHeader.FRAMES, books.frames - header);
        machine.store64(header + BooksHeader.FRAME_COUNT, books.frameCount);
    }
}
