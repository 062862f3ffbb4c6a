package exo.aegis;

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
 * Who is on the processor. Environments that can run take turns, a slice each; one that waits is skipped until an event that
 * it waits for is pending. Keeps true: the selected context, the address space and the kernel record name one and the same
 * environment; the timer is armed exactly while a slice's end or a deadline matters, so that an idle machine has no ticks.
 */
public final class Processor {
    private static final long EVENTS = Event.CONSOLE_INPUT | Event.CONSOLE_ROOM | Event.CHILD_ENDED | Event.DEADLINE;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;

    Processor(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
    }

    // ---- switching ---------------------------------------------------------------------------------------------------

    private boolean isRunnable(int index) {
        return aegis.environments().state(index) == EnvironmentState.RUNNABLE;
    }

    /** The next environment that can run, in turn after the given one, which comes last; 0: none. */
    private int nextAfter(int index) {
        for (int step = 1; step <= Limits.ENVIRONMENTS_MAXIMUM; step++) {
            int candidate = (index + step) % Limits.ENVIRONMENTS_MAXIMUM;
            if (isRunnable(candidate)) {
                return candidate;
            }
        }
        return 0;
    }

    /** Puts an environment on the processor, or none (0); begins its slice. */
    void commitSwitch(int next) {
        int current = record.current();
        long now = machine.cycles();
        if (current != next) {
            if (current != 0) {
                charge(current, now);
                machine.saveVectorState(aegis.environments().contextOf(current));
            }
            record.current(next);
            record.switchedIn(now);
            if (next == 0) {
                machine.selectContext(0);
            } else {
                enter(next);
            }
        }
        record.sliceEnd(now + record.sliceCycles());
        retime();
    }

    private void charge(int index, long now) {
        long environment = aegis.environments().record(index);
        EnvironmentRecord.cyclesUsed(machine, environment,
                EnvironmentRecord.cyclesUsed(machine, environment) + now - record.switchedIn());
    }

    private void enter(int next) {
        long environment = aegis.environments().record(next);
        boolean stale = EnvironmentRecord.translationsStale(machine, environment) != 0;
        machine.switchAddressSpace(aegis.environments().rootOf(next), next, !stale);
        EnvironmentRecord.translationsStale(machine, environment, 0);
        machine.selectContext(aegis.environments().contextOf(next));
        machine.restoreVectorState(aegis.environments().contextOf(next));
        commitRunning(next);
    }

    /** Copies what exceptions go by to where they look for it; the record of the environment stays the truth. */
    private void commitRunning(int index) {
        long environment = aegis.environments().record(index);
        record.currentName(EnvironmentRecord.name(machine, environment), aegis.environments().rootOf(index));
        long frame = EnvironmentRecord.upcallFrame(machine, environment);
        record.running(aegis.environments().contextOf(index), frame == Limits.NO_FRAME ? 0 : Frames.addressOf(frame),
                EnvironmentRecord.upcallAddress(machine, environment),
                EnvironmentRecord.upcallEntry(machine, environment));
    }

    /** After the running environment can run no longer, or its slice is over: whoever is next. */
    void commitReschedule() {
        commitSwitch(nextAfter(record.current()));
    }

