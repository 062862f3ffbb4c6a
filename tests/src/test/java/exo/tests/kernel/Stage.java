package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.SaveArea;
import exo.abi.Status;

/**
 * What tests of time and transfers start from: a booted kernel whose root owns every slice, and shorthands to hand these on,
 * to declare entries, and to let slices go by.
 */
final class Stage {
    /** Where {@link #area} has the save area, and where its exceptions go. */
    static final long AREA = Family.PAGE + 4096;
    static final long HANDLER = 0x51_0000L;
    /** The entry of each kind is at this plus the kind times 0x1000. */
    static final long ENTRIES = 0x52_0000L;

    final BootedKernel kernel = new BootedKernel();
    final Family family = new Family(kernel);
    final long root = family.self();
    final long slice = kernel.call(Call.MACHINE_INFO, Info.SLICE_CYCLES);
    final long save = kernel.call(Call.MACHINE_INFO, Info.SAVE_CYCLES);

    long call(int number, long... arguments) {
        return kernel.call(number, arguments);
    }

    void ok(int number, long... arguments) {
        assertEquals(Status.OK, kernel.call(number, arguments));
    }

    long now() {
        return kernel.machine().timer().now();
    }

    int position() {
        return (int) kernel.books().header64(BooksHeader.POSITION);
    }

    /** A child of the current environment in the account of that, started, with these positions of it. */
    long player(String label, int... positions) {
        long child = family.childIn(0, label);
        family.start(child);
        for (int position : positions) {
            ok(Call.SLICE_GIVE, position, child);
        }
        return child;
    }

    static long entryOf(int kind) {
        return ENTRIES + kind * 0x1000L;
    }

    /** The current environment declares its entry of a kind. */
    void entry(int kind) {
        ok(Call.ENTRY_POINT, kind, entryOf(kind));
    }

    /** The current environment registers a save area, which it can reach; gives the frame. */
    long area() {
        long frame = family.map(family.self(), AREA, Family.WRITE);
        ok(Call.UPCALL, frame, AREA, HANDLER);
        return frame;
    }

    /** A word of an environment's save area, whoever runs. */
    long saved(long environment, int field) {
        return kernel.machine().memory().load64(kernel.books().saveAreaOf(Family.index(environment)) + field);
    }

    void saved(long environment, int field, long word) {
        kernel.machine().memory().store64(kernel.books().saveAreaOf(Family.index(environment)) + field, word);
    }

    /** The program has taken an upcall, and can take the next. */
    void taken(long environment) {
        saved(environment, SaveArea.INTERRUPT_IN_USE, 0);
    }

    long record32(long environment, int field) {
        return kernel.books().environment32(Family.index(environment), field);
    }

    long record64(long environment, int field) {
        return kernel.books().environment64(Family.index(environment), field);
    }

    /** Of all that stands in the kernel's own record and in the public books behind it. */
    long booksHash() {
        long end = kernel.books().publicStart() + kernel.books().publicPages() * Limits.BYTES_IN_FRAME;
        long hash = 0;
        for (long at = kernel.books().publicStart() - Limits.BYTES_IN_FRAME; at < end; at += Long.BYTES) {
            hash = hash * 31 + kernel.machine().memory().load64(at);
        }
        return hash;
    }

    long overruns(long environment) {
        return record32(environment, EnvironmentRecord.OVERRUNS);
    }

    long forfeits(long environment) {
        return record32(environment, EnvironmentRecord.FORFEITS);
    }

    int state(long environment) {
        return kernel.books().state(Family.index(environment));
    }

    void assertRuns(long environment) {
        assertEquals(Family.index(environment), kernel.current());
    }

    /** Lets the slice, or the save time, run out. */
    void runOut() {
        kernel.pass(Math.max(0, kernel.books().sliceEnd() - now()));
    }

    /** Lets slices run out until it is the beginning of this position's. */
    void until(int position) {
        for (int slices = 0; slices == 0 || position() != position; slices++) {
            assertTrue(slices < 2 * Limits.SLICES, "nobody can run there");
            runOut();
        }
    }

    /** The root sleeps until it is typed at, and its slices are passed over. */
    void rootSleeps() {
        assertRuns(root);
        call(Call.WAIT, Event.CONSOLE_INPUT, 0);
    }

    /** The current environment waits to be entered, for ever. */
    void accept() {
        call(Call.ACCEPT, 0, 0);
    }
}
