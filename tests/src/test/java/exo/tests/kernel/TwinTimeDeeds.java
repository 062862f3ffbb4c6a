package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.tests.kernel.StatusCase.Scene;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Those of {@link TwinDeeds} that are about time: transfers, waits, slices, and what is asked back by a moment. */
final class TwinTimeDeeds {
    private static final long LATER = 1_000_000;
    private static final long MUCH_LATER = 90_000_000;
    private static final long MESSAGE = 0x6d65_7373_6167_65L;
    private static final long AREA = Stage.AREA;

    private TwinTimeDeeds() {
    }

    static Map<String, Consumer<Scene>> all() {
        Map<String, Consumer<Scene>> deeds = new LinkedHashMap<>();
        deeds.put("a moment passes", TwinTimeDeeds::deadline);
        deeds.put("there and back", TwinTimeDeeds::transfer);
        deeds.put("an answer that does not come", TwinTimeDeeds::unanswered);
        deeds.put("a transfer for the rest of a slice", TwinTimeDeeds::asynchronous);
        deeds.put("slices change hands", TwinTimeDeeds::slices);
        deeds.put("the end of a slice", TwinTimeDeeds::epilogue);
        deeds.put("asked back and given", TwinTimeDeeds::asked);
        deeds.put("asked back and taken", TwinTimeDeeds::taken);
        return deeds;
    }

    private static void ok(Scene s, int call, long... arguments) {
        TwinDeeds.ok(s, call, arguments);
    }

    private static long now(Scene s) {
        return s.kernel.machine().timer().now();
    }

    private static void assertRuns(Scene s, long environment) {
        assertEquals(environment, s.kernel.books().name(s.kernel.current()));
    }

    private static void deadline(Scene s) {
        assertEquals(Event.DEADLINE, s.call(Call.WAIT, Event.CHILD_ENDED, now(s)));
        s.call(Call.WAIT, Event.CHILD_ENDED, now(s) + LATER);
        assertEquals(0, s.kernel.current());
        s.kernel.pass(LATER);
        assertRuns(s, s.self);
        ok(s, Call.NULL);
        ok(s, Call.ENTRY_POINT, EntryPoint.SYNCHRONOUS, Stage.entryOf(EntryPoint.SYNCHRONOUS));
        s.call(Call.ACCEPT, Event.CHILD_ENDED, now(s) + LATER);
        s.kernel.pass(LATER);
        assertRuns(s, s.self);
        ok(s, Call.NULL);
    }

    /** A child that waits at both its entries; the root runs. */
    private static long server(Scene s) {
        long server = s.inChild();
        ok(s, Call.ENTRY_POINT, EntryPoint.SYNCHRONOUS, Stage.entryOf(EntryPoint.SYNCHRONOUS));
        ok(s, Call.ENTRY_POINT, EntryPoint.ASYNCHRONOUS, Stage.entryOf(EntryPoint.ASYNCHRONOUS));
        s.call(Call.ACCEPT, 0, 0);
        assertRuns(s, s.self);
        return server;
    }

    private static void transfer(Scene s) {
        long server = server(s);
        for (int round = 0; round < 2; round++) {
            s.call(Call.TRANSFER_SYNC, server, 0, MESSAGE + round);
            assertRuns(s, server);
            ok(s, Call.NULL);
            s.call(Call.TRANSFER_SYNC, s.self, 0, MESSAGE + round);
            assertRuns(s, s.self);
            ok(s, Call.NULL);
        }
        s.call(Call.TRANSFER_SYNC, server, 0, MESSAGE);
        s.call(Call.EXIT, 3);
        assertRuns(s, s.self);
        ok(s, Call.NULL);
    }

    private static void unanswered(Scene s) {
        long server = server(s);
        s.call(Call.TRANSFER_SYNC, server, now(s) + LATER, MESSAGE);
        assertRuns(s, server);
        s.kernel.pass(LATER);
        if (s.kernel.books().name(s.kernel.current()) != s.self) {
            s.family.run(s.self);
        }
        ok(s, Call.NULL);
    }

    private static void asynchronous(Scene s) {
        long server = server(s);
        s.call(Call.TRANSFER_ASYNC, server, 0, MESSAGE);
        assertRuns(s, server);
        ok(s, Call.NULL);
        s.call(Call.ACCEPT, 0, 0);
        assertRuns(s, s.self);
        ok(s, Call.NULL);
    }

