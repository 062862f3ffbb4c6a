package exo.tests.proof.explore;

import exo.abi.AccountRecord;
import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.Right;
import exo.abi.RingRecord;
import exo.abi.SliceRecord;
import exo.tests.kernel.Replay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sets a configuration up, by calls of whoever runs, and then closes it: what nobody is to play with goes to a hoarder that never
 * runs, so that pools are small with the kernel's constants as they are. What is hoarded may not be written from then on.
 */
final class Scene {
    /** Environments and accounts that a configuration may come to have records for: indices below this. */
    static final int RECORDS = 10;
    /** The same of programs and of rings. */
    static final int DOWNLOADS = 3;
    static final long ENTRY = 0x40_0000L;
    static final long HANDLER = 0x41_0000L;
    static final long STACK = 0x50_0000L;
    private static final long LABEL = 0x78L;

    final ExploredKernel kernel = new ExploredKernel();
    private final List<long[]> steps = new ArrayList<>();
    private final Set<Long> frames = new LinkedHashSet<>();
    private final Set<Long> scratch = new LinkedHashSet<>();
    private int[] positions = {};
    private long hoarder;

    Scene() {
        for (int position = 0; position < Limits.SLICES; position++) {
            call(Call.SLICE_FREE, position);
        }
    }

    // ---- steps -------------------------------------------------------------------------------------------------------

    long take(int kind, long number, long... arguments) {
        long[] step = new long[Replay.WORDS_OF_STEP];
        step[0] = kind;
        step[Replay.NUMBER] = number;
        long[] a = new long[5];
        System.arraycopy(arguments, 0, a, 0, arguments.length);
        System.arraycopy(a, 0, step, Replay.ARGUMENTS, a.length);
        long result = kernel.take(kind, number, a);
        step[Replay.RESULT] = result;
        steps.add(step);
        return result;
    }

    /** A call that has to succeed. */
    long call(int number, long... arguments) {
        long result = take(Replay.CALL, number, arguments);
        if (result < 0) {
            throw new IllegalStateException("setup: call 0x" + Integer.toHexString(number) + " gave " + result);
        }
        return result;
    }

    /** Something puts a word into a frame before the play begins. */
    void poke(long frame, long offset, long value) {
        take(Replay.POKE, frame * Places.BYTES_IN_FRAME + offset, value);
    }

    long[][] steps() {
        return steps.toArray(new long[0][]);
    }

    // ---- what a configuration plays with -----------------------------------------------------------------------------

