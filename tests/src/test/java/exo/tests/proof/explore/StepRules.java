package exo.tests.proof.explore;

import static exo.tests.proof.explore.BrokenRule.require;

import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameFlag;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.tests.kernel.Replay;

/**
 * The rules on steps: what may be other in the state after than in the state before, by who took the step. Frames and slices
 * change hands by who has them; entries of page tables are made and widened by who may, with what one of the two owns or a good
 * capability permits; what ends a capability's truth raises the generation; guaranteed minimums are never taken.
 */
final class StepRules {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 2;
    private static final long NO_EXECUTE = 1L << 63;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;

    private final ExploredKernel kernel;
    private final ExploredMachine machine;
    private final BookWords books;
    private final Played played;
    private final CapabilityWords capabilities;
    private final long[] frames;

    // ---- the state before ---------------------------------------------------------------------------------------------
    private final int[] owner;
    private final int[] kind;
    private final int[] flags;
    private final long[] pins;
    private final long[] generation;
    private final int[] sliceOwner;
    private final int[] state = new int[Scene.RECORDS];
    private final int[] parent = new int[Scene.RECORDS];
    private final long[] slicesHeld = new long[Scene.RECORDS];
    private final long[] framesAsked = new long[Scene.RECORDS];
    private final long[] slicesAsked = new long[Scene.RECORDS];
    private final long[] deadline = new long[Scene.RECORDS];
    private final long[] root = new long[Scene.RECORDS];
    private final long[] leaves = new long[Scene.RECORDS * Places.PAGES];
    private int caller;

    StepRules(ExploredKernel kernel, Played played, CapabilityWords capabilities) {
        this.kernel = kernel;
        this.machine = kernel.machine;
        this.books = kernel.books;
        this.played = played;
        this.capabilities = capabilities;
        frames = played.frames;
        owner = new int[frames.length];
        kind = new int[frames.length];
        flags = new int[frames.length];
        pins = new long[frames.length];
        generation = new long[frames.length];
        sliceOwner = new int[played.positions.length];
    }

    /** Takes note of the state that steps are going to be taken from. */
    void before() {
        caller = books.current();
        for (int i = 0; i < frames.length; i++) {
            owner[i] = books.owner(frames[i]);
            kind[i] = books.kind(frames[i]);
            flags[i] = books.flags(frames[i]);
            pins[i] = books.pins(frames[i]);
            generation[i] = books.generation(frames[i]);
        }
        for (int i = 0; i < sliceOwner.length; i++) {
            sliceOwner[i] = books.sliceOwner(played.positions[i]);
        }
        for (int index = 1; index < Scene.RECORDS; index++) {
            state[index] = books.state(index);
            parent[index] = books.parent(index);
            slicesHeld[index] = books.environment32(index, EnvironmentRecord.SLICES_HELD);
            framesAsked[index] = books.environment32(index, EnvironmentRecord.FRAMES_ASKED);
            slicesAsked[index] = books.environment32(index, EnvironmentRecord.SLICES_ASKED);
            deadline[index] = books.environment64(index, EnvironmentRecord.REVOCATION_DEADLINE);
            root[index] = books.rootOf(index);
            for (int page = 0; page < Places.PAGES; page++) {
                leaves[index * Places.PAGES + page] = leafOf(index, page);
            }
        }
    }

    /** The last-level entry of a page, or 0. */
    private long leafOf(int index, int page) {
        if (!books.alive(index)) {
            return 0;
        }
        long table = books.rootOf(index);
        for (int level = 4; level > 1; level--) {
            table = machine.load64(table + Places.entryOffset(level, page)) & BindingRules.ADDRESS;
            if (table == 0) {
                return 0;
            }
        }
        return machine.load64(table + Places.entryOffset(1, page));
    }

    private boolean wasAlive(int index) {
        return index != 0 && state[index] != EnvironmentState.FREE && state[index] != EnvironmentState.ENDED;
    }

    // ---- the step -----------------------------------------------------------------------------------------------------

    /** A step was taken that changed something. */
    void after(Deed deed, long[] a) {
        for (int i = 0; i < frames.length; i++) {
            checkFrame(deed, i);
        }
        for (int i = 0; i < sliceOwner.length; i++) {
            checkSlice(deed, i);
        }
        for (int index = 1; index < Scene.RECORDS; index++) {
            if (books.alive(index)) {
                checkLeaves(deed, a, index);
                checkMinimum(deed, index);
            }
        }
    }

    private void checkFrame(Deed deed, int i) {
        long frame = frames[i];
        int ownerNow = books.owner(frame);
        int kindNow = books.kind(frame);
        long generationNow = books.generation(frame);
        require(generationNow >= generation[i], "a generation went back, of frame", frame);
        if (ownerNow == owner[i]) {
            require(kind[i] != FrameKind.ORDINARY || kindNow == kind[i] || generationNow > generation[i],
                    "a frame serves the processor and capabilities for it are good", frame);
            require(kind[i] == kindNow || owner[i] != 0 && !books.alive(ownerNow) || deed.isCall(),
                    "a frame serves as something else, and nobody called", frame);
            return;
        }
        require(owner[i] == 0 || generationNow > generation[i], "a frame changed hands and capabilities for it are good",
                frame);
        if (!deed.isCall()) {
            boolean due = framesAsked[owner[i]] > 0 && deadline[owner[i]] <= kernel.now();
            require(deed.kind() == Replay.TIMER && due && kind[i] == FrameKind.ORDINARY && pins[i] == 0
                    && (flags[i] & FrameFlag.GUARANTEED) == 0 && ownerNow == 0, "a frame was taken that was not to be", frame);
            return;
        }
        boolean reaped = owner[i] != 0 && state[owner[i]] == EnvironmentState.ENDED && parent[owner[i]] == caller;
        require(owner[i] == 0 || owner[i] == caller || reaped, "a frame changed hands by who did not have it", frame);
        require(ownerNow == 0 || ownerNow == caller || books.parent(ownerNow) == caller || parent[caller] == ownerNow,
                "a frame went to a stranger", frame);
        require(owner[i] == 0 || reaped || kind[i] == FrameKind.ORDINARY && pins[i] == 0,
                "a frame changed hands that serves as something", frame);
    }

