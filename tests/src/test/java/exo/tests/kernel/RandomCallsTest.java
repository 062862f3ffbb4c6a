package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.machine.simulated.ProcessorModel;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever programs call, with whatever arguments, in whatever order, and whatever interrupts them: the invariants hold, no
 * call gives what it does not declare, and one that is refused changes nothing. The seed is another each time; a failure
 * prints it, and {@code -Dexo.seed=...} takes it back.
 */
class RandomCallsTest {
    private static final long SEED = Long.getLong("exo.seed", System.nanoTime());
    private static final int STEPS_TO_SEE_ALL = 100_000;
    private static final int STEPS = Integer.getInteger("exo.steps", 200_000);

    private static void withSeed(Consumer<Long> deed) {
        try {
            deed.accept(SEED);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("with -Dexo.seed=" + SEED + ": " + failure, failure);
        }
    }

    private static RandomRun run(Setup setup, int steps, int stepsBetweenChecks) {
        RandomRun run = new RandomRun(SEED, setup, stepsBetweenChecks);
        withSeed(seed -> {
            run.run(steps);
            assertTrue(run.refused() > steps / 10, "few calls were refused: " + run.refused());
            assertTrue(run.succeeded() > steps / 20, "few calls succeeded: " + run.succeeded());
        });
        return run;
    }

    /** A run that seldom got anywhere would find nothing: of all calls that return, none has always been refused. */
    @Test
    void theInvariantsHoldUnderRandomCalls() {
        Set<Integer> refused = new TreeSet<>(DeclaredStatuses.calls());
        refused.removeAll(run(Setup.usual(), STEPS, 250).succeededCalls());
        refused.removeAll(Set.of(Call.EXIT, Call.POWER_OFF));
        refused.removeAll(CodeStatusCases.OF_DEVICE);
        assertTrue(STEPS < STEPS_TO_SEE_ALL || refused.isEmpty(), () -> "with -Dexo.seed=" + SEED + ": never " + refused);
    }

    /** With packets that come and go, of which the oracle knows whose they are. */
    @Test
    void theInvariantsHoldBesideANetworkDevice() {
        Set<Integer> refused = new TreeSet<>(CodeStatusCases.OF_DEVICE);
        refused.removeAll(run(Setup.usual().withNetwork(), STEPS / 4, 250).succeededCalls());
        assertTrue(STEPS < STEPS_TO_SEE_ALL || refused.isEmpty(), () -> "with -Dexo.seed=" + SEED + ": never " + refused);
    }

    @Test
    void theInvariantsHoldWithoutTagsInTheProcessorsCache() {
        run(Setup.usual().withModel(ProcessorModel.ADVERSARIAL.withoutTags()), STEPS / 4, 250);
    }

    @Test
    void theInvariantsHoldAfterEveryStepForAWhile() {
        run(Setup.usual(), STEPS / 20, 1);
        run(Setup.usual().withNetwork(), STEPS / 20, 1);
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
