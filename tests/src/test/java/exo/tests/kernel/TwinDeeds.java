package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.abi.Status;
import exo.machine.Trap;
import exo.tests.kernel.StatusCase.Scene;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Scenes in which every call does what it is for; {@link StatusCases} are those in which calls are refused. */
final class TwinDeeds {
    static final long PAGE = Family.PAGE;
    static final long PAGE_BYTES = Limits.BYTES_IN_FRAME;
    static final long DATA = StewardFile.DATA;
    private static final long READ = Family.READ;
    private static final long WRITE = Family.WRITE;

    private final Map<String, Consumer<Scene>> deeds = new LinkedHashMap<>();

    private TwinDeeds() {
        deeds.put("the console", TwinDeeds::console);
        deeds.put("what one is told", TwinDeeds::told);
        deeds.put("the books are read, and not written", TwinDeeds::booksAreRead);
        deeds.put("a life", TwinDeeds::life);
        deeds.put("frames change hands", TwinDeeds::frames);
        deeds.put("a guaranteed frame, and a broken one", TwinDeeds::brokenAndGuaranteed);
        deeds.put("entries of a page table", TwinDeeds::entries);
        deeds.put("a batch", TwinDeeds::batch);
        deeds.put("capabilities", TwinDeeds::capabilities);
        deeds.put("an exception of one's own", TwinDeeds::exception);
        deeds.put("a guarded child", TwinDeeds::guarded);
        deeds.put("accounts", TwinDeeds::accounts);
        deeds.putAll(TwinTimeDeeds.all());
        deeds.putAll(TwinCodeDeeds.all());
    }

    static Map<String, Consumer<Scene>> all() {
        return new TwinDeeds().deeds;
    }

    static void ok(Scene s, int call, long... arguments) {
        assertEquals(Status.OK, s.call(call, arguments));
    }

    private static void console(Scene s) {
        long child = s.child();
        ok(s, Call.CONSOLE_GIVE, child);
        s.family.run(child);
        ok(s, Call.CONSOLE_GIVE, s.self);
        s.family.run(s.self);
        s.kernel.store(DATA, 'o' | 'k' << 8 | '\n' << 16);
        assertEquals(3, s.call(Call.CONSOLE_WRITE, DATA, 3));
    }

    private static void told(Scene s) {
        ok(s, Call.NULL);
        s.call(Call.ENV_SELF);
        s.call(Call.ACCOUNT_SELF);
        for (int item = 0; item <= Info.TRANSLATION_FLUSHES; item++) {
            assertTrue(s.call(Call.MACHINE_INFO, item) >= 0);
        }
        ok(s, Call.SEGMENT_BASES, DATA, PAGE);
        ok(s, Call.SEGMENT_BASES, 0, PAGE);
        assertEquals(Status.BAD_ADDRESS, s.call(Call.TEXT_RANGE, Limits.USER_START, Limits.USER_START));
        ok(s, Call.TEXT_RANGE, Limits.USER_START, Limits.USER_END);
        assertEquals(Status.BAD_ADDRESS, s.call(Call.ENTRY_POINT, 0, Limits.USER_END));
        ok(s, Call.YIELD, 0);
    }

    private static void booksAreRead(Scene s) {
        long books = Limits.BOOKS_START;
        for (int field : new int[] {BooksHeader.VERSION, BooksHeader.ENVIRONMENTS, BooksHeader.SLICES, BooksHeader.ACCOUNTS,
            BooksHeader.FRAMES, BooksHeader.FRAME_COUNT, BooksHeader.FIRST_FREE, BooksHeader.FRAMES_FREE,
            BooksHeader.FRAMES_TOTAL, BooksHeader.POSITION, BooksHeader.CURRENT}) {
            s.kernel.load(books + field);
        }
        long own = books + s.kernel.load(books + BooksHeader.ENVIRONMENTS) + EnvironmentRecord.BYTES;
        assertEquals(s.self, s.kernel.load(own + EnvironmentRecord.NAME));
        s.kernel.load(own + EnvironmentRecord.LABEL);
        long child = s.inChild();
        s.kernel.load(books + BooksHeader.CURRENT);
        s.kernel.store(books + BooksHeader.FIRST_FREE, 0);
        assertEquals(s.self, s.kernel.books().name(s.kernel.current()));
        assertTrue(s.call(Call.ENV_RESULT, child) > 0);
    }

