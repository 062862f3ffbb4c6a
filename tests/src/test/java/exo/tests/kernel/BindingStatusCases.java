package exo.tests.kernel;

import static exo.abi.Status.ALREADY_BOUND;
import static exo.abi.Status.BAD_ADDRESS;
import static exo.abi.Status.BAD_ARGUMENT;
import static exo.abi.Status.BAD_CAPABILITY;
import static exo.abi.Status.FRAME_BUSY;
import static exo.abi.Status.NOT_BOUND;
import static exo.abi.Status.NOT_YOURS;
import static exo.abi.Status.NO_SUCH_ENVIRONMENT;
import static exo.abi.Status.NO_SUCH_FRAME;
import static exo.abi.Status.NO_TABLE;
import static exo.abi.Status.WRITABLE_AND_EXECUTABLE;
import static exo.abi.Status.WRONG_STATE;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.Limits;
import exo.tests.kernel.StatusCase.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The second half of {@link StatusCases}: entries, batches, broken bindings and capabilities. */
final class BindingStatusCases {
    private static final long PAGE = Family.PAGE;
    private static final long READ = Family.READ;
    private static final long DATA = StewardFile.DATA;
    private static final long FAR = Family.PAGE + (1L << 39);

    private final List<StatusCase> cases = new ArrayList<>();

    private BindingStatusCases() {
        entries();
        batches();
        frameBreak();
        capabilities();
        capabilityBindings();
    }

    static List<StatusCase> all() {
        return List.copyOf(new BindingStatusCases().cases);
    }

    private void add(int call, long status, ToLongFunction<Scene> deed) {
        cases.add(new StatusCase(call, status, deed));
    }

    /** What every call on a page of an environment can answer; the third argument is one that does no harm. */
    private void page(int call) {
        add(call, NO_SUCH_ENVIRONMENT, s -> s.call(call, 7, PAGE, READ));
        add(call, WRONG_STATE, s -> s.call(call, s.ended(), PAGE, READ));
        add(call, BAD_ADDRESS, s -> s.call(call, s.self, PAGE + 8, READ));
        if (call != Call.PROTECT) {
            add(call, NOT_YOURS, s -> {
                s.inChild();
                return s.call(call, s.self, PAGE, READ);
            });
        }
    }

    private void entries() {
        page(Call.PROTECT);
        add(Call.PROTECT, NOT_YOURS, s -> {
            long child = s.child();
            s.family.bind(child, PAGE, s.family.frame(), READ);
            s.family.run(child);
            return s.call(Call.PROTECT, child, PAGE, Family.WRITE);
        });
        add(Call.PROTECT, BAD_ARGUMENT, s -> s.call(Call.PROTECT, s.self, DATA, 0x800));
        add(Call.PROTECT, WRITABLE_AND_EXECUTABLE, s -> s.call(Call.PROTECT, s.self, DATA, 7));
        add(Call.PROTECT, NOT_BOUND, s -> s.call(Call.PROTECT, s.self, FAR, READ));
        page(Call.ENTRY_READ);
        page(Call.ENTRY_WRITE);
        add(Call.ENTRY_WRITE, BAD_ARGUMENT, s -> s.call(Call.ENTRY_WRITE, s.self, PAGE, 1));
        add(Call.ENTRY_WRITE, ALREADY_BOUND, s -> s.call(Call.ENTRY_WRITE, s.self, DATA, 2));
        add(Call.ENTRY_WRITE, NO_TABLE, s -> s.call(Call.ENTRY_WRITE, s.child(), FAR, 2));
        page(Call.ENTRY_CLEAN);
        add(Call.ENTRY_CLEAN, NOT_BOUND, s -> s.call(Call.ENTRY_CLEAN, s.self, FAR));
    }

    /** A batch of one, in the steward's data. */
    private static long batch(Scene s, long environment, int operation, long rights, long va, long frame) {
        s.kernel.store(DATA, operation | rights << 32);
        s.kernel.store(DATA + BatchEntry.VA, va);
        s.kernel.store(DATA + BatchEntry.FRAME, frame);
        return s.call(Call.BATCH, environment, DATA, 1);
    }