    /** Arms the timer for the nearest moment that matters: the slice's end if anyone else can run, and deadlines. */
    void retime() {
        long nearest = 0;
        int runnable = 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long state = aegis.environments().state(index);
            if (state == EnvironmentState.RUNNABLE) {
                runnable++;
            } else if (state == EnvironmentState.WAITING) {
                nearest = earlier(nearest, EnvironmentRecord.deadlineCycles(machine, aegis.environments().record(index)));
            }
        }
        if (runnable > 1) {
            nearest = earlier(nearest, record.sliceEnd());
        }
        if (nearest == 0) {
            machine.disarmTimer();
        } else {
            machine.armTimer(nearest);
        }
    }

    /** Of two moments, where 0 stands for never. */
    private static long earlier(long a, long b) {
        return a == 0 ? b : b == 0 ? a : a < b ? a : b;
    }

    /** The timer rang: wakes who waited for this moment, and passes the turn if the slice is over. */
    void timerInterrupt() {
        long now = machine.cycles();
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long environment = aegis.environments().record(index);
            long deadline = EnvironmentRecord.deadlineCycles(machine, environment);
            if (aegis.environments().state(index) == EnvironmentState.WAITING && deadline != 0 && deadline <= now) {
                commitPost(index, Event.DEADLINE);
            }
        }
        if (record.current() == 0 || now >= record.sliceEnd()) {
            commitReschedule();
        } else {
            retime();
        }
    }

    /** After an interrupt: if the processor was idle and somebody can run now, they do. */
    void commitResumeFromIdle() {
        if (record.current() == 0) {
            commitReschedule();
        }
    }

    // ---- events ------------------------------------------------------------------------------------------------------

    /** Makes an event pending for an environment, and wakes it if that is what it waits for. */
    void commitPost(int index, long event) {
        long environment = aegis.environments().record(index);
        long state = aegis.environments().state(index);
        if (state == EnvironmentState.FREE || state == EnvironmentState.ENDED) {
            return;
        }
        EnvironmentRecord.eventsPending(machine, environment,
                EnvironmentRecord.eventsPending(machine, environment) | event);
        long awaited = EnvironmentRecord.eventsAwaited(machine, environment);
        if (state == EnvironmentState.WAITING && (event & awaited) != 0) {
            Context.rax(machine, aegis.environments().contextOf(index), commitTakePending(environment, awaited));
            EnvironmentRecord.state(machine, environment, EnvironmentState.RUNNABLE);
            EnvironmentRecord.eventsAwaited(machine, environment, 0);
            EnvironmentRecord.deadlineCycles(machine, environment, 0);
            retime();
        }
    }

    private long commitTakePending(long environment, long asked) {
        long pending = EnvironmentRecord.eventsPending(machine, environment);
        EnvironmentRecord.eventsPending(machine, environment, pending & ~asked);
        return pending & asked;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long yieldTo(long name) {
        if (name == 0) {
            commitReschedule();
            return Status.OK;
        }
        long index = aegis.environments().named(name);
        if (index < 0) {
            return index;
        }
        if (!isRunnable((int) index)) {
            return Status.WRONG_STATE;
        }
        long sliceEnd = record.sliceEnd();
        commitSwitch((int) index);
        record.sliceEnd(sliceEnd);
        retime();
        return Status.OK;
    }

    public long exit(long status) {
        if (status < 0 || status > 255) {
            return Status.BAD_ARGUMENT;
        }
        aegis.environments().commitEnd(record.current(), (int) status, Reason.EXIT, 0);
        commitReschedule();
        return Status.OK;
    }

    public long waitFor(long events, long deadline) {
        int caller = record.current();
        if ((events & ~EVENTS) != 0 || events == 0) {
            return Status.BAD_ARGUMENT;
        }
        long environment = aegis.environments().record(caller);
        long awaited = deadline == 0 ? events : events | Event.DEADLINE;
        if (deadline != 0 && deadline <= machine.cycles()) {
            EnvironmentRecord.eventsPending(machine, environment,
                    EnvironmentRecord.eventsPending(machine, environment) | Event.DEADLINE);
        }
        if ((EnvironmentRecord.eventsPending(machine, environment) & awaited) != 0) {
            return commitTakePending(environment, awaited);
        }
        EnvironmentRecord.eventsAwaited(machine, environment, awaited);
        EnvironmentRecord.deadlineCycles(machine, environment, deadline);
        EnvironmentRecord.state(machine, environment, EnvironmentState.WAITING);
        commitReschedule();
        return Status.OK;
    }

    public long upcall(long saveFrame, long saveVa, long entry) {
        int caller = record.current();
        long environment = aegis.environments().record(caller);
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
        long before = EnvironmentRecord.upcallFrame(machine, environment);
        if (before != Limits.NO_FRAME) {
            aegis.frames().countPin(before, -1);
        }
        EnvironmentRecord.upcallFrame(machine, environment, saveFrame);
        EnvironmentRecord.upcallAddress(machine, environment, saveVa);
        EnvironmentRecord.upcallEntry(machine, environment, entry);
        commitRunning(caller);
        return Status.OK;
    }
}