    private static void life(Scene s) {
        long child = s.child();
        s.family.run(child);
        assertEquals(child, s.call(Call.ENV_SELF));
        s.call(Call.ACCOUNT_SELF);
        s.call(Call.EXIT, 7);
        assertEquals(Event.CHILD_ENDED, s.call(Call.WAIT, Event.CHILD_ENDED, 0));
        assertEquals(7, s.call(Call.ENV_RESULT, child));
        long another = s.child();
        ok(s, Call.ENV_END, another, 9);
        s.call(Call.ENV_RESULT, another);
        s.family.reap(child);
        s.family.reap(another);
        assertEquals(Event.CHILD_ENDED, s.call(Call.WAIT, Event.CHILD_ENDED, 0));
        long sleeper = s.family.startedNext("next");
        // Nobody else runs while the root waits: the child has the next slice.
        s.call(Call.WAIT, Event.CHILD_ENDED, 0);
        assertEquals(sleeper, s.kernel.books().name(s.kernel.current()));
        s.call(Call.EXIT, 0);
        assertEquals(s.self, s.kernel.books().name(s.kernel.current()));
    }

    private static void frames(Scene s) {
        long frame = s.family.frame();
        s.call(Call.FRAME_INFO, frame);
        ok(s, Call.FRAME_FREE, frame);
        assertEquals(frame, s.call(Call.FRAME_ALLOC, frame));
        long child = s.child();
        ok(s, Call.FRAME_GIVE, frame, child);
        s.family.run(child);
        ok(s, Call.FRAME_GIVE, frame, s.self);
        s.family.run(s.self);
        s.call(Call.FRAME_INFO, frame);
        long range = s.kernel.books().frameCount / 2;
        ok(s, Call.FRAME_ALLOC_RANGE, range, Limits.FRAMES_IN_RANGE_MAXIMUM);
        s.call(Call.FRAME_INFO, range + 3);
    }

    private static void brokenAndGuaranteed(Scene s) {
        long child = s.child();
        long frame = s.family.map(s.self, PAGE, WRITE);
        s.kernel.store(PAGE, 0x1234_5678L);
        s.family.bind(child, PAGE, frame, READ);
        s.family.run(child);
        assertEquals(0x1234_5678L, s.kernel.load(PAGE));
        s.family.run(s.self);
        s.call(Call.FRAME_INFO, frame);
        ok(s, Call.FRAME_GUARANTEE, frame, 1);
        assertEquals(Status.FRAME_BUSY, s.call(Call.TABLE_DROP, s.self, PAGE));
        ok(s, Call.FRAME_GUARANTEE, frame, 0);
        ok(s, Call.TABLE_DROP, s.self, PAGE);
        ok(s, Call.FRAME_BREAK, frame);
        s.family.run(child);
        s.kernel.touch(() -> s.kernel.user().load64(PAGE));
        s.call(Call.ENV_RESULT, child);
    }

    private static void entries(Scene s) {
        long frame = s.family.map(s.self, PAGE, WRITE);
        s.call(Call.ENTRY_READ, s.self, PAGE);
        s.kernel.load(PAGE);
        s.call(Call.ENTRY_READ, s.self, PAGE);
        s.kernel.store(PAGE, 1);
        s.call(Call.ENTRY_READ, s.self, PAGE);
        s.call(Call.ENTRY_CLEAN, s.self, PAGE);
        s.call(Call.ENTRY_READ, s.self, PAGE);
        s.kernel.store(PAGE + 8, 1);
        s.call(Call.ENTRY_CLEAN, s.self, PAGE);
        ok(s, Call.PROTECT, s.self, PAGE, READ | 0x700);
        s.call(Call.ENTRY_READ, s.self, PAGE);
        assertEquals(frame, s.call(Call.UNBIND, s.self, PAGE));
        ok(s, Call.ENTRY_WRITE, s.self, PAGE, 0x1234_5678_9abcL << 4);
        s.call(Call.ENTRY_READ, s.self, PAGE);
        ok(s, Call.TABLE_GIVE, s.self, s.family.frame());
    }

