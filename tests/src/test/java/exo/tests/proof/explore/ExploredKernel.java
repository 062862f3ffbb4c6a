package exo.tests.proof.explore;

import exo.abi.EnvironmentName;
import exo.aegis.Aegis;
import exo.aegis.Boot;
import exo.aegis.Dispatch;
import exo.machine.Trap;
import exo.machine.simulated.SimulatedBootInformation;
import exo.tests.kernel.Replay;

/**
 * The kernel on an {@link ExploredMachine}, driven as the metal's entry code drives it. A step is a kind, a number and arguments,
 * all of them numbers, so that it can be done again on the simulated machine by {@link Replay}, which also names the kinds.
 */
final class ExploredKernel {
    /** What {@link #take} gives of a step that is none in this state. */
    static final long NO_STEP = Long.MIN_VALUE;
    /** What a user's program leaves in its memory. */
    private static final long USERS_SECRET = 0x5ec4e7;

    final ExploredMachine machine;
    final Journal journal;
    final BookWords books;
    private final Aegis aegis;

    ExploredKernel() {
        SimulatedBootInformation information = Replay.information();
        machine = new ExploredMachine(information.kernelStart());
        journal = machine.journal;
        byte[] archive = Replay.archive();
        for (int i = 0; i < archive.length; i++) {
            machine.store8(information.archiveBase() + i, archive[i]);
        }
        Boot boot = new Boot(machine, information, 0);
        boot.run(null);
        aegis = boot.aegis();
        books = new BookWords(machine);
    }

    int current() {
        return books.current();
    }

    long now() {
        return machine.word(ExploredMachine.NOW);
    }

    private boolean timerDue(long now) {
        return machine.word(ExploredMachine.TIMER_ARMED) != 0 && machine.word(ExploredMachine.TIMER_DEADLINE) <= now;
    }

    /** A call of the current environment. */
    long call(int number, long a0, long a1, long a2, long a3, long a4) {
        return Dispatch.dispatch(aegis, a0, a1, a2, a3, a4, number);
    }

    /** Takes one step; gives a call's result, 0 of an event, NO_STEP if this cannot happen now. */
    long take(int kind, long number, long[] a) {
        if (kind == Replay.CALL) {
            return current() == 0 ? NO_STEP : call((int) number, a[0], a[1], a[2], a[3], a[4]);
        }
        if (kind == Replay.TIMER) {
            return timer();
        }
        if (kind == Replay.TYPE) {
            return type();
        }
        if (kind == Replay.POKE) {
            machine.store64(number, a[0]);
            return 0;
        }
        return current() == 0 ? NO_STEP : event(kind, number);
    }

    private long event(int kind, long number) {
        switch (kind) {
            case Replay.LOAD:
                return access((int) number, Trap.FAULT_USER);
            case Replay.STORE:
                return access((int) number, Trap.FAULT_USER | Trap.FAULT_WRITE);
            case Replay.FETCH:
                return access((int) number, Trap.FAULT_USER | Trap.FAULT_FETCH);
            case Replay.TRAP:
                aegis.traps().exception((int) number, 0, 0);
                return 0;
            case Replay.VECTORS:
                return useVectors();
            case Replay.FOREIGN:
                return foreignCall();
            case Replay.RELEASE:
                return release((int) number);
            case Replay.PASS:
                return pass(number);
            case Replay.WIDEN:
                return widen((int) number);
            default:
                throw new IllegalArgumentException("no kind of step: " + kind);
        }
    }

    private long access(int page, long access) {
        boolean store = (access & Trap.FAULT_WRITE) != 0;
        long reached = machine.translations.access(page, access);
        if (reached < 0) {
            aegis.traps().exception(Trap.PAGE_FAULT, -reached, Places.page(page) + (store ? Places.USER_WORD : 0));
        } else if (store) {
            machine.store64(reached + Places.USER_WORD, USERS_SECRET);
        }
        return 0;
    }

    private long useVectors() {
        if (machine.word(ExploredMachine.VECTOR_ACCESS) == 0) {
            aegis.traps().vectorUse();
        }
        machine.word(ExploredMachine.VECTOR_REGISTERS, current());
        return 0;
    }

    private long foreignCall() {
        if (machine.word(ExploredMachine.TEXT_END) == 0) {
            return NO_STEP;
        }
        aegis.traps().foreignCall();
        return 0;
    }

    /** The program says that a half of its save area is free again; it may always do so. */
    private long release(int field) {
        long area = books.saveAreaOf(current());
        if (area == 0 || machine.load64(area + field) == 0) {
            return NO_STEP;
        }
        machine.store64(area + field, 0);
        return 0;
    }

    /** A program adds rights to a capability in its memory, by hand. */
    private long widen(int page) {
        long reached = machine.translations.access(page, Trap.FAULT_USER | Trap.FAULT_WRITE);
        if (reached < 0) {
            return NO_STEP;
        }
        long place = reached + Places.CAPABILITY;
        if (machine.load64(place) == 0) {
            return NO_STEP;
        }
        machine.store64(place, machine.load64(place) | Replay.ALL_RIGHTS_OF_CAPABILITY);
        return 0;
    }

    private long timer() {
        if (machine.word(ExploredMachine.TIMER_ARMED) == 0) {
            return NO_STEP;
        }
        machine.word(ExploredMachine.NOW, Math.max(now(), machine.word(ExploredMachine.TIMER_DEADLINE)));
        machine.word(ExploredMachine.TIMER_ARMED, 0);
        aegis.traps().interrupt(Trap.TIMER);
        return 0;
    }

    /** At most one byte waits to be read: a bound on the environment, not on the kernel. */
    private long type() {
        boolean waiting = books.kernel64(BookWords.INPUT_HEAD) != books.kernel64(BookWords.INPUT_TAIL);
        if (waiting || timerDue(now()) || (machine.word(ExploredMachine.CONSOLE_WANTS) & 1) == 0) {
            return NO_STEP;
        }
        machine.word(ExploredMachine.TYPED, 1);
        aegis.traps().interrupt(Trap.CONSOLE);
        return 0;
    }

    private long pass(long cycles) {
        if (timerDue(now() + cycles)) {
            return NO_STEP;
        }
        machine.word(ExploredMachine.NOW, now() + cycles);
        return 0;
    }

    // ---- names -------------------------------------------------------------------------------------------------------

    long environmentName(int index) {
        return books.name(index);
    }

    long accountName(int index) {
        return books.accountName(index);
    }

    /** A name of the same record that was given out before, or might be yet, and is not now. */
    static long stale(long name) {
        return name > 2L << EnvironmentName.GENERATION_SHIFT ? name - (1L << EnvironmentName.GENERATION_SHIFT)
                : name + (1L << EnvironmentName.GENERATION_SHIFT);
    }
}
