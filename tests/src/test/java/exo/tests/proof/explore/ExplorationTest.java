package exo.tests.proof.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.spec.Call;
import exo.abi.spec.Specification;
import exo.tests.kernel.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * In every state that a configuration can come to, all that is promised holds; there are more than ten million of them, and no
 * call is left out. What is a configuration, a class of argument and a state, and what is left out of one, says docs/PROOF.md.
 */
final class ExplorationTest {
    private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());
    private static final long STATES_MINIMUM = 10_000_000;
    /** Every so many states, one is reached again on the simulated machine, under the full oracle. */
    private static final int SAMPLE_EVERY = Integer.getInteger("exo.sample", 20_000);
    private static final Path REPORT = Path.of("target/proof/exploration.json");

    /** The machine has no network device, and no page for the code that one could sleep on. */
    private static final Set<Integer> NOT_HERE = Set.of(exo.abi.Call.WAIT_UNTIL, exo.abi.Call.FILTER_BIND, exo.abi.Call.FILTER_UNBIND,
            exo.abi.Call.PACKET_SEND, exo.abi.Call.CLAIM_SPLIT, exo.abi.Call.CLAIM_RETURN);

    private static List<Outcome> outcomes;

    @BeforeAll
    static void explore() throws InterruptedException, ExecutionException, IOException {
        FreshClasses classes = new FreshClasses();
        outcomes = onEach(Configurations.all(),
                configuration -> classes.explore(configuration.name(), Integer.MAX_VALUE, SAMPLE_EVERY));
        outcomes.forEach(outcome -> System.out.println(outcome.line()));
        System.out.printf("%-22s %,11d states %,13d transitions%n", "together", states(), transitions());
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, outcomes.stream().map(Outcome::json).collect(Collectors.joining(",\n    ",
                "{\"configurations\": [\n    ", "\n  ],\n  \"states_explored\": " + states() + ",\n  \"transitions\": "
                + transitions() + "}\n")));
    }

    private static <T, R> List<R> onEach(List<T> items, Function<T, R> work) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<R>> begun = new ArrayList<>();
            items.forEach(item -> begun.add(pool.submit(() -> work.apply(item))));
            List<R> done = new ArrayList<>();
            for (Future<R> each : begun) {
                done.add(each.get());
            }
            return done;
        } finally {
            pool.shutdownNow();
        }
    }

    private static long states() {
        return outcomes.stream().mapToLong(Outcome::states).sum();
    }

    private static long transitions() {
        return outcomes.stream().mapToLong(Outcome::transitions).sum();
    }

    @Test
    void everyRuleHoldsInEveryStateAndOfEveryStep() {
        assertEquals("", outcomes.stream().filter(outcome -> outcome.broken() != null).map(Outcome::report)
                .collect(Collectors.joining("\n\n")));
    }

    @Test
    void everyConfigurationIsExploredToItsEnd() {
        assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.fixpoint()).map(Outcome::name).toList());
    }

    @Test
    void moreThanTenMillionStatesAreExplored() {
        assertTrue(states() >= STATES_MINIMUM, () -> "only " + states());
    }

    @Test
    void everyCallIsMadeAndSucceedsSomewhere() {
        Set<String> missing = new TreeSet<>();
        for (Call call : Specification.current().calls()) {
            if (!NOT_HERE.contains(call.number()) && outcomes.stream().noneMatch(outcome -> outcome.succeeded().contains(call.number()))) {
                missing.add(call.name());
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** The machine that was explored on is a model; this one is the machine of all other tests, and the oracle is theirs. */
    @Test
    void theSimulatedMachineComesToTheSameStatesUnderTheFullOracle() throws InterruptedException, ExecutionException {
        List<Integer> replayed = onEach(outcomes, ExplorationTest::replay);
        System.out.printf("%,d paths replayed on the simulated machine%n",
                replayed.stream().mapToInt(Integer::intValue).sum());
    }

    static int replay(Outcome outcome) {
        Replay replay = new Replay(outcome.setup(), page -> Places.page((int) page), Places.USER_WORD, Places.CAPABILITY);
        for (long[][] sample : outcome.samples()) {
            long[][] steps = Arrays.copyOf(sample, sample.length - 1);
            try {
                replay.play(steps);
                assertEquals(sample[steps.length][0], BookWords.digest(replay::load64, replay.booksStart(),
                        replay.booksEnd(), replay.environmentsStart()), "the public books differ");
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("in configuration \"" + outcome.name() + "\": " + failure + "\nby the steps\n"
                        + Listing.of(steps), failure);
            }
        }
        return outcome.samples().length;
    }
}