    /** A frame of the caller's that is part of the play. */
    long frame() {
        long frame = call(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        frames.add(frame);
        return frame;
    }

    /** An account under the caller's, with limits by kind of resource. */
    long account(long... limits) {
        long account = call(Call.ACCOUNT_CREATE);
        for (int kind = 0; kind < limits.length; kind++) {
            call(Call.ACCOUNT_LEND, account, kind, limits[kind]);
        }
        return account;
    }

    /** A child of the caller, with so many frames for tables. */
    long child(long account, int tableFrames) {
        long child = call(Call.ENV_CREATE, frame(), frame(), account, LABEL, 0);
        for (int i = 0; i < tableFrames; i++) {
            call(Call.TABLE_GIVE, child, frame());
        }
        return child;
    }

    /** Gives a child a frame, not bound; gives its number. */
    long framed(long child) {
        long frame = frame();
        call(Call.FRAME_GIVE, frame, child);
        return frame;
    }

    /** So many frames in a row for a child to make a program of; what the kernel writes there is not looked at. Gives the first. */
    long programmed(long child, int count) {
        long first = framed(child);
        scratch.add(first);
        for (long frame = first + 1; frame < first + count; frame++) {
            if (framed(child) != frame) {
                throw new IllegalStateException("not in a row");
            }
            scratch.add(frame);
        }
        return first;
    }

    /** A frame of the caller's that a page of the child shows. */
    long shown(long child, int page, long rights) {
        long frame = frame();
        call(Call.BIND, child, Places.page(page), frame, rights);
        return frame;
    }

    /** A new frame that the running environment keeps as its save area. */
    long saveArea() {
        long frame = frame();
        call(Call.UPCALL, frame, Places.page(0), HANDLER);
        return frame;
    }

    void start(long child, int... slices) {
        for (int position : slices) {
            call(Call.SLICE_ALLOC, position);
            call(Call.SLICE_GIVE, position, child);
        }
        call(Call.ENV_START, child, ENTRY, STACK, 0, 0);
    }

    /**
     * Makes the environment that runs a configuration, of an account of its own, and lets it run; all else sleeps or is hoarded.
     *
     * @param frames  that its account may hold, and that there are: what it does not get here is free
     * @param given  how many of the positions of the vector it has to begin with; the others are free
     */
    long runner(int frames, int tables, int environments, int accounts, int given, int... played) {
        long runner = besideFirst(frames, tables, environments, accounts, given, played);
        rootSleeps();
        return runner;
    }

    /** The same, with the first environment still awake and on the processor. */
    long besideFirst(int frames, int tables, int environments, int accounts, int given, int... played) {
        long account = account(frames, played.length, environments, accounts);
        long runner = child(account, tables);
        start(runner, Arrays.copyOf(played, given));
        hoard(frames - 2 - tables, played);
        return runner;
    }

    static int indexOf(long name) {
        return (int) (name & EnvironmentName.INDEX_MASK);
    }

    /** What the first environment has beyond so many free frames and these positions goes to one that never runs. */
    void hoard(int freeFrames, int... played) {
        positions = played;
        hoarder = call(Call.ENV_CREATE, call(Call.FRAME_ALLOC, Limits.ANY_FRAME),
                call(Call.FRAME_ALLOC, Limits.ANY_FRAME), 0, LABEL, 0);
        for (int position = 0; position < Limits.SLICES; position++) {
            if (!isPlayed(position)) {
                call(Call.SLICE_ALLOC, position);
                call(Call.SLICE_GIVE, position, hoarder);
            }
        }
        while (kernel.books.header64(BooksHeader.FRAMES_FREE) > freeFrames) {
            call(Call.FRAME_GIVE, call(Call.FRAME_ALLOC, Limits.ANY_FRAME), hoarder);
        }
        for (long frame = kernel.books.header64(BooksHeader.FIRST_FREE); frame != 0; frame = kernel.books.next(frame)) {
            frames.add(frame);
        }
    }

    private boolean isPlayed(int position) {
        for (int played : positions) {
            if (played == position) {
                return true;
            }
        }
        return false;
    }

    /** The first environment is to do nothing any more: it waits for what never comes to it. */
    void rootSleeps() {
        call(Call.WAIT, Event.REPOSSESSION, 0);
    }

    static final long READ_WRITE = Right.READ | Right.WRITE;

    long[] freeFrames() {
        return frames.stream().filter(frame -> kernel.books.kind(frame) == FrameKind.FREE).mapToLong(Long::longValue)
                .toArray();
    }

    // ---- closing -----------------------------------------------------------------------------------------------------

    long[] frames() {
        return frames.stream().mapToLong(Long::longValue).toArray();
    }

    int[] positions() {
        return positions;
    }

    /** Says of every word what it is to the hash: from here on the exploration begins. */
    void close() {
        Journal journal = kernel.journal;
        BookWords books = kernel.books;
        for (int word = 0; word < Places.MEMORY_BYTES >>> 3; word++) {
            journal.mark(word, Journal.CLOSED);
        }
        kernel.machine.markDevices();
        mark(books.kernel - 2 * 16384 - 4 * Places.BYTES_IN_FRAME, books.kernel, Journal.LEFT_OUT);
        mark(books.kernel, books.environments, Journal.COUNTED);
        for (int field : new int[] {BookWords.INPUT_HEAD, BookWords.INPUT_TAIL, BookWords.OUTPUT_HEAD,
            BookWords.OUTPUT_TAIL, BookWords.NEXT_DEADLINE, BookWords.ARMED_FOR, BookWords.LEAVING_OWNER,
            BookWords.TABLES_MADE}) {
            leaveOut(books.kernel + field);
        }
        mark(books.kernel + BookWords.KNOWN_TABLES, books.kernel + BookWords.KNOWN_TABLES
                + BookWords.SLOTS_OF_KNOWN_TABLES * BookWords.BYTES_OF_KNOWN_TABLE, Journal.LEFT_OUT);
        leaveOut(books.header + BooksHeader.SLICE_END);
        closeRecords();
        for (long frame : frames()) {
            closeFrame(frame);
        }
        for (long frame : scratch) {
            mark(frame * Places.BYTES_IN_FRAME, (frame + 1) * Places.BYTES_IN_FRAME, Journal.LEFT_OUT);
        }
        neighbours();
        journal.begin();
    }

    private void mark(long from, long to, byte mark) {
        for (long at = from; at < to; at += 8) {
            kernel.journal.mark((int) (at >>> 3), mark);
        }
    }

    private void leaveOut(long at) {
        mark(at, at + 8, Journal.LEFT_OUT);
    }

    private void closeRecords() {
        BookWords books = kernel.books;
        mark(books.environments, books.environment(RECORDS), Journal.COUNTED);
        mark(books.accounts, books.account(RECORDS), Journal.COUNTED);
        for (int index = 0; index < RECORDS; index++) {
            for (int field : new int[] {EnvironmentRecord.NAME, EnvironmentRecord.PARTNER,
                EnvironmentRecord.DEADLINE_CYCLES, EnvironmentRecord.REVOCATION_DEADLINE,
                EnvironmentRecord.CYCLES_USED, EnvironmentRecord.LOSSES, EnvironmentRecord.FAULT_INSTRUCTION,
                EnvironmentRecord.FRAMES_GUARANTEED}) {
                leaveOut(books.environment(index) + field);
            }
            leaveOut(books.account(index) + AccountRecord.NAME);
        }
        mark(books.program(1), books.program(DOWNLOADS), Journal.COUNTED);
        mark(books.ring(1), books.ring(DOWNLOADS), Journal.COUNTED);
        for (int index = 1; index < DOWNLOADS; index++) {
            leaveOut(books.program(index) + ProgramRecord.NAME);
            leaveOut(books.ring(index) + RingRecord.NAME);
        }
        for (int position : positions) {
            long slice = books.slices + (long) position * SliceRecord.BYTES;
            mark(slice, slice + SliceRecord.BYTES, Journal.COUNTED);
        }
    }

    private void closeFrame(long frame) {
        BookWords books = kernel.books;
        mark(books.frame(frame), books.frame(frame) + FrameRecord.BYTES, Journal.COUNTED);
        leaveOut(books.frame(frame) + FrameRecord.GENERATION);
        for (int offset = 0; offset < Places.BYTES_IN_FRAME; offset += 8) {
            long at = frame * Places.BYTES_IN_FRAME + offset;
            mark(at, at + 8, Places.markOf(offset));
        }
    }

    /** Of frames that are not part of the play, those that lists begin with may come to have another before them. */
    private void neighbours() {
        BookWords books = kernel.books;
        for (int index : new int[] {BookWords.ROOT, indexOf(hoarder)}) {
            long first = books.environment32(index, EnvironmentRecord.FIRST_FRAME);
            while (frames.contains(first)) {
                first = books.next(first);
            }
            mark(books.frame(first) + FrameRecord.PREVIOUS, books.frame(first) + FrameRecord.PREVIOUS + 8,
                    Journal.COUNTED);
        }
    }
}
