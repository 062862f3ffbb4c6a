package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.RingRecord;
import exo.machine.simulated.SimulatedCodeStore;
import exo.machine.simulated.SimulatedMachine;
import java.util.Arrays;

/**
 * The oracle on downloaded code: a program is a living environment's, made of frames of its owner's that serve as nothing else, and in
 * pages that are no other's; those of a ready one are sealed, no others are, and what is sealed has not changed. Who sleeps on a predicate
 * does so on a ready one of its own. Rings are the living's, in frames that stay theirs.
 */
final class ProgramInvariants {
    private static final int SCRATCH_LEAST = Limits.PROGRAM_SCRATCH_FRAMES;

    private final RawBooks books;
    private final SimulatedCodeStore store;
    /** By frame: the program that is made of it, or 0. */
    private final int[] madeInto;
    /** By page: the program whose code is there, or 0. */
    private final int[] codeOf;
    /** Of rings and programs, by filters. */
    private int uses;

    ProgramInvariants(SimulatedMachine machine, RawBooks books) {
        this.books = books;
        this.store = machine.codeStore();
        this.madeInto = new int[(int) books.frameCount];
        this.codeOf = new int[store.pageCount()];
    }

    void check() {
        Arrays.fill(madeInto, 0);
        Arrays.fill(codeOf, 0);
        uses = 0;
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (books.programState(index) == ProgramState.FREE) {
                require(books.program32(index, ProgramRecord.PAGE_COUNT) == 0, "a free record has code: program", index);
            } else {
                checkProgram(index);
            }
        }
        for (int frame = 0; frame < madeInto.length; frame++) {
            require(books.kind(frame) != FrameKind.PROGRAM || madeInto[frame] != 0 || !books.alive(books.owner(frame)),
                    "frame serves a program that there is none of", frame);
        }
        checkStore();
        for (int index = 1; index < Limits.RINGS_MAXIMUM; index++) {
            checkRing(index);
        }
        checkSleepers();
        checkUses();
    }

    /** A filter delivers to a ring, to a program, or to both; those of the ended are forgotten when their rings and programs are. */
    private void checkUses() {
        int held = 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            held += books.alive(index) ? books.environment32(index, EnvironmentRecord.FILTERS_HELD) : 0;
        }
        require(uses >= held && uses <= 2 * held, "uses of rings and programs are not those of filters", uses);
    }

    /** Adds what programs and rings pin to a count for each frame. */
    void countPins(long[] pinned) {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (books.programState(index) != ProgramState.FREE) {
                int first = books.program32(index, ProgramRecord.AREA_FRAME);
                for (int frame = first; frame < first + books.program32(index, ProgramRecord.AREA_FRAMES); frame++) {
                    pinned[frame]++;
                }
            }
        }
        for (int index = 1; index < Limits.RINGS_MAXIMUM; index++) {
            if (books.ring32(index, RingRecord.OWNER) != 0) {
                pinned[books.ring32(index, RingRecord.FRAME)]++;
            }
        }
    }

    private void checkProgram(int index) {
        int owner = books.program32(index, ProgramRecord.OWNER);
        long name = books.program64(index, ProgramRecord.NAME);
        require((name & EnvironmentName.INDEX_MASK) == index && name > index, "name is wrong, of program", name);
        require(owner != 0 && books.alive(owner), "outlives its owner: program", index);
        int hook = books.program32(index, ProgramRecord.HOOK) & ~ProgramHook.GUARDED;
        require(hook == ProgramHook.PREDICATE || hook == ProgramHook.HANDLER, "is for nothing: program", index);
        uses += books.program32(index, ProgramRecord.USES);
        checkFrames(index, owner);
        checkArea(index, owner);
        checkPages(index);
    }

    private void checkFrames(int index, int owner) {
        int first = books.program32(index, ProgramRecord.FIRST_FRAME);
        int count = books.program32(index, ProgramRecord.FRAME_COUNT);
        long instructions = books.engine(index, exo.ebpf.Program.INSTRUCTIONS);
        long text = (instructions * Long.BYTES + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME;
        boolean ready = books.programState(index) == ProgramState.READY;
        require(text > 0 && (ready ? count == text : count >= text + SCRATCH_LEAST), "has another number of frames: program", index);
        require(books.engine(index, exo.ebpf.Program.TEXT) == first * Limits.BYTES_IN_FRAME, "has its text elsewhere: program", index);
        for (int frame = first; frame < first + count; frame++) {
            require(madeInto[frame] == 0, "two programs are made of frame", frame);
            require(books.kind(frame) == FrameKind.PROGRAM && books.owner(frame) == owner && books.pins(frame) == 0
                    && books.bindings(frame) == 0, "a program's frame is not its own", frame);
            madeInto[frame] = index;
        }
    }

    private void checkArea(int index, int owner) {
        int first = books.program32(index, ProgramRecord.AREA_FRAME);
        int count = books.program32(index, ProgramRecord.AREA_FRAMES);
        require(count <= Limits.PROGRAM_AREA_FRAMES_MAXIMUM && (count == 0) == (first == 0), "area is of no size, of program", index);
        require(books.engine(index, exo.ebpf.Program.AREA_BYTES) == count * Limits.BYTES_IN_FRAME, "area is known otherwise", index);
        for (int frame = first; frame < first + count; frame++) {
            require(books.kind(frame) == FrameKind.ORDINARY && books.owner(frame) == owner, "an area's frame is not its owner's", frame);
        }
    }

    private void checkPages(int index) {
        int state = books.programState(index);
        int first = books.program32(index, ProgramRecord.FIRST_PAGE);
        int count = books.program32(index, ProgramRecord.PAGE_COUNT);
        require(state != ProgramState.READY || count > 0, "is ready without code: program", index);
        require(count == 0 || state == ProgramState.READY || state == ProgramState.COMPILING, "has code too soon: program", index);
        require(first >= 0 && count >= 0 && first + count <= codeOf.length, "has code where there are no pages: program", index);
        require(count == 0 || books.engine(index, exo.ebpf.Program.CODE) == store.base() + first * Limits.BYTES_IN_FRAME,
                "has its code elsewhere: program", index);
        for (int page = first; page < first + count; page++) {
            require(codeOf[page] == 0, "two programs have code in page", page);
            codeOf[page] = index;
        }
    }

    private void checkStore() {
        store.check();
        for (int page = 0; page < codeOf.length; page++) {
            boolean ready = codeOf[page] != 0 && books.programState(codeOf[page]) == ProgramState.READY;
            require(store.isSealed(page) == ready, "page is sealed and of no ready program, or the reverse", page);
        }
    }

    private void checkRing(int index) {
        int owner = books.ring32(index, RingRecord.OWNER);
        if (owner == 0) {
            return;
        }
        int frame = books.ring32(index, RingRecord.FRAME);
        long name = books.ring64(index, RingRecord.NAME);
        require((name & EnvironmentName.INDEX_MASK) == index && name > index, "name is wrong, of ring", name);
        require(books.alive(owner), "outlives its owner: ring", index);
        require(books.kind(frame) == FrameKind.ORDINARY && books.owner(frame) == owner, "a ring's frame is not its owner's", frame);
        uses += books.ring32(index, RingRecord.USES);
    }

    private void checkSleepers() {
        long sleepers = 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            int program = (int) books.environment32(index, EnvironmentRecord.PREDICATE);
            if (program == 0) {
                continue;
            }
            sleepers++;
            require(books.state(index) == EnvironmentState.WAITING && (books.environment32(index, EnvironmentRecord.EVENTS_AWAITED)
                    & Event.PREDICATE) != 0, "has a predicate and does not sleep on it: environment", index);
            require(program < Limits.PROGRAMS_MAXIMUM && books.programState(program) == ProgramState.READY
                    && books.program32(program, ProgramRecord.OWNER) == index
                    && (books.program32(program, ProgramRecord.HOOK) & ~ProgramHook.GUARDED) == ProgramHook.PREDICATE,
                    "sleeps on what is no predicate of its own: environment", index);
        }
        require(books.predicates() == sleepers, "miscounted who sleeps on a predicate", books.predicates());
        require(books.predicatesLeft() >= 0 && books.predicatesLeft() <= sleepers, "more are to be looked at than sleep",
                books.predicatesLeft());
    }
}
