package exo.programs.meter;

import exo.abi.Call;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.BatchEntry;
import exo.exos.kernel.KernelCalls;

/** A list of like steps for a batch, in memory that the collector does not move. */
final class PageList {
    private final long entries;
    private final int count;

    PageList(int count) {
        this.count = count;
        this.entries = PinnedMemory.pages((long) count * BatchEntry.BYTES);
    }

    /** The same operation for pages so many bytes apart, with one frame. */
    void fill(int operation, long firstVa, long stepBytes, long frame, long rights) {
        for (int i = 0; i < count; i++) {
            long entry = entries + (long) i * BatchEntry.BYTES;
            BatchEntry.operation(entry, operation);
            BatchEntry.rights(entry, rights);
            BatchEntry.va(entry, firstVa + i * stepBytes);
            BatchEntry.frame(entry, frame);
        }
    }

    void run(long environment) {
        refuseLess(KernelException.checked("batch", KernelCalls.batch(environment, entries, count)));
    }

    /** All of it, in as many batches as it takes: one that has tables to make ends with them. */
    void runAll(long environment) {
        for (long done = 0; done < count;) {
            done += KernelException.checked("batch",
                    KernelCalls.batch(environment, entries + done * BatchEntry.BYTES, count - done));
        }
    }

    /** Cycles of the whole batch. */
    long timed(long environment) {
        long cycles = Timed.call(Call.BATCH, environment, entries, count);
        refuseLess(Timed.status());
        return cycles;
    }

    /** Cycles of a batch that ends before its list does. */
    long timedPart(long environment) {
        long cycles = Timed.call(Call.BATCH, environment, entries, count);
        KernelException.checked("batch", Timed.status());
        return cycles;
    }

    private void refuseLess(long done) {
        if (done != count) {
            throw new IllegalStateException("a batch of " + count + " stopped after " + done);
        }
    }
}
