package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentState;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.Status;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Apart;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * Who is on the processor, and what comes on and goes off it with them. Keeps true: the selected context, the address space
 * and the kernel record name one and the same environment; the timer is armed for the nearest moment that matters and not at
 * all when none does, so that an idle machine has no ticks; vector registers hold what is the running environment's, or
 * nothing and are out of its reach.
 */
public final class Processor {
    /** What an environment may have that costs a switch more than the rest does: registers, and translations to be dropped. */
    static final long UNUSUAL = EnvironmentFlag.VECTOR | EnvironmentFlag.BASES | EnvironmentFlag.FOREIGN
            | EnvironmentFlag.STALE;

    /** A moment that is over: the cycle counter was never before it. */
    private static final long LONG_SINCE = 1;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    /** Physical address of the kernel's record. */
    private final long kernel;

    Processor(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.kernel = aegis.books().kernel;
    }

    // ---- switching ---------------------------------------------------------------------------------------------------

    /** Puts an environment on the processor, or none (0). The slice goes on; the timer is the caller's to set. */
    @Inlined("a call and the registers that it saves: 8 instructions of a yield")
    void commitSwitch(int next) {
        long before = machine.load64(kernel + KernelRecord.RUNNING);
        long after = environments.record(next);
        if (before != after) {
            machine.clearSegments();
            commitEnter(before, after, next);
        }
    }

    /**
     * From one environment to another: address space, registers, account of time. Record 0 stands for nobody, and counts the
     * idle time. What was charged is kept less the counter while an environment runs, so that it takes one addition each.
     */
    @Inlined("a call and its arguments: 8 instructions of a yield")
    void commitEnter(long before, long after, int index) {
        long now = machine.cycles();
        EnvironmentRecord.cyclesUsed(machine, before, EnvironmentRecord.cyclesUsed(machine, before) + now);
        EnvironmentRecord.cyclesUsed(machine, after, EnvironmentRecord.cyclesUsed(machine, after) - now);
        machine.store64(kernel + Books.HEADER + BooksHeader.CURRENT, index);
        machine.store64(kernel + KernelRecord.RUNNING, after);
        long flags = EnvironmentRecord.flags(machine, before) | EnvironmentRecord.flags(machine, after);
        if ((flags & UNUSUAL) != 0 || index == 0) {
            commitEnterUnusual(before, after, index);
        } else {
            machine.switchAddressSpace(EnvironmentRecord.addressSpace(machine, after), true);
            machine.selectContext(EnvironmentRecord.context(machine, after));
        }
    }

    @Apart("who has nothing unusual saves no register for it")
    private void commitEnterUnusual(long before, long after, int index) {
        if (index == 0) {
            machine.selectNoContext();
        } else {
            long flags = EnvironmentRecord.flags(machine, after);
            EnvironmentRecord.flags(machine, after, flags & ~(long) EnvironmentFlag.STALE);
            machine.switchAddressSpace(EnvironmentRecord.addressSpace(machine, after), (flags & EnvironmentFlag.STALE) == 0);
            machine.selectContext(EnvironmentRecord.context(machine, after));
        }
        commitStateBeyond(before, after);
    }

    /**
     * Registers that only some use. Vector state is saved for who has used it; the next finds its own, or finds none and is
     * stopped at the first use. None is ever left behind for speculation to read, so nothing is lazy about it.
     */
    private void commitStateBeyond(long before, long after) {
        long flagsBefore = EnvironmentRecord.flags(machine, before);
        long flags = EnvironmentRecord.flags(machine, after);
        boolean has = (flags & EnvironmentFlag.VECTOR) != 0;
        if ((flagsBefore & EnvironmentFlag.VECTOR) != 0) {
            machine.saveVectorState(EnvironmentRecord.context(machine, before));
            if (!has) {
                machine.clearVectorState();
                machine.vectorAccess(false);
            }
        }
        if (has) {
            machine.vectorAccess(true);
            machine.restoreVectorState(EnvironmentRecord.context(machine, after));
        }
        if (((flagsBefore | flags) & EnvironmentFlag.BASES) != 0) {
            commitBases(after);
        }
        if (((flagsBefore | flags) & EnvironmentFlag.FOREIGN) != 0) {
            commitText(after);
        }
    }

    private void commitBases(long environment) {
        long context = EnvironmentRecord.context(machine, environment);
        machine.segmentBases(context == 0 ? 0 : Context.fsBase(machine, context),
                context == 0 ? 0 : Context.gsBase(machine, context));
    }

    /** From where the running environment's calls count as such. */
    void commitText(long environment) {
        machine.callsFrom(EnvironmentRecord.textStart(machine, environment),
                EnvironmentRecord.textEnd(machine, environment));
    }

    /** The running environment's first use of vector registers: from here on they are saved and restored for it. */
    void commitVectorUse() {
        int current = record.current();
        commitFlag(current, EnvironmentFlag.VECTOR, true);
        machine.vectorAccess(true);
        machine.restoreVectorState(environments.contextOf(current));
    }

    void commitFlag(int index, int flag, boolean on) {
        long environment = environments.record(index);
        long flags = EnvironmentRecord.flags(machine, environment);
        EnvironmentRecord.flags(machine, environment, on ? flags | flag : flags & ~flag);
    }

