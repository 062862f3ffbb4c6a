package exo.aegis;

import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentName;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;

/**
 * The environments: what a program runs in, and what owns things. Keeps true: a name is an index and a generation that has
 * never been used before with it; every environment but the first has a parent, which is alive or the first; an ended
 * environment keeps what it held until its parent reaps it, a bounded batch at a time.
 */
public final class Environments {
    /** Index of the first environment, the steward. It ends with the machine. */
    static final int ROOT = 1;
    /** Flags of user mode at the start: interrupts on and nothing else. */
    static final long INITIAL_FLAGS = 0x202L;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord kernel;
    private final long book;

    Environments(Aegis aegis) {
        this.aegis = aegis;
        this.kernel = aegis.record();
        this.machine = aegis.machine();
        this.book = aegis.books().environments;
    }

    // ---- the book ----------------------------------------------------------------------------------------------------

    long record(int index) {
        return book + (long) index * EnvironmentRecord.BYTES;
    }

    long state(int index) {
        return EnvironmentRecord.state(machine, record(index));
    }

    long contextOf(int index) {
        return EnvironmentRecord.context(machine, record(index));
    }

    long rootOf(int index) {
        return EnvironmentRecord.root(machine, record(index));
    }

    boolean hasRoom(int index) {
        return aegis.accounts().room(aegis.accounts().of(index), ResourceKind.FRAMES) > 0;
    }

    int parentOf(int index) {
        return (int) EnvironmentRecord.parent(machine, record(index));
    }

    // ---- names: an index, or the status that says why not -------------------------------------------------------------------

    /** Any environment that is not free. */
    long named(long name) {
        long index = name & EnvironmentName.INDEX_MASK;
        if (index == 0 || index >= Limits.ENVIRONMENTS_MAXIMUM
                || EnvironmentRecord.name(machine, record((int) index)) != name
                || state((int) index) == EnvironmentState.FREE) {
            return Status.NO_SUCH_ENVIRONMENT;
        }
        return index;
    }

    /** A child of the caller. */
    long child(long name) {
        long index = named(name);
        return index > 0 && parentOf((int) index) != aegis.record().current() ? Status.NOT_YOURS : index;
    }

    /** The caller or a child of it, not ended. */
    long selfOrChild(long name) {
        if (name == kernel.currentName()) {
            return kernel.current();
        }
        long index = child(name);
        return index > 0 && state((int) index) == EnvironmentState.ENDED ? Status.WRONG_STATE : index;
    }

    /** A child or the parent of the caller, not ended: whom it may hand things to. */
    long relative(long name) {
        long index = named(name);
        if (index > 0 && parentOf(aegis.record().current()) == index) {
            return index;
        }
        index = child(name);
        return index > 0 && state((int) index) == EnvironmentState.ENDED ? Status.WRONG_STATE : index;
    }

    // ---- life --------------------------------------------------------------------------------------------------------

    /** The only way into and out of RUNNABLE but a transfer's: the kernel's record counts who can run. */
    void commitState(int index, int state) {
        long change = (state == EnvironmentState.RUNNABLE ? 1 : 0) - (state(index) == EnvironmentState.RUNNABLE ? 1 : 0);
        kernel.runnable(kernel.runnable() + change);
        EnvironmentRecord.state(machine, record(index), state);
    }

    /** The record of the first environment, at boot. */
    void commitFirst() {
        commitRecord(ROOT, 0, Accounts.ROOT, 0, 0);
    }

    private void commitRecord(int index, int parent, int account, long labelLow, long labelHigh) {
        long record = record(index);
        long generation = (EnvironmentRecord.name(machine, record) >>> EnvironmentName.GENERATION_SHIFT) + 1;
        machine.zero(record, EnvironmentRecord.BYTES);
        EnvironmentRecord.name(machine, record, generation << EnvironmentName.GENERATION_SHIFT | index);
        EnvironmentRecord.state(machine, record, EnvironmentState.CREATED);
        EnvironmentRecord.parent(machine, record, parent);
        EnvironmentRecord.account(machine, record, account);
        aegis.accounts().commitCharge(account, ResourceKind.ENVIRONMENTS, 1);
        EnvironmentRecord.ownFrame(machine, record, (long) index << 8 * exo.abi.FrameRecord.OWNER | FrameKind.ORDINARY);
        EnvironmentRecord.flags(machine, record, EnvironmentFlag.STALE);
        machine.store64(EnvironmentRecord.labelAddress(record), labelLow);
        machine.store64(EnvironmentRecord.labelAddress(record) + 8, labelHigh);
    }

