package exo.tests.proof.explore;

import java.util.List;

/**
 * What came of an exploration.
 *
 * @param refusals  how many of the transitions were calls that were refused, and so led nowhere
 * @param setup  the steps to the first state
 * @param samples  paths from there, each with the digest of the books at its end in a last row
 * @param broken  the rule that does not hold at the end of {@code brokenPath}, or null
 */
record Outcome(String name, String about, int states, long transitions, long refusals, int depth, int alphabet,
        boolean fixpoint, long milliseconds, List<Integer> tried, List<Integer> succeeded, long[][] setup,
        long[][][] samples, String broken, long[][] brokenPath) {

    @SuppressWarnings("unchecked")
    static Outcome of(String name, Object[] given) {
        return new Outcome(name, (String) given[0], (int) given[1], (long) given[2], (long) given[3], (int) given[4],
                (int) given[5], (boolean) given[6], (long) given[7], (List<Integer>) given[8], (List<Integer>) given[9],
                (long[][]) given[10], (long[][][]) given[11], (String) given[12], (long[][]) given[13]);
    }

    /** The rule that is broken, and how to get there. */
    String report() {
        return "in configuration \"" + name + "\": " + broken + "\nby the shortest path there is, of " + brokenPath.length
                + " steps:\n" + Listing.of(brokenPath);
    }

    String line() {
        return String.format("%-22s %,11d states %,13d transitions  depth %3d  alphabet %3d %,8d ms%s%n    %s", name, states,
                transitions, depth, alphabet, milliseconds, fixpoint ? "" : "  no fixpoint", about);
    }

    String json() {
        return String.format("{\"name\": \"%s\", \"states\": %d, \"transitions\": %d, \"refusals\": %d, \"depth\": %d, "
                + "\"alphabet\": %d, \"milliseconds\": %d, \"replayed\": %d, \"fixpoint\": %b}", name, states, transitions,
                refusals, depth, alphabet, milliseconds, samples.length, fixpoint);
    }
}
