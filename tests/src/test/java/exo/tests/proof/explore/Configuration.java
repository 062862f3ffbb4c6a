package exo.tests.proof.explore;

import java.util.function.Function;

/**
 * A small world: how it is set up, what can be done in it. It is explored to a fixpoint: until every deed from every state leads
 * to a state that was met before.
 *
 * @param about  what it is for, with each bound that is put on its states
 */
record Configuration(String name, String about, Function<Scene, Alphabet> prepare) {
}
