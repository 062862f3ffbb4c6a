package exo.tests.proof.explore;

import exo.tests.kernel.Replay;
import java.util.function.Predicate;

/**
 * What can be done in a state by whoever is on the processor, or happen to it: a member of a configuration's alphabet.
 *
 * @param by  the environments that do it, as bits by index
 * @param where  the states in which it is done at all: a bound, which the configuration has to name
 */
record Deed(int kind, long number, Argument[] arguments, long by, Predicate<ExploredKernel> where) {
    static final long ANYONE = -1;
    static final Predicate<ExploredKernel> EVERYWHERE = kernel -> true;

    Deed(int kind, long number) {
        this(kind, number, new Argument[0], ANYONE, EVERYWHERE);
    }

    boolean isCall() {
        return kind == Replay.CALL;
    }

    boolean possible(ExploredKernel kernel, int current) {
        return (by & 1L << current) != 0 && (where == EVERYWHERE || where.test(kernel));
    }

    /** Fills in what the arguments are in this state. */
    void resolve(ExploredKernel kernel, long[] values) {
        for (int i = 0; i < arguments.length; i++) {
            values[i] = arguments[i].in(kernel);
        }
        for (int i = arguments.length; i < values.length; i++) {
            values[i] = 0;
        }
    }
}
