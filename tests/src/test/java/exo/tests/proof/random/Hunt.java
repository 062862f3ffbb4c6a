package exo.tests.proof.random;

import exo.tests.kernel.RandomRun;
import java.util.function.BiFunction;

/**
 * Random runs until one breaks a rule. By a seed and how many runs there are to be at most, gives the text of a short recording
 * that breaks it too; null, if none did. All of this in words of Java's own, for whoever has loaded another kernel than this.
 */
public final class Hunt implements BiFunction<Long, Integer, String> {
    static final int STEPS_IN_RUN = 3000;
    private static final int STEPS_BETWEEN_CHECKS = 100;

    private final boolean tags;
    private final boolean shrinks;
    private long machineSeed;
    private long calls;
    private int runs;
    private String broken;

    public Hunt() {
        this(true, true);
    }

    Hunt(boolean tags, boolean shrinks) {
        this.tags = tags;
        this.shrinks = shrinks;
    }

    /** Calls made so far. */
    long calls() {
        return calls;
    }

    int runs() {
        return runs;
    }

    /** The rule that was broken, in words. */
    String broken() {
        return broken;
    }

    @Override
    public String apply(Long seed, Integer runsMaximum) {
        return hunt(seed, runsMaximum, Long.MAX_VALUE);
    }

    /** The same, until a moment of the system's clock. */
    String hunt(long seed, int runsMaximum, long untilNanos) {
        machineSeed = seed;
        RandomRun run = new RandomRun(machineSeed, tags, STEPS_BETWEEN_CHECKS);
        for (int i = 0; i < runsMaximum && System.nanoTime() < untilNanos; i++) {
            long before = run.deeds().calls();
            try {
                run.play(seed + i, STEPS_IN_RUN);
            } catch (RuntimeException | AssertionError failure) {
                return written(run, failure);
            } finally {
                calls += run.deeds().calls() - before;
                runs++;
            }
        }
        return null;
    }

    private String written(RandomRun run, Throwable failure) {
        broken = Playback.inWords(failure);
        Recording whole = Recording.of(machineSeed, tags, run.deeds());
        Recording shortest = shrinks ? Shrinking.shortest(whole) : null;
        Recording told = shortest == null ? whole : shortest;
        Playback played = Playback.of(told);
        return told.text(played.results()) + "# broken: " + (played.broken() == null ? broken : played.broken()) + '\n';
    }
}
