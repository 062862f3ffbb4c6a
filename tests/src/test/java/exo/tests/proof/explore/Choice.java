package exo.tests.proof.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * The classes of one argument: those that go with every other argument's, and those that are refused whatever the others are,
 * which are tried with the first of each other. Immutable.
 */
record Choice(List<Argument> full, List<Argument> alone) {

    static Choice of(long... numbers) {
        List<Argument> full = new ArrayList<>();
        for (long number : numbers) {
            full.add(Argument.number(number));
        }
        return new Choice(full, List.of());
    }

    /** Names in the records of environments. */
    static Choice names(int... indices) {
        List<Argument> full = new ArrayList<>();
        for (int index : indices) {
            full.add(Argument.name(index));
        }
        return new Choice(full, List.of());
    }

    static Choice accounts(int... indices) {
        List<Argument> full = new ArrayList<>();
        for (int index : indices) {
            full.add(Argument.account(index));
        }
        return new Choice(full, List.of());
    }

    /** A name in the records of programs, one that is nobody's now, and one of packet rings. */
    static Choice program(int index) {
        return new Choice(List.of(Argument.program(index)), List.of(Argument.staleProgram(index)));
    }

    static Choice rings(int... indices) {
        List<Argument> full = new ArrayList<>();
        for (int index : indices) {
            full.add(Argument.ring(index));
        }
        return new Choice(full, List.of(Argument.number(0)));
    }

    /** Moments, so many cycles from now. */
    static Choice moments(long... cycles) {
        List<Argument> full = new ArrayList<>();
        for (long offset : cycles) {
            full.add(Argument.moment(offset));
        }
        return new Choice(full, List.of());
    }

    private Choice with(Argument argument, boolean everywhere) {
        List<Argument> more = new ArrayList<>(everywhere ? full : alone);
        more.add(argument);
        return everywhere ? new Choice(more, alone) : new Choice(full, more);
    }

    Choice or(long number) {
        return with(Argument.number(number), true);
    }

    Choice bad(long... numbers) {
        Choice choice = this;
        for (long number : numbers) {
            choice = choice.with(Argument.number(number), false);
        }
        return choice;
    }

    /** A name that is nobody's now. */
    Choice badStale(int index) {
        return with(Argument.staleName(index), false);
    }

    Choice badName(int index) {
        return with(Argument.name(index), false);
    }

    Choice badStaleAccount(int index) {
        return with(Argument.staleAccount(index), false);
    }

    Choice badAccount(int index) {
        return with(Argument.account(index), false);
    }
}
