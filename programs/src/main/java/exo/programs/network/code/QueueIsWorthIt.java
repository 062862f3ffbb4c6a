package exo.programs.network.code;

import exo.exos.code.PredicateInput;

/**
 * Sleeps until a queue in memory has so many entries that waking is worth it, or any at all for longer than one would wait. Its owner, and
 * whoever shares the frame, write the numbers.
 */
final class QueueIsWorthIt {
    /** Entries ever put in: written by the producer. */
    private static volatile long produced;
    /** Entries ever taken out: written by the sleeper. */
    private static volatile long consumed;
    /** Entries that are worth waking for at once. */
    private static volatile long worthWaking;
    /** When fewer will do. */
    private static volatile long latestCycles;

    private QueueIsWorthIt() {
    }

    static boolean holds(PredicateInput input) {
        long entries = produced - consumed;
        return entries != 0 && (Long.compareUnsigned(entries, worthWaking) >= 0
                || Long.compareUnsigned(input.cycles(), latestCycles) >= 0);
    }
}
