package exo.programs.meter;

import exo.abi.Right;
import exo.exos.kernel.KernelCalls;
import exo.exos.paging.HashedPageTable;
import exo.exos.paging.LinearPageTable;
import exo.exos.paging.PageTable;
import exo.exos.paging.Pager;

/**
 * A page fault that the program resolves itself: the access, the exception to its handler in Java, the look into its own page
 * table, the binding, the way back, and the access done. The page has a frame, and the kernel has the table.
 */
final class FaultMeasurement extends Measurement {
    private static final long LINEAR_PAGE = 0x6100_0000_0000L;
    private static final long HASHED_PAGE = 0x6101_0000_0000L;
    private static final int SLOT_BITS = 8;

    private final long self;
    private final long page;
    private final String structure;

    private FaultMeasurement(long self, PageTable table, long page) {
        this.self = self;
        this.page = page;
        this.structure = table.structure();
        Pager.start(table);
        Pager.reserve(page, 1, Right.READ | Right.WRITE);
        Timed.touch(page);
    }

    static void print(long self) {
        Figures hashed = Figures.of(new FaultMeasurement(self, new HashedPageTable(SLOT_BITS), HASHED_PAGE));
        Figures linear = Figures.of(new FaultMeasurement(self, new LinearPageTable(LINEAR_PAGE, 1), LINEAR_PAGE));
        linear.print("page_fault", "with a " + linear.what() + " page table in Java; with a " + hashed.what() + " one "
                + hashed.least());
    }

    @Override
    String what() {
        return structure;
    }

    @Override
    void prepare() {
        KernelCalls.unbind(self, page);
    }

    @Override
    long cycles() {
        return Timed.touch(page);
    }
}
