package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * A family whose members can run on the other machine too: every child has the pages of code and of steps that {@code twin.c}
 * speaks of, and three page tables with what goes with them, for which its account is lent as many frames more.
 */
final class TwinFamily extends Family {
    /** What the first binding of an empty environment takes. */
    private static final int TABLES = 5;
    private static final long CODE = READ | EXECUTE;

    private final BootedKernel kernel;
    private final List<long[]> shared = new ArrayList<>();

    TwinFamily(BootedKernel kernel) {
        super(kernel);
        this.kernel = kernel;
    }

    /**
     * What {@code prologue} of {@code twin.c} does, call by call.
     *
     * @param codeVa  the page of code, as the first environment has it
     */
    void prologue(long codeVa) {
        long self = self();
        long script = kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME)
                + kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_BYTES) / TwinLayout.PAGE - TwinLayout.STEP_PAGES;
        own(self, TwinLayout.LIST, frame(), WRITE);
        long code = kernel.call(Call.ENTRY_READ, self, codeVa) >>> 12;
        share(self, ENTRY, code, CODE);
        share(self, Stage.HANDLER, code, CODE);
        for (int kind = 0; kind < TwinLayout.ENTRIES; kind++) {
            share(self, Stage.entryOf(kind), code, CODE);
        }
        share(self, TwinLayout.CONTROL, frame(), WRITE);
        for (int page = 0; page < TwinLayout.ARRIVAL_PAGES; page++) {
            share(self, TwinLayout.ARRIVALS + page * TwinLayout.PAGE, frame(), WRITE);
        }
        for (int page = 0; page < TwinLayout.STEP_PAGES; page++) {
            share(self, TwinLayout.STEPS + page * TwinLayout.PAGE, script + page, READ);
        }
        for (int page = 0; page < TwinLayout.DATA_PAGES; page++) {
            own(self, StewardFile.DATA + page * TwinLayout.PAGE, frame(), WRITE);
        }
        writeList();
    }

    private void own(long self, long va, long frame, long rights) {
        assertEquals(Status.OK, kernel.call(Call.BIND, self, va, frame, rights));
    }

    private void share(long self, long va, long frame, long rights) {
        own(self, va, frame, rights);
        shared.add(new long[] {BatchOperation.BIND | rights << 32, va, frame});
    }

    /** Before anything is recorded: the other side has written its own. */
    private void writeList() {
        assertTrue(shared.size() <= Limits.BATCH_MAXIMUM, "more pages than one batch binds");
        for (int i = 0; i < shared.size(); i++) {
            long at = TwinLayout.LIST + (long) i * BatchEntry.BYTES;
            kernel.user().store64(at, shared.get(i)[0]);
            kernel.user().store64(at + BatchEntry.VA, shared.get(i)[1]);
            kernel.user().store64(at + BatchEntry.FRAME, shared.get(i)[2]);
        }
    }

    /** Only the first environment can: the pages are its own. Nobody else's child runs in what is recorded. */
    @Override
    void equip(long child) {
        if (kernel.current() != RawBooks.ROOT) {
            return;
        }
        if (hasAccount(child)) {
            lend(accountOf(child), ResourceKind.FRAMES, TABLES);
        }
        for (int table = 0; table < TABLES; table++) {
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, frame()));
        }
        assertEquals(shared.size(), kernel.call(Call.BATCH, child, TwinLayout.LIST, shared.size()));
    }
}
