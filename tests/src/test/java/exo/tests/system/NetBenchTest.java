package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What packets and downloaded code cost is a gate. The limits are compared once more, from the file that the bench has written. What is
 * counted in the guest's own time repeats; echoes are counted from outside, where how often the guest is interrupted depends on the host
 * as well: a run that is over in these alone is measured again.
 */
final class NetBenchTest {
    private static final List<String> OPERATIONS = List.of("classify_10", "classify_10000", "bind_beside_10000", "receive", "ash_echo",
            "ring_echo", "engine_speedup", "longest_path");
    private static final Set<String> BY_THE_HOSTS_TIME = Set.of("ash_echo", "ring_echo");
    private static final String AT_LEAST = "engine_speedup";
    private static final int ATTEMPTS = 3;
    private static final Pattern ROW = Pattern.compile("(?m)^ *\"(\\w+)\": \\{\"value\": (\\d+), \"limit\": (\\d+),");

    private static boolean isKept(MatchResult row) {
        long value = Long.parseLong(row.group(2));
        long limit = Long.parseLong(row.group(3));
        return row.group(1).equals(AT_LEAST) ? value >= limit : value > 0 && value <= limit;
    }

    @Test
    void noLimitOfTheNetworkIsExceeded(@TempDir Path directory) throws IOException {
        Set<String> over = Set.of("not measured yet");
        for (int attempt = 0; attempt < ATTEMPTS && !over.isEmpty(); attempt++) {
            Path file = directory.resolve("net" + attempt + ".json");
            Outcome outcome = Exo.atHome().run("bench", "net", "--json", file.toString());
            String figures = Files.readString(file);
            List<MatchResult> rows = ROW.matcher(figures).results().toList();
            assertEquals(OPERATIONS, rows.stream().map(row -> row.group(1)).toList(), figures);
            over = rows.stream().filter(row -> !isKept(row)).map(row -> row.group(1)).collect(Collectors.toSet());
            assertTrue(BY_THE_HOSTS_TIME.containsAll(over), figures);
            outcome.endedWith(over.isEmpty() ? 0 : 4);
        }
        assertEquals(Set.of(), over, "over in " + ATTEMPTS + " runs");
    }
}
