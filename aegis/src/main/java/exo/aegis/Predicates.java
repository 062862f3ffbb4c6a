package exo.aegis;

import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.PredicateInput;
import exo.machine.Machine;

/**
 * Environments that sleep until a program of theirs says otherwise: the papers' wakeup predicates (Kaashoek et al. 1997, 3.4). A predicate is
 * run when its sleeper could run: each time the vector of slices is gone through for who is next. So it costs its owner the time of a
 * look, and an idle machine, where nothing that it reads can change, runs none. Keeps true: while a predicate that would say so is
 * slept on, the processor does not idle; no one search runs more than {@link #RUNS_MAXIMUM}, the others' turn comes at once after it.
 */
final class Predicates {
    /** In one search for who is next: what bounds it. A long program counts as several. */
    private static final int RUNS_MAXIMUM = 8;
    private static final int INSTRUCTIONS_OF_RUN = 512;
    /** Cycles after which no other is begun. */
    private static final long CYCLES_MAXIMUM = 1500;
    /** In place of how many are left of a round: something else was long, and the search that follows is to ask nobody yet. */
    private static final long LATER = -1;

    private final Aegis aegis;
    private final Machine machine;

    Predicates(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    /** The caller sleeps until the program says so or an event comes; or has its answer at once. */
    long commitWaitUntil(int program, long events, long deadline) {
        if (says(program)) {
            return Event.PREDICATE;
        }
        int caller = aegis.record().current();
        EnvironmentRecord.predicate(machine, aegis.environments().record(caller), program);
        aegis.record().predicates(aegis.record().predicates() + 1);
        long left = aegis.record().predicatesLeft();
        aegis.record().predicatesLeft(LATER);
        long pending = aegis.waits().commitWait(events | Event.PREDICATE, deadline, false);
        if (pending != 0) {
            aegis.record().predicatesLeft(left);
            commitForget(caller);
        }
        return pending;
    }

    /** Nobody sleeps on a predicate who is awake. */
    void commitForget(int index) {
        long environment = aegis.environments().record(index);
        if (EnvironmentRecord.predicate(machine, environment) != 0) {
            EnvironmentRecord.predicate(machine, environment, 0);
            long others = aegis.record().predicates() - 1;
            aegis.record().predicates(others);
            if (aegis.record().predicatesLeft() > others) {
                aegis.record().predicatesLeft(others);
            }
        }
    }

    /** Something may have changed while nobody ran, and that was long: the search after the one that follows begins a round of its own. */
    void commitNewRound() {
        if (aegis.record().current() == 0) {
            aegis.record().predicatesLeft(aegis.record().predicates() == 0 ? 0 : LATER);
        }
    }

    private boolean says(int program) {
        long input = aegis.books().predicateInput;
        long owner = aegis.environments().record(aegis.programs().owner(program));
        PredicateInput.cycles(machine, input, machine.cycles());
        PredicateInput.eventsPending(machine, input, EnvironmentRecord.eventsPending(machine, owner));
        PredicateInput.framesFree(machine, input, aegis.record().freeFrames());
        long started = machine.cycles();
        boolean ended = aegis.runs().commitRun(program, input, exo.abi.PredicateInput.BYTES, Limits.PREDICATE_BUDGET);
        aegis.runs().commitCharge(aegis.programs().owner(program), machine.cycles() - started);
        return !ended || aegis.runs().result() != 0;
    }

    /**
     * Looks once at everyone who sleeps on a predicate, from where the last search left off, and wakes who may. If there are more than one
     * search may look at, the timer rings at once for the next; and that goes on with the same round while nobody runs, who could have
     * changed what the others' predicates see.
     */
    void commitLook() {
        if (aegis.record().predicatesLeft() != LATER) {
            commitRound();
        } else {
            aegis.record().predicatesLeft(aegis.record().predicates());
        }
    }

    private void commitRound() {
        boolean goesOn = aegis.record().current() == 0 && aegis.record().predicatesLeft() != 0;
        long sleepers = goesOn ? aegis.record().predicatesLeft() : aegis.record().predicates();
        int index = (int) aegis.record().predicateNext();
        int left = RUNS_MAXIMUM;
        long started = machine.cycles();
        for (int step = 1; step < Limits.ENVIRONMENTS_MAXIMUM && sleepers > 0 && left > 0; step++) {
            index = index + 1 == Limits.ENVIRONMENTS_MAXIMUM ? 1 : index + 1;
            int program = (int) EnvironmentRecord.predicate(machine, aegis.environments().record(index));
            if (program != 0 && aegis.environments().state(index) == EnvironmentState.WAITING) {
                sleepers--;
                left -= 1 + aegis.programs().instructions(program) / INSTRUCTIONS_OF_RUN;
                commitAsk(index, program);
                left = machine.cycles() - started > CYCLES_MAXIMUM ? 0 : left;
            }
        }
        aegis.record().predicateNext(index);
        aegis.record().predicatesLeft(sleepers);
    }

    private void commitAsk(int index, int program) {
        if (says(program)) {
            aegis.waits().commitPost(index, Event.PREDICATE);
        }
    }
}