    private static void slices(Scene s) {
        ok(s, Call.SLICE_FREE, 9);
        ok(s, Call.SLICE_FREE, 5);
        assertEquals(5, s.call(Call.SLICE_ALLOC, Limits.ANY_SLICE));
        assertEquals(9, s.call(Call.SLICE_ALLOC, 9));
        long child = s.family.childIn(0, "shared");
        s.family.start(child);
        ok(s, Call.SLICE_GIVE, 9, child);
        s.family.run(child);
        ok(s, Call.SLICE_GIVE, 9, s.self);
    }

    private static void area(Scene s) {
        long frame = s.family.map(s.family.self(), AREA, Family.WRITE);
        ok(s, Call.UPCALL, frame, AREA, Stage.HANDLER);
    }

    private static void epilogue(Scene s) {
        area(s);
        ok(s, Call.ENTRY_POINT, EntryPoint.EPILOGUE, Stage.entryOf(EntryPoint.EPILOGUE));
        s.kernel.pass(s.kernel.books().header64(BooksHeader.SLICE_END) - now(s));
        assertEquals(EntryPoint.EPILOGUE, s.kernel.load(AREA + SaveArea.INTERRUPT_ENTRY));
        s.kernel.load(AREA + SaveArea.INTERRUPT_IN_USE);
        s.kernel.store(AREA + SaveArea.INTERRUPT_IN_USE, 0);
        ok(s, Call.YIELD, 0);
        ok(s, Call.ENTRY_POINT, EntryPoint.EPILOGUE, 0);
    }

    private static long field(Scene s, long environment, int field) {
        long books = Limits.BOOKS_START;
        return s.kernel.load(books + s.kernel.load(books + BooksHeader.ENVIRONMENTS)
                + (long) Family.index(environment) * EnvironmentRecord.BYTES + field);
    }

    /** A child with a save area and an entry for what is asked back; the root runs. */
    private static long debtor(Scene s) {
        long child = s.inChild();
        for (int i = 0; i < 6; i++) {
            ok(s, Call.TABLE_GIVE, child, s.family.frame());
        }
        area(s);
        ok(s, Call.ENTRY_POINT, EntryPoint.REVOCATION, Stage.entryOf(EntryPoint.REVOCATION));
        s.family.run(s.self);
        return child;
    }

    private static void asked(Scene s) {
        long child = debtor(s);
        ok(s, Call.REVOKE, child, ResourceKind.FRAMES, 2, now(s) + MUCH_LATER);
        field(s, child, EnvironmentRecord.FRAMES_ASKED);
        s.family.run(child);
        assertEquals(1, s.kernel.load(AREA + SaveArea.REVOCATION_COUNT));
        s.kernel.load(AREA + SaveArea.REVOCATIONS);
        s.kernel.load(AREA + SaveArea.REVOCATIONS + 8);
        s.kernel.store(AREA + SaveArea.INTERRUPT_IN_USE, 0);
        assertEquals(Event.REVOCATION, s.call(Call.WAIT, Event.REVOCATION, 0));
        ok(s, Call.FRAME_FREE, s.family.frame());
        ok(s, Call.FRAME_GIVE, s.family.frame(), s.self);
        assertEquals(0, field(s, child, EnvironmentRecord.FRAMES_ASKED) & 0xffff_ffffL);
    }

    private static void taken(Scene s) {
        long child = debtor(s);
        s.family.run(child);
        long backing = s.family.map(child, Family.PAGE, Family.WRITE);
        ok(s, Call.FRAME_GUARANTEE, backing, 1);
        ok(s, Call.CAP_MAKE, CapabilityKind.FRAME, backing, Family.WRITE, AREA + SaveArea.BACKINGS);
        s.family.map(child, Family.PAGE + 2 * Limits.BYTES_IN_FRAME, Family.WRITE);
        s.kernel.store(Family.PAGE + 2 * Limits.BYTES_IN_FRAME, MESSAGE);
        s.family.run(s.self);
        ok(s, Call.REVOKE, child, ResourceKind.FRAMES, 1, now(s) + LATER);
        s.kernel.pass(LATER);
        assertTrue(field(s, child, EnvironmentRecord.LOSSES) > 0);
        s.family.run(child);
        for (int word = 0; word < 3; word++) {
            s.kernel.load(AREA + SaveArea.REPOSSESSIONS + word * 8);
        }
        s.kernel.load(AREA + SaveArea.REPOSSESSION_COUNT);
        assertEquals(MESSAGE, s.kernel.load(Family.PAGE));
        s.kernel.store(AREA + SaveArea.INTERRUPT_IN_USE, 0);
    }
}