    private static void operation(Scene s, int index, int operation, long rights, long va, long frame) {
        long at = DATA + (long) index * BatchEntry.BYTES;
        s.kernel.store(at, operation | rights << 32);
        s.kernel.store(at + BatchEntry.VA, va);
        s.kernel.store(at + BatchEntry.FRAME, frame);
    }

    private static void batch(Scene s) {
        long child = s.child();
        operation(s, 0, BatchOperation.BIND, READ, Family.ENTRY + 0x8000, s.family.frame());
        operation(s, 1, BatchOperation.BIND, WRITE, Family.ENTRY + 0x9000, s.family.frame());
        operation(s, 2, BatchOperation.PROTECT, READ, Family.ENTRY + 0x9000, 0);
        operation(s, 3, BatchOperation.UNBIND, 0, Family.ENTRY + 0x8000, 0);
        operation(s, 4, BatchOperation.UNBIND, 0, Family.ENTRY + 0x8000, 0);
        assertEquals(4, s.call(Call.BATCH, child, DATA, 5));
        s.call(Call.ENTRY_READ, child, Family.ENTRY + 0x9000);
        s.call(Call.ENTRY_READ, child, Family.ENTRY + 0x8000);
    }

    /** The last word of a capability is never looked at: it is of a key that each machine draws for itself. */
    private static void capabilities(Scene s) {
        long child = s.child();
        long shared = s.family.map(s.self, PAGE, WRITE);
        s.family.bind(child, PAGE, shared, WRITE);
        long frame = s.family.map(s.self, PAGE + PAGE_BYTES, WRITE);
        s.kernel.store(PAGE + PAGE_BYTES, 77);
        ok(s, Call.CAP_MAKE, CapabilityKind.FRAME, frame, WRITE, PAGE);
        s.kernel.load(PAGE);
        s.kernel.load(PAGE + 8);
        s.family.run(child);
        ok(s, Call.CAP_BIND, child, PAGE + PAGE_BYTES, PAGE, WRITE);
        assertEquals(77, s.kernel.load(PAGE + PAGE_BYTES));
        ok(s, Call.CAP_RESTRICT, PAGE, READ, PAGE + 32);
        s.kernel.load(PAGE + 32);
        assertEquals(Status.NOT_YOURS, s.call(Call.CAP_BIND, child, PAGE + 2 * PAGE_BYTES, PAGE + 32, WRITE));
        ok(s, Call.CAP_BIND, child, PAGE + 2 * PAGE_BYTES, PAGE + 32, READ);
        s.family.run(s.self);
        ok(s, Call.CAP_REVOKE, CapabilityKind.FRAME, frame);
        s.family.run(child);
        assertEquals(Status.BAD_CAPABILITY, s.call(Call.CAP_BIND, child, PAGE + 3 * PAGE_BYTES, PAGE, READ));
    }

    private static void area(Scene s) {
        long frame = s.family.map(s.family.self(), Stage.AREA, WRITE);
        ok(s, Call.UPCALL, frame, Stage.AREA, Stage.HANDLER);
    }

