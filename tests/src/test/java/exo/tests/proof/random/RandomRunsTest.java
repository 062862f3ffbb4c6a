package exo.tests.proof.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.tests.kernel.RandomRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whatever random programs do on a machine of a thousand frames and sixty environments, no rule is broken: millions of calls a
 * minute, from fresh machines, each run decided by a seed of its own. A run that breaks a rule is cut down and written to a
 * file; {@code -Dexo.seed=...} begins with the same runs again, {@code -Dexo.replay=FILE} does what the file says.
 */
class RandomRunsTest {
    private static final long SEED = Long.getLong("exo.seed", System.nanoTime() >>> 8);
    private static final int SECONDS = Integer.getInteger("exo.random.seconds", 50);
    private static final Path PROOF = Path.of(System.getProperty("basedir", "."), "target/proof");

    private static final List<String> ROWS = new ArrayList<>();
    private static long calls;
    private static long nanos;

    @AfterAll
    static void report() throws IOException {
        Files.createDirectories(PROOF);
        Files.writeString(PROOF.resolve("random.json"), "{\"random_calls\": " + calls + ", \"calls_per_minute\": "
                + perMinute() + ", \"steps_in_run\": " + Hunt.STEPS_IN_RUN + ", \"seeds\": [" + String.join(", ", ROWS) + "]}\n");
    }

    private static long perMinute() {
        return nanos == 0 ? 0 : (long) (calls * 60e9 / nanos);
    }

    /** @param share  of the time there is, in percent */
    private static void run(boolean tags, int share) throws IOException {
        Hunt hunt = new Hunt(tags, true);
        long start = System.nanoTime();
        String broken = hunt.hunt(SEED, Integer.MAX_VALUE, start + SECONDS * 10_000_000L * share);
        nanos += System.nanoTime() - start;
        calls += hunt.calls();
        ROWS.add("{\"first\": " + SEED + ", \"runs\": " + hunt.runs() + ", \"tags\": " + tags + "}");
        if (broken != null) {
            Path file = PROOF.resolve("broken-" + SEED + "-" + hunt.runs() + ".run");
            Files.createDirectories(PROOF);
            Files.writeString(file, broken);
            throw new AssertionError(hunt.broken() + "\nin run " + hunt.runs() + " from -Dexo.seed=" + SEED
                    + "; a short way there is -Dexo.replay=" + file.toAbsolutePath() + "\n" + broken);
        }
    }

    @Test
    void noRandomRunBreaksARule() throws IOException {
        run(true, 75);
        run(false, 25);
        assertTrue(calls > 0 || SECONDS == 0, "no call was made");
    }

    @Test
    void oneSeedGivesOneTraceByteForByte() {
        RandomRun one = new RandomRun(SEED, true, 100);
        RandomRun other = new RandomRun(SEED, true, 100);
        other.play(SEED + 1, 500);
        for (int i = 0; i < 5; i++) {
            one.play(SEED + i, Hunt.STEPS_IN_RUN);
            other.play(SEED + i, Hunt.STEPS_IN_RUN);
            String text = Recording.of(SEED, true, one.deeds()).text(one.deeds().results());
            assertTrue(text.equals(Recording.of(SEED, true, other.deeds()).text(other.deeds().results())),
                    "two runs differ, of seed " + (SEED + i));
        }
    }

    @Test
    void aRecordingGivesTheSameResultsOnAMachineThatJustBooted() {
        RandomRun run = new RandomRun(SEED, false, 100);
        for (int i = 0; i < 3; i++) {
            run.play(SEED + i, 1000);
            Recording recording = Recording.parsed(Recording.of(SEED, false, run.deeds()).text(run.deeds().results()));
            Playback played = Playback.of(recording, 1);
            assertNull(played.broken());
            assertEquals("", difference(recording, run.deeds().results(), played.results()), "-Dexo.seed=" + SEED);
        }
    }

    /** The first deed that gave something else, with those right before it. */
    private static String difference(Recording recording, List<Long> some, List<Long> others) {
        for (int i = 0; i < some.size() && i < others.size(); i++) {
            if (!some.get(i).equals(others.get(i))) {
                return recording.with(recording.deeds().subList(Math.max(0, i - 5), i + 1)) + " gave " + some.get(i) + " and "
                        + others.get(i);
            }
        }
        return some.size() == others.size() ? "" : "not as many";
    }

    @Test
    @EnabledIfSystemProperty(named = "exo.replay", matches = ".+")
    void theRecordingThatWasGivenBreaksNoRule() throws IOException {
        Recording recording = Recording.parsed(Files.readString(Path.of(System.getProperty("exo.replay"))));
        Playback played = Playback.of(recording);
        String text = recording.text(played.results());
        System.out.print(text);
        assertNull(played.broken(), () -> played.broken() + "\nby deed " + played.told().size() + " of\n" + text);
    }
}
