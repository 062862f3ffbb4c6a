package exo.aegis;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Reason;
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
        return Frames.addressOf(EnvironmentRecord.contextFrame(machine, record(index)));
    }

    long rootOf(int index) {
        return Frames.addressOf(EnvironmentRecord.rootFrame(machine, record(index)));
    }

    boolean hasRoom(int index) {
        return EnvironmentRecord.framesHeld(machine, record(index))
                < EnvironmentRecord.framesLimit(machine, record(index));
    }

    private int parentOf(int index) {
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

    /** The record of the first environment, at boot. */
    void commitFirst(long framesLimit) {
        commitRecord(ROOT, 0, framesLimit, 0, 0);
    }

    private void commitRecord(int index, int parent, long framesLimit, long labelLow, long labelHigh) {
        long record = record(index);
        long generation = (EnvironmentRecord.name(machine, record) >>> EnvironmentName.GENERATION_SHIFT) + 1;
        machine.zero(record, EnvironmentRecord.BYTES);
        EnvironmentRecord.name(machine, record, generation << EnvironmentName.GENERATION_SHIFT | index);
        EnvironmentRecord.state(machine, record, EnvironmentState.CREATED);
        EnvironmentRecord.parent(machine, record, parent);
        EnvironmentRecord.framesLimit(machine, record, framesLimit);
        EnvironmentRecord.upcallFrame(machine, record, Limits.NO_FRAME);
        EnvironmentRecord.translationsStale(machine, record, 1);
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
        EnvironmentRecord.rootFrame(machine, record, rootFrame);
        EnvironmentRecord.contextFrame(machine, record, contextFrame);
        VectorState.initialise(machine, Frames.addressOf(contextFrame));
    }

    void commitStart(int index, long entry, long stack, long argument0, long argument1) {
        long context = contextOf(index);
        Context.rip(machine, context, entry);
        Context.rsp(machine, context, stack);
        Context.rflags(machine, context, INITIAL_FLAGS);
        Context.rdi(machine, context, argument0);
        Context.rsi(machine, context, argument1);
        EnvironmentRecord.state(machine, record(index), EnvironmentState.RUNNABLE);
    }

    /**
     * Ends an environment, whoever runs: its children become its parent's, the console's input goes to its parent, and its
     * parent is told. What it held waits to be reaped. The caller of this goes on to reschedule if it was the running one.
     */
    void commitEnd(int index, int status, int reason, int vector) {
        long record = record(index);
        int parent = parentOf(index);
        EnvironmentRecord.state(machine, record, EnvironmentState.ENDED);
        EnvironmentRecord.exitStatus(machine, record, status);
        EnvironmentRecord.exitReason(machine, record, reason);
        EnvironmentRecord.faultVector(machine, record, vector);
        long pinned = EnvironmentRecord.upcallFrame(machine, record);
        if (pinned != Limits.NO_FRAME) {
            aegis.frames().countPin(pinned, -1);
            EnvironmentRecord.upcallFrame(machine, record, Limits.NO_FRAME);
        }
        if (parent == 0) {
            aegis.power().commitRootEnded(status, reason);
            return;
        }
        aegis.console().commitLineOf(index);
        if (aegis.record().consoleOwner() == index) {
            aegis.console().commitOwner(parent);
        }
        for (int other = 1; other < Limits.ENVIRONMENTS_MAXIMUM; other++) {
            if (state(other) != EnvironmentState.FREE && parentOf(other) == index) {
                EnvironmentRecord.parent(machine, record(other), parent);
            }
        }
        aegis.processor().commitPost(parent, Event.CHILD_ENDED);
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

    public long envCreate(long rootFrame, long contextFrame, long framesLimit, long labelLow, long labelHigh) {
        int caller = aegis.record().current();
        long status = aegis.frames().checkGift(rootFrame);
        status = status == Status.OK ? aegis.frames().checkGift(contextFrame) : status;
        if (status != Status.OK) {
            return status;
        }
        if (rootFrame == contextFrame || !isLabel(labelLow, labelHigh)) {
            return Status.BAD_ARGUMENT;
        }
        long limit = EnvironmentRecord.framesLimit(machine, record(caller));
        long held = EnvironmentRecord.framesHeld(machine, record(caller));
        if (framesLimit < 2 || framesLimit > limit - (held - 2)) {
            return Status.OVER_LIMIT;
        }
        int index = firstFree();
        if (index == 0) {
            return Status.NO_FREE_ENVIRONMENT;
        }
        commitRecord(index, caller, framesLimit, labelLow, labelHigh);
        EnvironmentRecord.framesLimit(machine, record(caller), limit - framesLimit);
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
}