    private void batches() {
        int bind = BatchOperation.BIND;
        add(Call.BATCH, NO_SUCH_ENVIRONMENT, s -> s.call(Call.BATCH, 7, DATA, 1));
        add(Call.BATCH, WRONG_STATE, s -> s.call(Call.BATCH, s.ended(), DATA, 1));
        add(Call.BATCH, NOT_YOURS, s -> batch(s, s.self, bind, READ, PAGE, s.free(s.family.frame())));
        add(Call.BATCH, BAD_ADDRESS, s -> s.call(Call.BATCH, s.self, DATA + 8, 1));
        add(Call.BATCH, BAD_ADDRESS, s -> s.call(Call.BATCH, s.self, FAR, 1));
        add(Call.BATCH, BAD_ARGUMENT, s -> s.call(Call.BATCH, s.self, DATA, Limits.BATCH_MAXIMUM + 1));
        add(Call.BATCH, BAD_ARGUMENT, s -> batch(s, s.self, 9, READ, PAGE, 0));
        add(Call.BATCH, WRITABLE_AND_EXECUTABLE, s -> batch(s, s.self, bind, 7, PAGE, s.family.frame()));
        add(Call.BATCH, NO_SUCH_FRAME, s -> batch(s, s.self, bind, READ, PAGE, 0));
        add(Call.BATCH, FRAME_BUSY, s -> batch(s, s.self, bind, READ, PAGE, s.kernel.books().rootOf(1) >> 12));
        add(Call.BATCH, ALREADY_BOUND, s -> batch(s, s.self, bind, READ, DATA, s.family.frame()));
        add(Call.BATCH, NOT_BOUND, s -> batch(s, s.self, BatchOperation.UNBIND, 0, FAR, 0));
        add(Call.BATCH, NO_TABLE, s -> batch(s, s.child(), bind, READ, FAR, s.family.frame()));
    }

    private void frameBreak() {
        add(Call.FRAME_BREAK, NO_SUCH_FRAME, s -> s.call(Call.FRAME_BREAK, 0));
        add(Call.FRAME_BREAK, NOT_YOURS, s -> s.call(Call.FRAME_BREAK, s.free(s.family.frame())));
        add(Call.FRAME_BREAK, FRAME_BUSY, s -> s.call(Call.FRAME_BREAK, s.kernel.books().rootOf(1) >> 12));
    }

    private static long make(Scene s, long frame, long rights, long place) {
        return s.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, rights, place);
    }

    private void capabilities() {
        add(Call.CAP_MAKE, BAD_ARGUMENT, s -> make(s, s.family.frame(), 8, DATA));
        add(Call.CAP_MAKE, NO_SUCH_FRAME, s -> make(s, 0, READ, DATA));
        add(Call.CAP_MAKE, NOT_YOURS, s -> make(s, s.free(s.family.frame()), READ, DATA));
        add(Call.CAP_MAKE, BAD_ADDRESS, s -> make(s, s.family.frame(), READ, DATA + 8));
        add(Call.CAP_RESTRICT, BAD_ADDRESS, s -> s.call(Call.CAP_RESTRICT, FAR, READ, DATA));
        add(Call.CAP_RESTRICT, BAD_CAPABILITY, s -> s.call(Call.CAP_RESTRICT, DATA, READ, DATA));
        add(Call.CAP_RESTRICT, BAD_ARGUMENT, s -> {
            make(s, s.family.frame(), Family.WRITE, DATA);
            return s.call(Call.CAP_RESTRICT, DATA, 2, DATA);
        });
        add(Call.CAP_RESTRICT, NOT_YOURS, s -> {
            make(s, s.family.frame(), READ, DATA);
            return s.call(Call.CAP_RESTRICT, DATA, Family.WRITE, DATA);
        });
        add(Call.CAP_REVOKE, BAD_ARGUMENT, s -> s.call(Call.CAP_REVOKE, 9, s.family.frame()));
        add(Call.CAP_REVOKE, NO_SUCH_FRAME, s -> s.call(Call.CAP_REVOKE, CapabilityKind.FRAME, 0));
        add(Call.CAP_REVOKE, NOT_YOURS, s -> s.call(Call.CAP_REVOKE, CapabilityKind.FRAME, 1));
    }

    private static long bind(Scene s, long environment, long va, long rights) {
        make(s, s.family.frame(), Family.WRITE | 4, DATA);
        return s.call(Call.CAP_BIND, environment, va, DATA, rights);
    }

    private void capabilityBindings() {
        add(Call.CAP_BIND, NO_SUCH_ENVIRONMENT, s -> bind(s, 7, PAGE, READ));
        add(Call.CAP_BIND, WRONG_STATE, s -> bind(s, s.ended(), PAGE, READ));
        add(Call.CAP_BIND, BAD_ADDRESS, s -> bind(s, s.self, PAGE + 8, READ));
        add(Call.CAP_BIND, BAD_CAPABILITY, s -> s.call(Call.CAP_BIND, s.self, PAGE, DATA, READ));
        add(Call.CAP_BIND, BAD_ARGUMENT, s -> bind(s, s.self, PAGE, 2));
        add(Call.CAP_BIND, WRITABLE_AND_EXECUTABLE, s -> bind(s, s.self, PAGE, 7));
        add(Call.CAP_BIND, NOT_YOURS, s -> {
            make(s, s.family.frame(), READ, DATA);
            return s.call(Call.CAP_BIND, s.self, PAGE, DATA, Family.WRITE);
        });
        add(Call.CAP_BIND, ALREADY_BOUND, s -> bind(s, s.self, StewardFile.CODE, READ));
        add(Call.CAP_BIND, NO_TABLE, s -> bind(s, s.child(), FAR, READ));
    }
}