    /** The running environment's segment bases; they have been checked. */
    void commitSegmentBases(long fs, long gs) {
        int current = record.current();
        long context = environments.contextOf(current);
        Context.fsBase(machine, context, fs);
        Context.gsBase(machine, context, gs);
        commitFlag(current, EnvironmentFlag.BASES, (fs | gs) != 0);
        machine.segmentBases(fs, gs);
    }

    // ---- time --------------------------------------------------------------------------------------------------------

    /** Arms the timer for the nearest moment that matters: deadlines, and the slice's end if that makes a difference. */
    void retime() {
        long nearest = record.nextDeadline();
        int current = record.current();
        if (current != 0 && (record.runnable() > 1 || record.epilogues() != 0 || record.predicates() != 0)) {
            nearest = earlier(nearest, record.sliceEnd());
        }
        nearest = earlier(nearest, record.networkDue());
        if (current == 0 && record.predicatesLeft() != 0) {
            nearest = LONG_SINCE;
        }
        if (nearest != record.armedFor()) {
            commitArm(nearest);
        }
    }

    /** Has the timer ring at a moment, or not at all (0). */
    void commitArm(long nearest) {
        record.armedFor(nearest);
        if (nearest == 0) {
            machine.disarmTimer();
        } else {
            machine.armTimer(nearest);
        }
    }

    /** Of two moments, where 0 stands for never. */
    static long earlier(long a, long b) {
        return a == 0 ? b : b == 0 ? a : a < b ? a : b;
    }

    /** Somebody has a deadline: the timer is not to ring later. */
    void commitDeadline(long cycles) {
        record.nextDeadline(earlier(record.nextDeadline(), cycles));
    }

    /** The timer rang: deadlines first, then the turn if the slice is over. */
    void timerInterrupt() {
        long now = machine.cycles();
        record.armedFor(0);
        long deadline = record.nextDeadline();
        if (deadline != 0 && deadline <= now) {
            aegis.waits().commitDue(now);
        }
        // No two of these in one interrupt: the timer rings for the next at once.
        long due = record.networkDue();
        boolean packets = due != 0 && due <= now && (deadline == 0 || deadline > now);
        if (packets) {
            aegis.network().commitWork();
            aegis.predicates().commitNewRound();
        }
        if (record.current() == 0) {
            aegis.slices().commitNext();
        } else if (!packets && now >= record.sliceEnd()) {
            aegis.slices().commitOver(now);
        } else {
            retime();
        }
        if (packets) {
            aegis.traps().commitTook(now);
        }
    }

    /** After an interrupt: if the processor was idle and somebody can run now, they do. */
    void commitResumeFromIdle() {
        if (record.current() == 0 && (record.runnable() | record.predicates()) != 0) {
            aegis.slices().commitNext();
        } else {
            retime();
        }
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    /** A named environment that can run takes the rest of the slice: the timer is armed for its end already. */
    public long yieldTo(long name) {
        long index = name == 0 ? 0 : environments.named(name);
        if (index <= 0) {
            return index < 0 ? index : commitPassOn();
        }
        if (environments.state((int) index) != EnvironmentState.RUNNABLE) {
            return Status.WRONG_STATE;
        }
        commitSwitch((int) index);
        return Status.OK;
    }

    private long commitPassOn() {
        aegis.slices().commitNext();
        return Status.OK;
    }

    public long exit(long status) {
        if (status < 0 || status > 255) {
            return Status.BAD_ARGUMENT;
        }
        environments.commitEnd(record.current(), (int) status, Reason.EXIT, 0);
        aegis.slices().commitNext();
        return Status.OK;
    }

    public long waitFor(long events, long deadline) {
        return events == 0 || !Waits.areEvents(events) ? Status.BAD_ARGUMENT
                : aegis.waits().commitWait(events, deadline, false);
    }

    public long upcall(long saveFrame, long saveVa, long entry) {
        int caller = record.current();
        long environment = environments.record(caller);
        if (saveFrame != Limits.NO_FRAME) {
            if (!aegis.frames().exists(saveFrame)) {
                return Status.NO_SUCH_FRAME;
            }
            if (aegis.frames().owner(saveFrame) != caller || aegis.frames().kind(saveFrame) != FrameKind.ORDINARY) {
                return Status.NOT_YOURS;
            }
            if (!UserMemory.isUserAddress(entry)) {
                return Status.BAD_ADDRESS;
            }
            aegis.frames().countPin(saveFrame, 1);
        }
        long before = EnvironmentRecord.saveArea(machine, environment);
        if (before != 0) {
            aegis.frames().countPin(before / Limits.BYTES_IN_FRAME, -1);
        }
        EnvironmentRecord.saveArea(machine, environment, saveFrame == Limits.NO_FRAME ? 0 : Frames.addressOf(saveFrame));
        EnvironmentRecord.upcallAddress(machine, environment, saveVa);
        EnvironmentRecord.upcallEntry(machine, environment, entry);
        return Status.OK;
    }

    public long segmentBases(long fs, long gs) {
        if (fs != 0 && !UserMemory.isUserAddress(fs) || gs != 0 && !UserMemory.isUserAddress(gs)) {
            return Status.BAD_ADDRESS;
        }
        commitSegmentBases(fs, gs);
        return Status.OK;
    }
}
