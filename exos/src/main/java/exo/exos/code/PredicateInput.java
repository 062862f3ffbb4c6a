package exo.exos.code;

/**
 * What a wakeup predicate is called with. A predicate is a class with a method {@code static boolean holds(PredicateInput input)}; its
 * owner sleeps until that is true. Its static variables are its area, which its owner writes, and which it only reads.
 */
public interface PredicateInput {
    /** The cycle counter. */
    long cycles();

    /** Events that happened and were not told yet: bits of exo.abi.Event. */
    long eventsPending();

    /** Frames on the free list. */
    long framesFree();
}
