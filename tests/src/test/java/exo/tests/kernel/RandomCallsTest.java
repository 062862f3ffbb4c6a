package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.machine.simulated.ProcessorModel;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever programs call, with whatever arguments, in whatever order, and whatever interrupts them: the invariants hold, no
 * call gives what it does not declare, and one that is refused changes nothing. The seed is another each time; a failure
 * prints it, and {@code -Dexo.seed=...} takes it back.
 */
class RandomCallsTest {
    private static final long SEED = Long.getLong("exo.seed", System.nanoTime());
    private static final int STEPS = Integer.getInteger("exo.steps", 300_000);

    private static void withSeed(Consumer<Long> deed) {
        try {
            deed.accept(SEED);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("with -Dexo.seed=" + SEED + ": " + failure, failure);
        }
    }

    private static void run(Setup setup, int steps, int stepsBetweenChecks) {
        withSeed(seed -> {
            RandomRun run = new RandomRun(seed, setup, stepsBetweenChecks);
            run.run(steps);
            assertTrue(run.refused() > steps / 10, "few calls were refused: " + run.refused());
            assertTrue(run.succeeded() > steps / 10, "few calls succeeded: " + run.succeeded());
        });
    }

    @Test
    void theInvariantsHoldUnderRandomCalls() {
        run(Setup.usual(), STEPS, 250);
    }

    @Test
    void theInvariantsHoldWithoutTagsInTheProcessorsCache() {
        run(Setup.usual().withModel(ProcessorModel.ADVERSARIAL.withoutTags()), STEPS / 4, 250);
    }

    @Test
    void theInvariantsHoldAfterEveryStepForAWhile() {
        run(Setup.usual(), STEPS / 30, 1);
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        withSeed(seed -> {
            RandomRun first = new RandomRun(seed, Setup.usual(), 250);
            first.run(20_000);
            RandomRun second = new RandomRun(seed, Setup.usual(), 250);
            second.run(20_000);
            assertEquals(first.trace(), second.trace());
            assertEquals(first.kernel().machine().contentHash(), second.kernel().machine().contentHash());
            assertEquals(first.kernel().console(), second.kernel().console());
        });
    }
}
