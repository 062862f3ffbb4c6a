package exo.tests.proof.explore;

import exo.tests.kernel.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What can be done and happen in a configuration, put together from calls with classes of arguments, and from events. */
final class Alphabet {
    private final List<Deed> deeds = new ArrayList<>();
    private long by = Deed.ANYONE;
    private Predicate<ExploredKernel> where = Deed.EVERYWHERE;

    /** What is added from here on is done by these only; by anyone, if there are none. */
    Alphabet by(int... indices) {
        by = indices.length == 0 ? Deed.ANYONE : 0;
        for (int index : indices) {
            by |= 1L << index;
        }
        return this;
    }

    /** What is added from here on is done only in these states: a bound. Null: in all. */
    Alphabet where(Predicate<ExploredKernel> states) {
        where = states == null ? Deed.EVERYWHERE : states;
        return this;
    }

    /** A call with every combination of its arguments' full classes, and with each lone class beside the first of the others. */
    Alphabet call(int number, Choice... choices) {
        combine(number, choices, new Argument[choices.length], 0);
        for (int lone = 0; lone < choices.length; lone++) {
            for (Argument argument : choices[lone].alone()) {
                Argument[] arguments = new Argument[choices.length];
                for (int i = 0; i < choices.length; i++) {
                    arguments[i] = i == lone ? argument : choices[i].full().get(0);
                }
                add(Replay.CALL, number, arguments);
            }
        }
        return this;
    }

    private void combine(int number, Choice[] choices, Argument[] chosen, int next) {
        if (next == choices.length) {
            add(Replay.CALL, number, chosen.clone());
            return;
        }
        for (Argument argument : choices[next].full()) {
            chosen[next] = argument;
            combine(number, choices, chosen, next + 1);
        }
    }

    private void add(int kind, long number, Argument[] arguments) {
        deeds.add(new Deed(kind, number, arguments, by, where));
    }

    Alphabet event(int kind, long... numbers) {
        for (long number : numbers) {
            add(kind, number, new Argument[0]);
        }
        return this;
    }

    /** User mode loads from, stores to and fetches from these pages. */
    Alphabet accesses(long... pages) {
        return event(Replay.LOAD, pages).event(Replay.STORE, pages).event(Replay.FETCH, pages);
    }

    /** The timer rings for whatever it is armed for. */
    Alphabet timer() {
        long before = by;
        by = Deed.ANYONE;
        event(Replay.TIMER, 0);
        by = before;
        return this;
    }

    Deed[] deeds() {
        return deeds.toArray(new Deed[0]);
    }
}