    /** Makes two idle frames of an environment's its level-4 table and its context. */
    void commitSpace(int index, long rootFrame, long contextFrame) {
        long record = record(index);
        machine.zero(Frames.addressOf(rootFrame), Limits.BYTES_IN_FRAME);
        machine.zero(Frames.addressOf(contextFrame), Limits.BYTES_IN_FRAME);
        machine.shareKernelHalf(Frames.addressOf(rootFrame));
        aegis.frames().commitKind(rootFrame, FrameKind.ROOT);
        aegis.frames().commitKind(contextFrame, FrameKind.CONTEXT);
        EnvironmentRecord.root(machine, record, Frames.addressOf(rootFrame));
        EnvironmentRecord.context(machine, record, Frames.addressOf(contextFrame));
        EnvironmentRecord.addressSpace(machine, record, machine.addressSpace(Frames.addressOf(rootFrame), index));
        machine.initialiseContext(Frames.addressOf(contextFrame));
        VectorState.initialise(machine, Frames.addressOf(contextFrame));
    }

    void commitStart(int index, long entry, long stack, long argument0, long argument1) {
        long context = contextOf(index);
        Context.rip(machine, context, entry);
        Context.rsp(machine, context, stack);
        Context.rflags(machine, context, INITIAL_FLAGS);
        Context.rdi(machine, context, argument0);
        Context.rsi(machine, context, argument1);
        commitState(index, EnvironmentState.RUNNABLE);
    }

    /**
     * Ends an environment, whoever runs: its children become its parent's, the console's input goes to its parent, and its
     * parent is told. What it held waits to be reaped. The caller of this goes on to reschedule if it was the running one.
     */
    void commitEnd(int index, int status, int reason, int vector) {
        long record = record(index);
        int parent = parentOf(index);
        commitState(index, EnvironmentState.ENDED);
        aegis.revocation().commitForgo(index);
        aegis.slices().commitEnd(index);
        aegis.predicates().commitForget(index);
        aegis.programs().commitEndOf(index);
        aegis.rings().commitEndOf(index);
        aegis.transfers().commitEnd(index);
        aegis.processor().commitFlag(index, Transfers.MAY_BE_ENTERED, false);
        EnvironmentRecord.partner(machine, record, 0);
        EnvironmentRecord.exitStatus(machine, record, status);
        EnvironmentRecord.exitReason(machine, record, reason);
        EnvironmentRecord.faultVector(machine, record, vector);
        long pinned = EnvironmentRecord.saveArea(machine, record);
        if (pinned != 0) {
            aegis.frames().countPin(pinned / Limits.BYTES_IN_FRAME, -1);
            EnvironmentRecord.saveArea(machine, record, 0);
        }
        aegis.upcalls().commitEntry(index, EntryPoint.EPILOGUE, 0);
        if (parent == 0) {
            aegis.power().commitRootEnded(status, reason);
            return;
        }
        aegis.console().commitLineOf(index);
        if (aegis.record().consoleOwner() == index) {
            aegis.console().commitOwner(parent);
        }
        aegis.waits().commitPost(parent, commitOrphans(index, parent) | Event.CHILD_ENDED);
    }

    /** Gives an ended environment's children to its parent; gives the event that it is to know of one that is stopped. */
    private int commitOrphans(int index, int parent) {
        int event = 0;
        for (int other = 1; other < Limits.ENVIRONMENTS_MAXIMUM; other++) {
            long state = state(other);
            if (state != EnvironmentState.FREE && parentOf(other) == index) {
                EnvironmentRecord.parent(machine, record(other), parent);
                event |= state == EnvironmentState.STOPPED ? Event.CHILD_STOPPED : 0;
            }
        }
        return event;
    }

    /** Whether a label begins with a letter, goes on with letters, digits, '-' or '_', and is padded with zeroes. */
    private static boolean isLabel(long low, long high) {
        boolean ended = false;
        for (int i = 0; i < 16; i++) {
            int c = (int) ((i < 8 ? low >>> i * 8 : high >>> (i - 8) * 8) & 0xff);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean inside = letter || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (ended ? c != 0 : i == 0 ? !letter : c != 0 && !inside) {
                return false;
            }
            ended = c == 0;
        }
        return true;
    }

