package exo.tests.kernel;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMachine;
import java.util.Arrays;

/**
 * The oracle: what must hold of the machine after every step, derived from raw memory, the simulated page tables and what the
 * processor caches, with no line of the kernel's code. Made once, after boot; {@link #check} throws an {@link AssertionError}
 * that names what is broken. This class holds the rules on ownership; others hold those on accounts, bindings, programs and time.
 */
final class Invariants {
    private final RawBooks books;
    private final BindingInvariants bindings;
    private final TimeInvariants time;
    private final ProcessorInvariants processor;
    private final AccountInvariants accounts;
    private final ProgramInvariants programs;
    /** Frames that the network device has for packets: each that goes comes another for. */
    private final long ofNetwork;
    /** By frame: which list it was met on, as owner's index plus one, or 1 for the free list; 0: none yet. */
    private final int[] metOn;

    /** @param tags  whether the machine's processor tells address spaces apart in its cache */
    Invariants(SimulatedMachine machine, boolean tags) {
        this.books = new RawBooks(machine.memory());
        this.programs = new ProgramInvariants(machine, books);
        this.bindings = new BindingInvariants(machine, tags, books, programs);
        this.time = new TimeInvariants(machine, books);
        this.processor = new ProcessorInvariants(machine, books);
        this.metOn = new int[(int) books.frameCount];
        this.accounts = new AccountInvariants(books);
        this.ofNetwork = networkFrames();
    }

    RawBooks books() {
        return books;
    }

    static void require(boolean condition, String what, long where) {
        if (!condition) {
            throw new AssertionError(what + ": 0x" + Long.toHexString(where));
        }
    }

