package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.abi.Call;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.RingRecord;
import exo.abi.Status;
import java.util.HashSet;
import java.util.Set;

/**
 * Falls between two scenes on one machine: the first environment ends all others and gives back all that it did not have when
 * the curtain was hung, by calls alone, so that this too can be done on another machine. What stays is what no call undoes:
 * generations, the order of free frames, and page tables above the last level.
 */
final class Curtain {
    private static final int ROOT = RawBooks.ROOT;
    private static final long ALL_EVENTS = Event.CONSOLE_INPUT | Event.CONSOLE_ROOM | Event.CHILD_ENDED | Event.DEADLINE
            | Event.REVOCATION | Event.REPOSSESSION | Event.CHILD_STOPPED | Event.PREDICATE;

    private final BootedKernel kernel;
    private final RawBooks books;
    private final long root;
    private final Set<Long> frames;
    private final Set<Long> tables;

    Curtain(BootedKernel kernel) {
        this.kernel = kernel;
        this.books = kernel.books();
        this.root = books.name(ROOT);
        this.frames = framesOfRoot();
        this.tables = tablesOfRoot();
    }

    private Set<Long> framesOfRoot() {
        Set<Long> found = new HashSet<>();
        for (long frame = 0; frame < books.frameCount; frame++) {
            if (books.kind(frame) == FrameKind.ORDINARY && books.owner(frame) == ROOT) {
                found.add(frame);
            }
        }
        return found;
    }

    /** Addresses that last-level tables translate first. */
    private Set<Long> tablesOfRoot() {
        Set<Long> found = new HashSet<>();
        for (long frame = 0; frame < books.frameCount; frame++) {
            if (books.kind(frame) == FrameKind.TABLE && books.owner(frame) == ROOT && books.flags(frame) == 1) {
                found.add(books.firstBinding(frame));
            }
        }
        return found;
    }

    private void ok(int call, long... arguments) {
        assertEquals(Status.OK, kernel.call(call, arguments));
    }

    /** Brings the first environment back to the processor. */
    void toRoot() {
        for (int tries = 0; kernel.current() != ROOT; tries++) {
            if (tries > Limits.ENVIRONMENTS_MAXIMUM) {
                throw new AssertionError("the first environment does not come back");
            }
            if (kernel.current() == 0) {
                long deadline = books.environment64(ROOT, EnvironmentRecord.DEADLINE_CYCLES);
                kernel.pass(Math.max(0, deadline - kernel.machine().timer().now()));
            } else if (books.state(ROOT) == EnvironmentState.RUNNABLE) {
                kernel.call(Call.YIELD, root);
            } else {
                kernel.call(Call.EXIT, 0);
            }
        }
    }

    void fall() {
        endOthers();
        closeAccounts();
        forgetEntries();
        endDownloads();
        giveFramesBack();
        for (int position = 0; position < Limits.SLICES; position++) {
            if (books.sliceOwner(position) != ROOT) {
                assertEquals(position, kernel.call(Call.SLICE_ALLOC, position));
            }
        }
        kernel.call(Call.WAIT, ALL_EVENTS, kernel.machine().timer().now());
    }

    private void endOthers() {
        boolean found = true;
        while (found) {
            found = false;
            for (int index = ROOT + 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
                if (books.exists(index) && books.parent(index) == ROOT) {
                    found = true;
                    end(books.name(index), books.alive(index));
                }
            }
        }
    }

    private void end(long name, boolean alive) {
        if (alive) {
            ok(Call.ENV_END, name, 0);
        }
        long left = 1;
        while (left > 0) {
            left = kernel.call(Call.ENV_REAP, name);
        }
        assertEquals(Status.OK, left);
    }

    private void closeAccounts() {
        for (int depth = Limits.ACCOUNT_DEPTH_MAXIMUM; depth > 1; depth--) {
            for (int index = ROOT + 1; index < Limits.ACCOUNTS_MAXIMUM; index++) {
                if (books.accountDepth(index) == depth) {
                    ok(Call.ACCOUNT_CLOSE, books.accountName(index));
                }
            }
        }
    }

    private void forgetEntries() {
        if (books.saveAreaOf(ROOT) != 0) {
            ok(Call.UPCALL, Limits.NO_FRAME, 0, 0);
        }
        for (int kind = EntryPoint.EPILOGUE; kind <= EntryPoint.ASYNCHRONOUS; kind++) {
            if (books.environment64(ROOT, EnvironmentRecord.EPILOGUE + kind * 8) != 0) {
                ok(Call.ENTRY_POINT, kind, 0);
            }
        }
        long flags = books.environment32(ROOT, EnvironmentRecord.FLAGS);
        if ((flags & EnvironmentFlag.FOREIGN) != 0) {
            ok(Call.TEXT_RANGE, 0, 0);
        }
        if ((flags & EnvironmentFlag.BASES) != 0) {
            ok(Call.SEGMENT_BASES, 0, 0);
        }
    }

    private void endDownloads() {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (books.programState(index) != ProgramState.FREE) {
                ok(Call.PROGRAM_END, books.program64(index, ProgramRecord.NAME));
            }
        }
        for (int index = 1; index < Limits.RINGS_MAXIMUM; index++) {
            if (books.ring32(index, RingRecord.OWNER) != 0) {
                ok(Call.RING_END, books.ring64(index, RingRecord.NAME));
            }
        }
    }

    private void giveFramesBack() {
        for (long frame : framesOfRoot().stream().sorted().toList()) {
            if (!frames.contains(frame)) {
                while (books.bindings(frame) > 0) {
                    kernel.call(Call.FRAME_BREAK, frame);
                }
                ok(Call.FRAME_FREE, frame);
            }
        }
        for (long address : tablesOfRoot().stream().sorted().toList()) {
            if (!tables.contains(address)) {
                ok(Call.TABLE_DROP, root, address);
            }
        }
    }
}