    private int firstFree() {
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            if (state(index) == EnvironmentState.FREE) {
                return index;
            }
        }
        return 0;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long envCreate(long rootFrame, long contextFrame, long account, long labelLow, long labelHigh) {
        int caller = aegis.record().current();
        long status = aegis.frames().checkGift(rootFrame);
        status = status == Status.OK ? aegis.frames().checkGift(contextFrame) : status;
        if (status != Status.OK) {
            return status;
        }
        if (rootFrame == contextFrame || !isLabel(labelLow, labelHigh)) {
            return Status.BAD_ARGUMENT;
        }
        long found = aegis.accounts().forChild(account);
        if (found < 0) {
            return found;
        }
        int index = firstFree();
        if (index == 0) {
            return Status.NO_FREE_ENVIRONMENT;
        }
        int charged = (int) found;
        long framesMissing = charged == aegis.accounts().of(caller) ? 0 : 2;
        if (aegis.accounts().room(charged, ResourceKind.ENVIRONMENTS) < 1
                || aegis.accounts().room(charged, ResourceKind.FRAMES) < framesMissing) {
            return Status.OVER_LIMIT;
        }
        commitRecord(index, caller, charged, labelLow, labelHigh);
        aegis.frames().commitGive(index, rootFrame);
        aegis.frames().commitGive(index, contextFrame);
        commitSpace(index, rootFrame, contextFrame);
        return EnvironmentRecord.name(machine, record(index));
    }

    public long envStart(long environment, long entry, long stack, long argument0, long argument1) {
        long index = child(environment);
        if (index < 0) {
            return index;
        }
        if (state((int) index) != EnvironmentState.CREATED) {
            return Status.WRONG_STATE;
        }
        if (!UserMemory.isUserAddress(entry) || !UserMemory.isUserAddress(stack) && stack != Limits.USER_END) {
            return Status.BAD_ADDRESS;
        }
        commitStart((int) index, entry, stack, argument0, argument1);
        aegis.processor().retime();
        return Status.OK;
    }

    public long envEnd(long environment, long status) {
        long index = child(environment);
        if (index < 0) {
            return index;
        }
        if (state((int) index) == EnvironmentState.ENDED) {
            return Status.WRONG_STATE;
        }
        if (status < 0 || status > 255) {
            return Status.BAD_ARGUMENT;
        }
        commitEnd((int) index, (int) status, Reason.ENDED, 0);
        aegis.processor().retime();
        return Status.OK;
    }

    public long envReap(long environment) {
        long index = child(environment);
        if (index < 0) {
            return index;
        }
        if (state((int) index) != EnvironmentState.ENDED) {
            return Status.WRONG_STATE;
        }
        return Reaper.reap(aegis, (int) index);
    }

    public long envSelf() {
        return EnvironmentRecord.name(machine, record(aegis.record().current()));
    }

    public long envResult(long environment) {
        long index = child(environment);
        if (index < 0) {
            return index;
        }
        long record = record((int) index);
        if (state((int) index) != EnvironmentState.ENDED) {
            return Status.WRONG_STATE;
        }
        return EnvironmentRecord.exitStatus(machine, record) << EnvironmentResult.STATUS_SHIFT
                | EnvironmentRecord.exitReason(machine, record) << EnvironmentResult.REASON_SHIFT
                | EnvironmentRecord.faultVector(machine, record) << EnvironmentResult.VECTOR_SHIFT;
    }

    public long envGuard(long environment, long on) {
        long index = child(environment);
        if (index < 0) {
            return index;
        }
        if (state((int) index) == EnvironmentState.ENDED) {
            return Status.WRONG_STATE;
        }
        if (on != 0 && on != 1) {
            return Status.BAD_ARGUMENT;
        }
        long record = record((int) index);
        long others = EnvironmentRecord.flags(machine, record) & ~EnvironmentFlag.GUARDED;
        EnvironmentRecord.flags(machine, record, others | on * EnvironmentFlag.GUARDED);
        return Status.OK;
    }

    public long envResume(long environment, long entry) {
        long index = child(environment);
        if (index < 0) {
            return index;
        }
        if (state((int) index) != EnvironmentState.STOPPED) {
            return Status.WRONG_STATE;
        }
        if (entry != 0 && !UserMemory.isUserAddress(entry)) {
            return Status.BAD_ADDRESS;
        }
        if (entry != 0) {
            Context.rip(machine, contextOf((int) index), entry);
        }
        commitState((int) index, EnvironmentState.RUNNABLE);
        aegis.processor().retime();
        return Status.OK;
    }
}
