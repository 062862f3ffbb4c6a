package exo.aegis;

import exo.abi.Limits;
import exo.aegis.layout.ProgramRecord;
import exo.machine.CodeStore;
import exo.machine.Machine;

/**
 * The pages for machine code, which one has in a row. Who has which is in the records of programs, and in the kernel's own for what it
 * compiles for itself; there is no second list. Keeps true: no page is two programs'; the pages of a ready program are sealed.
 */
final class CodePages {
    private final Aegis aegis;
    private final Machine machine;
    private final CodeStore store;

    CodePages(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.store = machine.codeStore();
    }

    /** How many pages the kernel does not keep for itself: the first ones. Where nothing is executed it needs none. */
    int count() {
        return store == null ? 0 : store.executes() ? store.pageCount() - ClassCode.PAGES : store.pageCount();
    }

    long addressOf(int page) {
        return store.base() + page * Limits.BYTES_IN_FRAME;
    }

    /** The first of so many free pages in a row, or -1. Goes through the pages once, and at each to the program that has it. */
    int firstFree(int wanted) {
        int page = 0;
        int taken = 0;
        while (page + wanted <= count() && taken <= Limits.PROGRAMS_MAXIMUM) {
            int behind = behindOverlap(page, page + wanted);
            if (behind < 0) {
                return page;
            }
            page = behind;
            taken++;
        }
        return -1;
    }

    /** The page behind a program that has one of the pages from start to end, exclusive, or -1: they are free. */
    private int behindOverlap(int start, int end) {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            long record = aegis.programs().record(index);
            int first = (int) ProgramRecord.firstPage(machine, record);
            int count = (int) ProgramRecord.pageCount(machine, record);
            if (count != 0 && first < end && first + count > start) {
                return first + count;
            }
        }
        return -1;
    }

    void commitSeal(int first, int count) {
        store.seal(first, count);
    }

    void commitOpen(int first, int count) {
        store.open(first, count);
    }
}
