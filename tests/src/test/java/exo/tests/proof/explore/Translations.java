package exo.tests.proof.explore;

import static exo.machine.PageTableEntry.ACCESSED;
import static exo.machine.PageTableEntry.ADDRESS_MASK;
import static exo.machine.PageTableEntry.DIRTY;
import static exo.machine.PageTableEntry.NO_EXECUTE;
import static exo.machine.PageTableEntry.PRESENT;
import static exo.machine.PageTableEntry.USER;
import static exo.machine.PageTableEntry.WRITABLE;

import exo.machine.Trap;

/**
 * What the processor remembers of its walks, and the walks: of each address space the pages of {@link Places}, and the last-level
 * table that each region was last found in. Nothing is ever forgotten unless the kernel says so, or the page itself faults.
 */
final class Translations {
    /** Environments whose address spaces are told apart. */
    private static final int TAGS = 16;
    private static final int WORDS_OF_TAG = Places.PAGES + Places.REGIONS;
    static final int WORDS = TAGS * WORDS_OF_TAG;

    private final ExploredMachine machine;
    private final int first;

    Translations(ExploredMachine machine, int first) {
        this.machine = machine;
        this.first = first;
    }

    private int pageWord(int tag, int page) {
        return first + tag * WORDS_OF_TAG + page;
    }

    private int tableWord(int tag, int region) {
        return first + tag * WORDS_OF_TAG + Places.PAGES + region;
    }

    /** As a page-table entry, with the rights over all levels; 0: nothing is remembered. */
    long page(int tag, int page) {
        return machine.word(pageWord(tag, page));
    }

    /** Physical address of the last-level table remembered for a region, or 0. */
    long table(int tag, int region) {
        return machine.word(tableWord(tag, region));
    }

    void dropAll(int tag) {
        for (int word = pageWord(tag, 0); word < pageWord(tag + 1, 0); word++) {
            machine.word(word, 0);
        }
    }

    /** INVLPG: the page, and all tables under the tag. */
    void drop(int tag, long va) {
        int page = Places.pageAt(va);
        if (page >= 0) {
            machine.word(pageWord(tag, page), 0);
        }
        for (int region = 0; region < Places.REGIONS; region++) {
            machine.word(tableWord(tag, region), 0);
        }
    }

    private void dropFaulting(int tag, int page) {
        machine.word(pageWord(tag, page), 0);
        machine.word(tableWord(tag, Places.regionOf(page)), 0);
    }

    private static boolean allows(long entry, long access) {
        return ((access & Trap.FAULT_WRITE) == 0 || (entry & WRITABLE) != 0)
                && ((access & Trap.FAULT_FETCH) == 0 || (entry & NO_EXECUTE) == 0);
    }

    /**
     * An access of user mode to a page, in error-code bits. Gives the physical address, or minus the error code of the fault.
     */
    long access(int page, long access) {
        int tag = machine.tag();
        long cached = page(tag, page);
        if (cached == 0 || allows(cached, access) && (access & Trap.FAULT_WRITE) != 0 && (cached & DIRTY) == 0) {
            return walk(tag, page, access);
        }
        if (!allows(cached, access)) {
            dropFaulting(tag, page);
            return -(access | Trap.FAULT_PRESENT);
        }
        return cached & ADDRESS_MASK;
    }

    private long walk(int tag, int page, long access) {
        long table = table(tag, Places.regionOf(page));
        long rights = PRESENT | WRITABLE | USER;
        for (int level = 4; level > 1 && table(tag, Places.regionOf(page)) == 0; level--) {
            long place = (level == 4 ? machine.root() : table) + Places.entryOffset(level, page);
            long entry = machine.load64(place);
            if ((entry & PRESENT) == 0) {
                dropFaulting(tag, page);
                return -access;
            }
            machine.store64(place, entry | ACCESSED);
            table = entry & ADDRESS_MASK;
        }
        long place = table + Places.entryOffset(1, page);
        long entry = machine.load64(place);
        boolean present = (entry & PRESENT) != 0;
        if (!present || !allows(entry & rights | entry & NO_EXECUTE, access)) {
            dropFaulting(tag, page);
            return -(present ? access | Trap.FAULT_PRESENT : access);
        }
        long marked = entry | ACCESSED | ((access & Trap.FAULT_WRITE) != 0 ? DIRTY : 0);
        machine.store64(place, marked);
        machine.word(pageWord(tag, page), marked & (ADDRESS_MASK | PRESENT | WRITABLE | USER | DIRTY | NO_EXECUTE));
        machine.word(tableWord(tag, Places.regionOf(page)), table);
        return marked & ADDRESS_MASK;
    }
}
