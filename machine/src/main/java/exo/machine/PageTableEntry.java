package exo.machine;

/** Bits of a page-table entry at all four levels (Intel SDM vol. 3A, tables 4-15 to 4-20). */
public final class PageTableEntry {
    public static final long PRESENT = 1L;
    public static final long WRITABLE = 1L << 1;
    public static final long USER = 1L << 2;
    public static final long WRITE_THROUGH = 1L << 3;
    public static final long CACHE_DISABLED = 1L << 4;
    public static final long ACCESSED = 1L << 5;
    public static final long DIRTY = 1L << 6;
    /** In a level-2 or level-3 entry: maps 2 MiB or 1 GiB rather than naming a table. */
    public static final long LARGE = 1L << 7;
    public static final long GLOBAL = 1L << 8;
    public static final long NO_EXECUTE = 1L << 63;

    /** Bits 12 to 51: the physical address of the frame or table. */
    public static final long ADDRESS_MASK = 0x000f_ffff_ffff_f000L;

    public static final int LOG_BYTES_IN_PAGE = 12;
    public static final long BYTES_IN_PAGE = 1L << LOG_BYTES_IN_PAGE;
    public static final int LEVELS = 4;
    public static final int LOG_ENTRIES_IN_TABLE = 9;
    public static final int ENTRIES_IN_TABLE = 1 << LOG_ENTRIES_IN_TABLE;
    public static final int BYTES_IN_ENTRY = 8;

    private PageTableEntry() {
    }

    /** Which entry of a table at the level (4 is the root, 1 the last) translates the address. */
    public static int indexAt(int level, long virtualAddress) {
        int shift = LOG_BYTES_IN_PAGE + LOG_ENTRIES_IN_TABLE * (level - 1);
        return (int) (virtualAddress >>> shift) & (ENTRIES_IN_TABLE - 1);
    }
}
