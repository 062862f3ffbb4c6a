package exo.programs.pager;

import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.Cycles;
import exo.exos.Exceptions;
import exo.exos.GuardedAction;
import exo.exos.paging.HashedPageTable;
import exo.exos.paging.LinearPageTable;
import exo.exos.paging.PagedMemory;
import exo.exos.paging.PageTable;
import exo.exos.paging.Pager;
import org.teavm.interop.Function;
import org.teavm.interop.Unmanaged;

/**
 * Keeps page tables of its own, of two structures, and resolves its page faults from them: pages that get a frame when they are
 * touched, writes that are noticed or forbidden, copies made when they are needed, and bindings that the kernel forgot. Ends
 * with status 1 if anything was not as it should be.
 */
public final class SelfPager {
    private static final int PAGES = 64;
    private static final int HASHED_SLOT_BITS = 8;
    private static final int PAGE_FAULT = 14;
    private static final long LINEAR_REGION = 0x4000_0000_0000L;
    private static final long HASHED_REGION = 0x4100_0000_0000L;
    private static final long READ_WRITE = Right.READ | Right.WRITE;

    private static boolean failed;

    private SelfPager() {
    }

    public static void main(String[] arguments) {
        show(new LinearPageTable(LINEAR_REGION, PAGES), LINEAR_REGION);
        show(new HashedPageTable(HASHED_SLOT_BITS), HASHED_REGION);
        System.exit(failed ? 1 : 0);
    }

    private static void show(PageTable table, long region) {
        Pager.start(table);
        Pager.reserve(region, PAGES, READ_WRITE);
        touch(table, region);
        forget(table, region);
        notice(table, region);
        forbid(table, region);
        copy(table, region);
        for (int i = 0; i < PAGES; i++) {
            Pager.release(region + (long) i * AddressSpace.PAGE_BYTES);
        }
        report(table, "all released, " + table.pageCount() + " pages left in the table", table.pageCount() == 0);
    }

    private static void report(PageTable table, String what, boolean right) {
        failed |= !right;
        System.out.println(table.structure() + " table: " + what + (right ? "" : ": WRONG"));
    }

    /** The first touch of each page: a fresh frame, and now and then a table for the kernel. */
    private static void touch(PageTable table, long region) {
        long before = Pager.faults();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < PAGES; i++) {
            long page = region + (long) i * AddressSpace.PAGE_BYTES;
            long start = Cycles.now();
            PagedMemory.store64(page, i + 1);
            least = Math.min(least, Cycles.now() - start);
        }
        long faults = Pager.faults() - before;
        report(table, PAGES + " pages touched, " + faults + " faults, least " + least + " cycles each; "
                + table.pageCount() + " pages in " + table.byteCount() + " bytes", faults == PAGES);
    }

    /** The kernel's table is dropped with all bindings in it; the contents are still there. */
    private static void forget(PageTable table, long region) {
        Pager.dropBindings(region);
        long before = Pager.faults();
        long least = Long.MAX_VALUE;
        boolean kept = true;
        for (int i = 0; i < PAGES; i++) {
            long page = region + (long) i * AddressSpace.PAGE_BYTES;
            long start = Cycles.now();
            long value = PagedMemory.load64(page);
            least = Math.min(least, Cycles.now() - start);
            kept &= value == i + 1;
        }
        long faults = Pager.faults() - before;
        report(table, "bindings dropped, " + faults + " pages bound again, least " + least + " cycles each, contents "
                + (kept ? "kept" : "lost"), kept && faults == PAGES);
    }

    /** A page is watched: the first write to it is noticed, the second costs nothing. */
    private static void notice(PageTable table, long region) {
        long before = Pager.faults();
        Pager.watch(region);
        boolean early = Pager.wasWritten(region);
        long start = Cycles.now();
        PagedMemory.store64(region, 11);
        long cycles = Cycles.now() - start;
        PagedMemory.store64(region, 1);
        long faults = Pager.faults() - before;
        report(table, "a watched page was written, noticed in " + faults + " fault of " + cycles + " cycles",
                !early && Pager.wasWritten(region) && faults == 1);
    }

    /** A page is made read-only for good: the write is abandoned. */
    private static void forbid(PageTable table, long region) {
        Pager.protect(region, Right.READ);
        long vector = Exceptions.guarded(Function.get(GuardedAction.class, SelfPager.class, "write"), region);
        long value = PagedMemory.load64(region);
        Pager.protect(region, READ_WRITE);
        report(table, "a write to a read-only page ended in exception " + vector + ", the page still holds " + value,
                vector == PAGE_FAULT && value == 1);
    }

    /** Two pages show one frame until one of them is written. */
    private static void copy(PageTable table, long region) {
        long other = region + AddressSpace.PAGE_BYTES;
        long copies = Pager.copies();
        Pager.share(region, other);
        boolean shared = PagedMemory.load64(other) == 1 && Pager.copies() == copies;
        PagedMemory.store64(other, 7);
        PagedMemory.store64(region, 3);
        copies = Pager.copies() - copies;
        report(table, "two pages shared a frame, " + copies + " copy was made when both were written",
                shared && PagedMemory.load64(other) == 7 && PagedMemory.load64(region) == 3 && copies == 1);
    }

    @Unmanaged
    static void write(long page) {
        PagedMemory.store64(page, 0);
    }
}