    void check() {
        Arrays.fill(metOn, 0);
        checkFreeList();
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            checkEnvironment(index);
        }
        for (long frame = 0; frame < books.frameCount; frame++) {
            checkFrame(frame);
        }
        programs.check();
        require(networkFrames() == ofNetwork, "frames for packets are lost or found", networkFrames());
        accounts.check();
        bindings.check();
        time.check();
        processor.check();
    }

    private long networkFrames() {
        long count = 0;
        for (long frame = 0; frame < books.frameCount; frame++) {
            count += books.kind(frame) == FrameKind.NETWORK ? 1 : 0;
        }
        return count;
    }

    /** Follows a list; gives its length. */
    private long follow(long first, int owner) {
        long length = 0;
        long previous = 0;
        for (long frame = first; frame != 0; frame = books.next(frame)) {
            require(frame < books.frameCount, "list names a frame that does not exist", frame);
            require(metOn[(int) frame] == 0, "frame is on two lists, or twice on one", frame);
            require(books.previous(frame) == previous, "frame's link backward is wrong", frame);
            require(books.owner(frame) == owner, "frame is on the list of another than its owner", frame);
            metOn[(int) frame] = owner + 1;
            previous = frame;
            length++;
        }
        return length;
    }

    private void checkFreeList() {
        long length = follow(books.firstFreeFrame(), 0);
        require(length == books.freeFrames(), "count of free frames is not the free list's length", length);
        for (long frame = books.firstFreeFrame(); frame != 0; frame = books.next(frame)) {
            require(books.kind(frame) == FrameKind.FREE, "frame on the free list is not free", frame);
        }
    }

    private void checkFrame(long frame) {
        int kind = books.kind(frame);
        int owner = books.owner(frame);
        switch (kind) {
            case FrameKind.FREE:
                require(metOn[(int) frame] == 1, "free frame is not on the free list", frame);
                require(books.pins(frame) == 0 && books.flags(frame) == 0, "free frame is in use", frame);
                break;
            case FrameKind.RESERVED:
            case FrameKind.KERNEL:
            case FrameKind.NETWORK:
                require(owner == 0 && metOn[(int) frame] == 0, "the kernel's frame has an owner", frame);
                break;
            case FrameKind.ARCHIVE:
                require(owner == RawBooks.ROOT && metOn[(int) frame] == 0, "archive frame is not the root's", frame);
                break;
            default:
                require(kind <= FrameKind.CONTEXT || kind == FrameKind.PROGRAM, "frame is of no kind", frame);
                if (owner == 0) {
                    checkLeaving(frame);
                    return;
                }
                require(books.exists(owner), "frame's owner does not exist", frame);
                require(metOn[(int) frame] == owner + 1, "frame is not on its owner's lists", frame);
        }
    }

    /** Taken from its owner, and free as soon as nobody has it bound. */
    private void checkLeaving(long frame) {
        require(frame == books.leavingFrame() && metOn[(int) frame] == 0, "frame is nobody's and not free", frame);
        require(books.kind(frame) == FrameKind.ORDINARY && books.flags(frame) == 0 && books.pins(frame) == 0,
                "frame that is to be free is kept from it", frame);
    }

    private void checkEnvironment(int index) {
        long held = follow(books.environment32(index, EnvironmentRecord.FIRST_FRAME), index)
                + follow(books.environment32(index, EnvironmentRecord.FIRST_TABLE), index)
                + follow(books.environment32(index, EnvironmentRecord.FIRST_POOLED), index);
        long counted = books.environment64(index, EnvironmentRecord.FRAMES_HELD);
        require(held == counted, "frames held and frames on lists differ, of environment", index);
        if (!books.exists(index)) {
            require(held == 0, "environment is gone and holds frames", index);
            return;
        }
        require((books.name(index) & EnvironmentName.INDEX_MASK) == index && books.name(index) > 0, "name is wrong",
                books.name(index));
        checkParent(index);
        if (books.alive(index)) {
            checkOwnFrame(index, books.rootOf(index) / Limits.BYTES_IN_FRAME, FrameKind.ROOT);
            checkOwnFrame(index, books.contextOf(index) / Limits.BYTES_IN_FRAME, FrameKind.CONTEXT);
        }
        checkLists(index);
    }

    private void checkOwnFrame(int index, long frame, int kind) {
        require(frame > 0 && frame < books.frameCount && books.kind(frame) == kind && books.owner(frame) == index,
                "root or context is not a frame of its own that serves as such, of environment", index);
    }

    /** Whoever exists has a parent that can still act for it, and the root is at the end of the way up. */
    private void checkParent(int index) {
        int at = index;
        for (int steps = 0; at != RawBooks.ROOT; steps++) {
            require(steps < Limits.ENVIRONMENTS_MAXIMUM, "parents go round, from environment", index);
            at = books.parent(at);
            require(books.alive(at), "parent has ended, above environment", index);
        }
        require(books.parent(RawBooks.ROOT) == 0, "the root has a parent", books.parent(RawBooks.ROOT));
    }

    private void checkLists(int index) {
        boolean ended = books.state(index) == EnvironmentState.ENDED;
        for (long frame = books.environment32(index, EnvironmentRecord.FIRST_FRAME); frame != 0;
                frame = books.next(frame)) {
            int kind = books.kind(frame);
            require(kind == FrameKind.ORDINARY || kind == FrameKind.ROOT || kind == FrameKind.CONTEXT || kind == FrameKind.PROGRAM,
                    "table on the list of other frames", frame);
            boolean serves = kind == FrameKind.ORDINARY || kind == FrameKind.PROGRAM || ended
                    || frame == books.rootOf(index) / Limits.BYTES_IN_FRAME
                    || frame == books.contextOf(index) / Limits.BYTES_IN_FRAME;
            require(serves, "frame serves as root or context of nobody", frame);
        }
        checkTables(books.environment32(index, EnvironmentRecord.FIRST_TABLE));
        checkTables(books.environment32(index, EnvironmentRecord.FIRST_POOLED));
        for (long frame = books.environment32(index, EnvironmentRecord.FIRST_POOLED); frame != 0; frame = books.next(frame)) {
            require(books.flags(frame) == 0 && books.firstBinding(frame) == 0 && books.links(frame, 0) == 0
                    && books.links(frame, 1) == 0, "frame of a pool is still known to serve as a table", frame);
        }
    }

    private void checkTables(long first) {
        for (long frame = first; frame != 0; frame = books.next(frame)) {
            require(books.kind(frame) == FrameKind.TABLE, "frame on a list of tables is none", frame);
        }
    }
}
