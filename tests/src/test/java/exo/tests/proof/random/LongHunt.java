package exo.tests.proof.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Random runs for as long as one likes, and until so many calls were made: {@code exo fuzz random}. Arguments: seconds, calls at
 * least, and the folder for what breaks a rule. Ends with status 77 if something did.
 */
public final class LongHunt {
    private static final int FOUND = 77;
    private static final int RUNS_BETWEEN_LINES = 500;

    private LongHunt() {
    }

    public static void main(String[] arguments) throws IOException {
        long until = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
        long callsMinimum = Long.parseLong(arguments[1]);
        long first = Long.getLong("exo.seed", System.nanoTime() >>> 8);
        Hunt hunt = new Hunt();
        while (System.nanoTime() < until || hunt.calls() < callsMinimum) {
            long seed = first + hunt.runs();
            String broken = hunt.hunt(seed, RUNS_BETWEEN_LINES, Long.MAX_VALUE);
            System.out.printf("%,d random calls in %,d runs from seed %d%n", hunt.calls(), hunt.runs(), first);
            if (broken != null) {
                Path file = Path.of(arguments[2]).resolve("broken-" + seed + ".run");
                Files.writeString(file, broken);
                System.out.println(hunt.broken() + "\n" + broken + "It is kept in " + file);
                System.exit(FOUND);
            }
        }
    }
}
