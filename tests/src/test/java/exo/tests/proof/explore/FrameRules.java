package exo.tests.proof.explore;

import static exo.tests.proof.explore.BrokenRule.require;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameKind;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.RingRecord;
import java.util.Arrays;

/**
 * The rules on who has a frame: each is on one list, of the free or of its one owner, or is leaving; it serves as what its owner's
 * record says; what is pinned is a save area, a program's area or a
 * ring. And on who there is: parents are alive, up to the first environment.
 */
final class FrameRules {
    private static final int ON_FREE_LIST = 1;
    private static final int[] LISTS = {EnvironmentRecord.FIRST_FRAME, EnvironmentRecord.FIRST_TABLE,
        EnvironmentRecord.FIRST_POOLED};

    private final BookWords books;
    private final Played played;
    /** By frame of the play: on whose list it was met, as owner's index plus one; 0: on none. */
    private final int[] metOn;
    private final int[] pins;

    FrameRules(BookWords books, Played played) {
        this.books = books;
        this.played = played;
        metOn = new int[played.frames.length];
        pins = new int[played.frames.length];
    }

    void check() {
        Arrays.fill(metOn, 0);
        Arrays.fill(pins, 0);
        int free = follow(books.header64(BooksHeader.FIRST_FREE), 0, 0);
        require(free == books.header64(BooksHeader.FRAMES_FREE), "count of free frames is not the free list's length", free);
        for (int index = 1; index < Scene.RECORDS; index++) {
            checkEnvironment(index);
        }
        for (int index = 1; index < Scene.DOWNLOADS; index++) {
            checkProgram(index);
            checkRing(index);
        }
        for (int i = 0; i < metOn.length; i++) {
            checkFrame(played.frames[i], metOn[i], pins[i]);
        }
    }

    /** Follows a list as far as it is of the play; gives how many there are. */
    private int follow(long first, int owner, int kindOfList) {
        int length = 0;
        long previous = 0;
        for (long frame = first; frame != 0; frame = books.next(frame)) {
            int i = played.indexOf(frame);
            if (i < 0) {
                require(played.staticFrames[owner] > 0, "list names a frame that is not its owner's", frame);
                require(books.previous(frame) == previous, "frame's link backward is wrong", frame);
                return length;
            }
            require(metOn[i] == 0, "frame is on two lists, or twice on one", frame);
            require(books.previous(frame) == previous, "frame's link backward is wrong", frame);
            require(books.owner(frame) == owner, "frame is on the list of another than its owner", frame);
            checkKind(frame, owner, kindOfList);
            metOn[i] = owner + 1;
            previous = frame;
            length++;
        }
        return length;
    }

    private void checkKind(long frame, int owner, int kindOfList) {
        int kind = books.kind(frame);
        if (owner == 0) {
            require(kind == FrameKind.FREE, "frame on the free list is not free", frame);
        } else if (kindOfList != EnvironmentRecord.FIRST_FRAME) {
            require(kind == FrameKind.TABLE, "frame on a list of tables is none", frame);
        } else {
            boolean ended = books.state(owner) == EnvironmentState.ENDED;
            boolean serves = kind == FrameKind.ORDINARY
                    || kind == FrameKind.PROGRAM && (ended || books.isInProgram(frame, owner))
                    || kind == FrameKind.ROOT && (ended || books.rootOf(owner) == frame << 12)
                    || kind == FrameKind.CONTEXT && (ended || books.contextOf(owner) == frame << 12);
            require(serves, "frame serves as root, context, table or program of nobody", frame);
        }
    }

    private void checkEnvironment(int index) {
        int held = 0;
        for (int list : LISTS) {
            long first = books.environment32(index, list);
            held += first == 0 ? 0 : follow(first, index, list);
        }
        require(held + played.staticFrames[index] == books.environment64(index, EnvironmentRecord.FRAMES_HELD),
                "frames held and frames on lists differ, of environment", index);
        if (!books.exists(index)) {
            require(held == 0, "environment is gone and holds frames", index);
            return;
        }
        require((books.name(index) & EnvironmentName.INDEX_MASK) == index && books.name(index) > 0, "name is wrong",
                books.name(index));
        checkParent(index);
        if (books.alive(index)) {
            checkServes(index, books.rootOf(index), FrameKind.ROOT);
            checkServes(index, books.contextOf(index), FrameKind.CONTEXT);
        }
        long area = books.saveAreaOf(index);
        if (area != 0) {
            int i = played.indexOf(area >>> 12);
            require(books.alive(index) && i >= 0 && (area & 4095) == 0, "a save area is no frame of the play", area);
            pins[i]++;
        }
    }

    private void checkProgram(int index) {
        if (books.program32(index, ProgramRecord.STATE) == ProgramState.FREE) {
            return;
        }
        int owner = books.program32(index, ProgramRecord.OWNER);
        int first = books.program32(index, ProgramRecord.FIRST_FRAME);
        require(books.alive(owner), "outlives its owner: program", index);
        for (int frame = first; frame < first + books.program32(index, ProgramRecord.FRAME_COUNT); frame++) {
            require(books.kind(frame) == FrameKind.PROGRAM && books.owner(frame) == owner, "a program's frame is not its own", frame);
        }
        int area = books.program32(index, ProgramRecord.AREA_FRAME);
        for (int frame = area; frame < area + books.program32(index, ProgramRecord.AREA_FRAMES); frame++) {
            require(books.owner(frame) == owner, "an area is another's", frame);
            pins[played.indexOf(frame)]++;
        }
    }

    private void checkRing(int index) {
        int owner = books.ring32(index, RingRecord.OWNER);
        if (owner != 0) {
            int frame = books.ring32(index, RingRecord.FRAME);
            require(books.alive(owner) && books.owner(frame) == owner, "a ring outlives its owner, or is another's", frame);
            pins[played.indexOf(frame)]++;
        }
    }

    private void checkServes(int index, long address, int kind) {
        long frame = address >>> 12;
        require(address > 0 && (address & 4095) == 0 && frame < books.frameCount && books.kind(frame) == kind
                && books.owner(frame) == index, "root or context is not a frame of its own, of environment", index);
    }

    private void checkParent(int index) {
        int at = index;
        for (int steps = 0; at != BookWords.ROOT; steps++) {
            require(steps < Scene.RECORDS, "parents go round, from environment", index);
            at = books.parent(at);
            require(books.alive(at), "parent has ended, above environment", index);
        }
        require(books.parent(BookWords.ROOT) == 0, "the root has a parent", books.parent(BookWords.ROOT));
    }

    private void checkFrame(long frame, int list, int pinned) {
        int kind = books.kind(frame);
        require(books.pins(frame) == pinned, "count of pins is wrong, of frame", frame);
        if (kind == FrameKind.FREE) {
            require(list == ON_FREE_LIST, "free frame is not on the free list", frame);
            require(books.flags(frame) == 0 && books.bindings(frame) == 0, "free frame is in use", frame);
            return;
        }
        require(kind == FrameKind.ORDINARY || kind == FrameKind.TABLE || kind == FrameKind.ROOT || kind == FrameKind.CONTEXT
                || kind == FrameKind.PROGRAM, "frame is of no kind", frame);
        require(pinned == 0 || kind == FrameKind.ORDINARY, "a pinned frame is no ordinary one", frame);
        if (list == 0) {
            require(frame == books.kernel64(BookWords.LEAVING_FRAME) && books.owner(frame) == 0
                    && kind == FrameKind.ORDINARY && books.flags(frame) == 0, "frame is nobody's and not free", frame);
        } else {
            require(list > ON_FREE_LIST, "frame in use is on the free list", frame);
        }
    }
}
