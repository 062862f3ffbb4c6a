package exo.aegis;

import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;

/**
 * Who sleeps, until what, and who wakes them. Keeps true: nobody sleeps while an event that it waits for is pending, or past
 * its deadline once the timer has rung; who is awake waits for nothing.
 */
public final class Waits {
    private static final long EVENTS = Event.CONSOLE_INPUT | Event.CONSOLE_ROOM | Event.CHILD_ENDED | Event.DEADLINE
            | Event.REVOCATION | Event.REPOSSESSION | Event.CHILD_STOPPED | Event.PREDICATE
            | Event.PACKET | Event.SENT;

    private final Aegis aegis;
    private final Machine machine;
    private final Environments environments;

    Waits(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.environments = aegis.environments();
    }

    static boolean areEvents(long events) {
        return (events & ~EVENTS) == 0;
    }

    // ---- waking --------------------------------------------------------------------------------------------------------

    /** Makes a sleeper runnable, with what its call is to answer. */
    void commitWake(int index, long result) {
        commitAwake(index, result);
        aegis.processor().retime();
    }

    /** The same; setting the timer is the caller's. */
    private void commitAwake(int index, long result) {
        long environment = environments.record(index);
        Context.rax(machine, EnvironmentRecord.context(machine, environment), result);
        EnvironmentRecord.eventsAwaited(machine, environment, 0);
        EnvironmentRecord.deadlineCycles(machine, environment, 0);
        EnvironmentRecord.partner(machine, environment, 0);
        aegis.predicates().commitForget(index);
        aegis.processor().commitFlag(index, Transfers.MAY_BE_ENTERED, false);
        environments.commitState(index, EnvironmentState.RUNNABLE);
    }

    /** Makes an event pending for an environment, and wakes it if that is what it waits for. */
    void commitPost(int index, long event) {
        if (commitPending(index, event)) {
            aegis.processor().retime();
        }
    }

    /** The same; setting the timer is the caller's, where this says that somebody was woken. */
    private boolean commitPending(int index, long event) {
        long environment = environments.record(index);
        long state = environments.state(index);
        if (state == EnvironmentState.FREE || state == EnvironmentState.ENDED) {
            return false;
        }
        EnvironmentRecord.eventsPending(machine, environment,
                EnvironmentRecord.eventsPending(machine, environment) | event);
        long awaited = EnvironmentRecord.eventsAwaited(machine, environment);
        boolean woken = state == EnvironmentState.WAITING && (event & awaited) != 0;
        if (woken) {
            commitAwake(index, commitTakePending(environment, awaited));
        }
        return woken;
    }

    private long commitTakePending(long environment, long asked) {
        long pending = EnvironmentRecord.eventsPending(machine, environment);
        EnvironmentRecord.eventsPending(machine, environment, pending & ~asked);
        return pending & asked;
    }

    /** The timer rang for a deadline: wakes who waited for this moment, takes what was asked back in vain, finds the next. */
    void commitDue(long now) {
        long nearest = 0;
        boolean tookBack = false;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long deadline = EnvironmentRecord.deadlineCycles(machine, environments.record(index));
            if (deadline == 0 || environments.state(index) != EnvironmentState.WAITING) {
                continue;
            }
            if (deadline <= now) {
                if (!tookBack && answerOverdue(index, now)) {
                    aegis.slices().commitTakeBack(now);
                    tookBack = true;
                }
                commitDeadlineReached(index);
            } else {
                nearest = Processor.earlier(nearest, deadline);
            }
        }
        aegis.record().nextDeadline(0);
        aegis.revocation().commitDue(now);
        aegis.processor().commitDeadline(Processor.earlier(nearest, aegis.revocation().nearest()));
    }

    /** Whether an environment waits for a transfer and nothing else, and has done so long enough. */
    boolean answerOverdue(int index, long now) {
        long environment = environments.record(index);
        long deadline = EnvironmentRecord.deadlineCycles(machine, environment);
        return deadline != 0 && deadline <= now && environments.state(index) == EnvironmentState.WAITING
                && EnvironmentRecord.eventsAwaited(machine, environment) == 0;
    }

    private void commitDeadlineReached(int index) {
        if (EnvironmentRecord.eventsAwaited(machine, environments.record(index)) == 0) {
            commitAwake(index, Status.TIMED_OUT);
        } else {
            commitPending(index, Event.DEADLINE);
        }
    }

    // ---- sleeping ------------------------------------------------------------------------------------------------------

    /** What wait and accept answer at once because it is pending, or 0: there is nothing, so that the caller is to sleep. */
    private long commitTakeAtOnce(long environment, long events, long deadline) {
        if (deadline != 0 && deadline <= machine.cycles()) {
            EnvironmentRecord.eventsPending(machine, environment,
                    EnvironmentRecord.eventsPending(machine, environment) | Event.DEADLINE);
        }
        return commitTakePending(environment, events);
    }

    /**
     * The caller sleeps, or has what it asked for; open to transfers or not. Who accepts and asks for nothing is down for a
     * deadline that does not come: who awaits no event at all is in a transfer of its own.
     */
    long commitWait(long events, long deadline, boolean accepting) {
        int caller = aegis.record().current();
        long environment = environments.record(caller);
        long awaited = deadline == 0 && !accepting ? events : events | Event.DEADLINE;
        long pending = commitTakeAtOnce(environment, awaited, deadline);
        if (pending != 0) {
            return pending;
        }
        EnvironmentRecord.eventsAwaited(machine, environment, awaited);
        commitAsleep(caller, deadline);
        if (accepting) {
            boolean open = awaited == Event.DEADLINE && deadline == 0 && EnvironmentRecord.synchronous(machine, environment) != 0;
            aegis.processor().commitFlag(caller, open ? Transfers.MAY_BE_ENTERED : EnvironmentFlag.ACCEPTING, true);
        }
        aegis.slices().commitNext();
        return Status.OK;
    }

    void commitAsleep(int index, long deadline) {
        EnvironmentRecord.deadlineCycles(machine, environments.record(index), deadline);
        environments.commitState(index, EnvironmentState.WAITING);
        if (deadline != 0) {
            aegis.processor().commitDeadline(deadline);
        }
    }
}