    private void checkSlice(Deed deed, int i) {
        int now = books.sliceOwner(played.positions[i]);
        int was = sliceOwner[i];
        if (now == was || was != 0 && !books.alive(was)) {
            require(now == was || now == 0, "the slice of who has ended went to somebody", played.positions[i]);
            return;
        }
        if (deed.isCall()) {
            require(was == 0 || was == caller, "a slice changed hands by who did not have it", played.positions[i]);
            require(now == 0 || now == caller || books.parent(now) == caller || parent[caller] == now,
                    "a slice went to a stranger", played.positions[i]);
        } else {
            require(deed.kind() == Replay.TIMER && now == 0 && slicesAsked[was] > 0 && deadline[was] <= kernel.now(),
                    "a slice was taken that was not to be", played.positions[i]);
        }
    }

    private void checkMinimum(Deed deed, int index) {
        if (deed.kind() == Replay.TIMER && wasAlive(index)) {
            long held = books.environment32(index, EnvironmentRecord.SLICES_HELD);
            require(held >= Math.min(slicesHeld[index], Limits.SLICES_GUARANTEED), "the last slices were taken of environment",
                    index);
        }
    }

    // ---- bindings -----------------------------------------------------------------------------------------------------

    private static int rightsOf(long entry) {
        return (entry & PRESENT) == 0 ? 0 : READ | ((entry & WRITABLE) != 0 ? WRITE : 0)
                | ((entry & NO_EXECUTE) == 0 ? EXECUTE : 0);
    }

    private void checkLeaves(Deed deed, long[] a, int index) {
        boolean same = wasAlive(index) && root[index] == books.rootOf(index);
        for (int page = 0; page < Places.PAGES; page++) {
            long now = leafOf(index, page);
            long was = same ? leaves[index * Places.PAGES + page] : 0;
            if (now == was || (now & PRESENT) == 0) {
                continue;
            }
            boolean sameFrame = (was & PRESENT) != 0 && ((now ^ was) & BindingRules.ADDRESS) == 0;
            if (!sameFrame || (rightsOf(now) & ~rightsOf(was)) != 0) {
                checkGrant(deed, a, index, now);
            }
        }
    }

    /** An entry was made, or permits more: was there somebody who may, with something to show? */
    private void checkGrant(Deed deed, long[] a, int index, long entry) {
        int number = deed.isCall() ? (int) deed.number() : -1;
        require(number == Call.BIND || number == Call.PROTECT || number == Call.BATCH || number == Call.CAP_BIND,
                "a page was bound by no call that binds, in environment", index);
        require(index == caller || parent[index] == caller, "a page was bound by a stranger, in environment", index);
        long frame = (entry & BindingRules.ADDRESS) >>> 12;
        if (number == Call.CAP_BIND) {
            checkCapability(a, frame, rightsOf(entry));
            return;
        }
        int i = played.indexOf(frame);
        boolean archive = i < 0 && books.kind(frame) == FrameKind.ARCHIVE && books.owner(frame) == caller;
        require(archive && rightsOf(entry) == READ
                || i >= 0 && kind[i] == FrameKind.ORDINARY && (owner[i] == caller || owner[i] == index),
                "a page was bound to a frame that neither of the two owns", frame);
    }

    private void checkCapability(long[] a, long frame, int rights) {
        long shown = a[2] & 4095;
        int page = Places.pageAt(a[2]);
        require(page >= 0 && shown == Places.CAPABILITY, "a capability was taken from where none can be", a[2]);
        long descriptor = capabilities.goodIn((leaves[caller * Places.PAGES + page] & BindingRules.ADDRESS) >>> 12);
        require(descriptor != 0 && CapabilityWords.frameOf(descriptor) == frame
                && (rights & ~CapabilityWords.rightsOf(descriptor)) == 0, "a page was bound by no good capability", frame);
    }

    // ---- calls with something to say of their own ---------------------------------------------------------------------

    /** A call was not refused. */
    void answered(int number, long[] a, long result) {
        if (number == Call.FRAME_ALLOC) {
            requireCleared(result);
        } else if (number == Call.FRAME_ALLOC_RANGE) {
            for (long i = 0; i < a[1]; i++) {
                requireCleared(a[0] + i);
            }
        } else if (number == Call.CAP_REVOKE) {
            int i = played.indexOf(a[1]);
            require(i >= 0 && books.generation(a[1]) > generation[i], "revoked, and capabilities are as good as before", a[1]);
        }
    }

    private void requireCleared(long frame) {
        int i = played.indexOf(frame);
        require(i >= 0 && owner[i] == 0 && books.owner(frame) == caller, "a frame was handed out that was not free", frame);
        for (int offset = 0; offset < Places.BYTES_IN_FRAME; offset += 8) {
            require(machine.load64((frame << 12) + offset) == 0, "a frame was handed out with what another left", frame);
        }
    }
}
