package exo.aegis;

import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.machine.PageTableEntry;

/** Rights and pages as calls name them, and as the processor's page-table entries do. */
final class PageEntry {
    static final long ALL_RIGHTS = Right.READ | Right.WRITE | Right.EXECUTE;
    /** An entry of a table as an offset into it: bits 12 to 20 of the address, in steps of an entry's 8 bytes. */
    static final int OFFSET_SHIFT = 9;
    static final long OFFSET_MASK = 0xff8;
    static final long PAGE_MASK = Limits.BYTES_IN_FRAME - 1;
    /** What every binding has. */
    static final long PAGE = PageTableEntry.PRESENT | PageTableEntry.USER;

    /** The bits of a page's entry that the kernel or the processor gives a meaning. */
    static final long MEANT = PageTableEntry.ADDRESS_MASK | 0xfff | PageTableEntry.NO_EXECUTE;

    /** From a software bit among the rights to its place in an entry, bits 9 to 11. */
    private static final int SOFTWARE_SHIFT = 1;
    /** From WRITE to the writable bit, which is the same, and from the lack of EXECUTE to the no-execute bit. */
    private static final int WRITE_SHIFT = 0;
    private static final int NO_EXECUTE_SHIFT = 61;
    /** READ alone, with WRITE, with EXECUTE. */
    private static final long GOOD_SUMS = 1 << Right.READ | 1 << (Right.READ | Right.WRITE)
            | 1 << (Right.READ | Right.EXECUTE);
    private static final long CHANGED_BY_PROTECT = PageTableEntry.WRITABLE | PageTableEntry.NO_EXECUTE
            | (long) Right.SOFTWARE << SOFTWARE_SHIFT;

    private PageEntry() {
    }

    static boolean isPage(long userVa) {
        return (userVa & PAGE_MASK) == 0 && UserMemory.isUserAddress(userVa);
    }

    /** OK, or why nobody may ask for these. */
    static long checkRights(long rights) {
        if ((rights & ~(ALL_RIGHTS & ~Right.READ | Right.SOFTWARE)) != Right.READ) {
            return Status.BAD_ARGUMENT;
        }
        return (rights & (Right.WRITE | Right.EXECUTE)) == (Right.WRITE | Right.EXECUTE)
                ? Status.WRITABLE_AND_EXECUTABLE : Status.OK;
    }

    /**
     * Whether {@link #checkRights} says OK: by a bit for each sum of rights, 5 instructions instead of 8. Software bits lie
     * above those that a shift of 64 bits goes by.
     */
    static boolean areRights(long rights) {
        return (rights & ~(ALL_RIGHTS | Right.SOFTWARE)) == 0 && (GOOD_SUMS >>> (int) rights & 1) != 0;
    }

    /**
     * What an entry says of rights and software bits; bits outside {@link #MEANT} are left to be cleared by whoever stores it.
     * READ and EXECUTE stay where they are, which is where {@link #PAGE} has bits set anyway; adding the software bits to
     * themselves moves them to their place. So it takes 7 instructions and no wide constant, instead of 11 and one.
     */
    static long flagsOf(long rights) {
        return rights + (rights & Right.SOFTWARE) | ~rights << NO_EXECUTE_SHIFT | PAGE;
    }

    /** The rights, without the software bits. */
    static long rightsOf(long value) {
        return Right.READ | value >>> WRITE_SHIFT & Right.WRITE | ~value >>> NO_EXECUTE_SHIFT & Right.EXECUTE;
    }

    static long softwareBitsOf(long value) {
        return value >>> SOFTWARE_SHIFT & Right.SOFTWARE;
    }

    static boolean isBound(long value) {
        return (value & PageTableEntry.PRESENT) != 0;
    }

    static long frameOf(long value) {
        return (value & PageTableEntry.ADDRESS_MASK) >>> PageTableEntry.LOG_BYTES_IN_PAGE;
    }

    /** Which differences between these flags and an entry's are rights that the entry lacks. */
    static long raisedBy(long flags) {
        return flags & PageTableEntry.WRITABLE | ~flags & PageTableEntry.NO_EXECUTE;
    }

    /** An entry with these flags in place of its own. */
    static long changed(long value, long flags) {
        return value ^ (value ^ flags) & CHANGED_BY_PROTECT;
    }
}