    private static void exception(Scene s) {
        area(s);
        s.kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(Trap.INVALID_OPCODE, s.kernel.load(Stage.AREA + SaveArea.VECTOR));
        s.kernel.load(Stage.AREA + SaveArea.IN_USE);
        s.kernel.store(Stage.AREA + SaveArea.IN_USE, 0);
        s.kernel.touch(() -> s.kernel.user().load64(PAGE + 0x123_0000));
        s.kernel.load(Stage.AREA + SaveArea.FAULT_ADDRESS);
        s.kernel.load(Stage.AREA + SaveArea.ERROR_CODE);
        s.kernel.store(Stage.AREA + SaveArea.IN_USE, 0);
        narrowed(s);
        long child = s.inChild();
        long frame = s.family.frame();
        for (int i = 0; i < 6; i++) {
            ok(s, Call.TABLE_GIVE, child, i == 0 ? frame : s.family.frame());
        }
        area(s);
        ok(s, Call.TEXT_RANGE, Stage.AREA, Stage.AREA + PAGE_BYTES);
        assertEquals(BootedKernel.FOREIGN, s.call(Call.NULL));
        assertEquals(Limits.FOREIGN_CALL_VECTOR, s.kernel.load(Stage.AREA + SaveArea.VECTOR));
        // The area is in use: the second ends the child.
        s.kernel.trap(Trap.INVALID_OPCODE);
        s.call(Call.ENV_RESULT, child);
    }

    /** A page that was written is not to be written, then not to be there: nothing cached says otherwise. */
    private static void narrowed(Scene s) {
        s.family.map(s.self, PAGE, WRITE);
        s.kernel.store(PAGE, 1);
        ok(s, Call.PROTECT, s.self, PAGE, READ);
        s.kernel.store(PAGE, 2);
        assertEquals(Trap.FAULT_PRESENT | Trap.FAULT_WRITE | Trap.FAULT_USER, s.kernel.load(Stage.AREA + SaveArea.ERROR_CODE));
        s.kernel.store(Stage.AREA + SaveArea.IN_USE, 0);
        assertEquals(1, s.kernel.load(PAGE));
        s.call(Call.UNBIND, s.self, PAGE);
        s.kernel.touch(() -> s.kernel.user().load64(PAGE));
        assertEquals(Trap.PAGE_FAULT, s.kernel.load(Stage.AREA + SaveArea.VECTOR));
        s.kernel.store(Stage.AREA + SaveArea.IN_USE, 0);
    }

    private static void guarded(Scene s) {
        long child = s.child();
        ok(s, Call.ENV_GUARD, child, 1);
        s.family.run(child);
        s.kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(Event.CHILD_STOPPED, s.call(Call.WAIT, Event.CHILD_STOPPED, 0));
        assertEquals(EnvironmentState.STOPPED, s.kernel.books().state(Family.index(child)));
        ok(s, Call.ENV_RESUME, child, Stage.HANDLER);
        s.family.run(child);
        s.kernel.touch(() -> s.kernel.user().load64(PAGE));
        s.family.map(child, PAGE, READ);
        ok(s, Call.ENV_RESUME, child, 0);
        s.family.run(child);
        ok(s, Call.NULL);
        s.family.run(s.self);
        ok(s, Call.ENV_GUARD, child, 0);
    }

    private static void accounts(Scene s) {
        long account = s.call(Call.ACCOUNT_CREATE);
        for (int position = 0; position < 10; position++) {
            ok(s, Call.SLICE_FREE, position);
        }
        // Of filters there are none without a network.
        for (int kind = 0; kind < ResourceKind.FILTERS; kind++) {
            ok(s, Call.ACCOUNT_LEND, account, kind, 10);
        }
        long child = s.family.childIn(account, "in");
        s.family.start(child);
        s.family.run(child);
        s.call(Call.ACCOUNT_SELF);
        long below = s.call(Call.ACCOUNT_CREATE);
        ok(s, Call.ACCOUNT_LEND, below, ResourceKind.FRAMES, 3);
        ok(s, Call.ACCOUNT_RECLAIM, below, ResourceKind.FRAMES, 1);
        s.family.run(s.self);
        ok(s, Call.ACCOUNT_RECLAIM, below, ResourceKind.FRAMES, 2);
        ok(s, Call.ACCOUNT_CLOSE, below);
    }
}
