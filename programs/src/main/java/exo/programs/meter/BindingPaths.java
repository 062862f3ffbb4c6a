package exo.programs.meter;

import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;
import java.util.List;

/** Long work on bindings: the longest batches, and page tables that are dropped. */
final class BindingPaths {
    /** What one last-level table translates: pages so far apart have a table each. */
    private static final long TABLE_SPAN_BYTES = 512 * Limits.BYTES_IN_FRAME;
    private static final long SPARSE = 0x6300_0000_0000L;
    private static final long DENSE = 0x6400_0000_0000L;
    /** A last-level table and its two frames of links for each page; and those that the other paths need meanwhile. */
    private static final int POOL_FRAMES = Limits.BATCH_MAXIMUM * 3 + 32;

    private BindingPaths() {
    }

    static void addAll(List<Measurement> paths, AddressSpace self) {
        for (int i = 0; i < POOL_FRAMES; i++) {
            KernelException.checked("table_give", KernelCalls.tableGive(self.environment(), AddressSpace.freshFrame()));
        }
        long frame = AddressSpace.freshFrame();
        PageList list = new PageList(Limits.BATCH_MAXIMUM);
        paths.add(new Sparse(self.environment(), frame, list, true));
        paths.add(new Sparse(self.environment(), frame, list, false));
        paths.add(new SparseUnbind(self.environment(), frame, list));
        paths.add(new Drop(self, frame, list));
    }

    /** A batch of pages that have a table each. */
    private static class Sparse extends Measurement {
        final long self;
        final long frame;
        final PageList list;
        private final boolean tablesAreMissing;

        Sparse(long self, long frame, PageList list, boolean tablesAreMissing) {
            this.self = self;
            this.frame = frame;
            this.list = list;
            this.tablesAreMissing = tablesAreMissing;
        }

        final void bindAll() {
            fill(BatchOperation.BIND);
            list.runAll(self);
        }

        final void fill(int operation) {
            list.fill(operation, SPARSE, TABLE_SPAN_BYTES, frame, Right.READ);
        }

        @Override
        String what() {
            return "batch of " + Limits.BATCH_MAXIMUM + " bindings in a table each, "
                    + (tablesAreMissing ? "which it makes" : "which are there");
        }

        @Override
        void prepare() {
            if (!tablesAreMissing) {
                bindAll();
                fill(BatchOperation.UNBIND);
                list.runAll(self);
            }
            fill(BatchOperation.BIND);
        }

        @Override
        long cycles() {
            return tablesAreMissing ? list.timedPart(self) : list.timed(self);
        }

        @Override
        void cleanUp() {
            for (int i = 0; i < Limits.BATCH_MAXIMUM; i++) {
                dropAll(self, SPARSE + i * TABLE_SPAN_BYTES);
            }
        }
    }

    private static final class SparseUnbind extends Sparse {
        SparseUnbind(long self, long frame, PageList list) {
            super(self, frame, list, false);
        }

        @Override
        String what() {
            return "batch of " + Limits.BATCH_MAXIMUM + " unbindings in a table each";
        }

        @Override
        void prepare() {
            bindAll();
            fill(BatchOperation.UNBIND);
        }
    }

    private static final class Drop extends Measurement {
        private final long self;
        private final long frame;
        private final PageList list;

        Drop(AddressSpace self, long frame, PageList list) {
            this.self = self.environment();
            this.frame = frame;
            this.list = list;
        }

        @Override
        String what() {
            return "table_drop of a table with " + Limits.BATCH_MAXIMUM + " bindings";
        }

        @Override
        void prepare() {
            list.fill(BatchOperation.BIND, DENSE, Limits.BYTES_IN_FRAME, frame, Right.READ);
            list.runAll(self);
        }

        @Override
        long cycles() {
            return Timed.call(Call.TABLE_DROP, self, DENSE, 0);
        }

        @Override
        void cleanUp() {
            dropAll(self, DENSE);
        }
    }

    private static void dropAll(long environment, long userVa) {
        long left = 1;
        while (left > 0) {
            left = KernelCalls.tableDrop(environment, userVa);
        }
    }
}
