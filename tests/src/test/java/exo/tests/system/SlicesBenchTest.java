package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of what slices cost: every length is measured, a longer slice loses less, and one waits for the other two. */
final class SlicesBenchTest {
    private static final List<Integer> MICROSECONDS = List.of(10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000);
    private static final Pattern ROW = Pattern.compile("(?m)^ *\"(\\d+)us\": \\{\"slice_instructions\": (\\d+), .*"
            + "\"slices\": (\\d+), .*\"lost_percent\": ([0-9.]+), \"longest_wait_instructions\": (\\d+)\\}");
    private static final int SLICES_AT_LEAST = 50;

    @Test
    void everyLengthHasItsCostAndItsWait(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("slices.json");
        Exo.atHome().run("bench", "slices", "--json", file.toString()).endedWith(0).says("3 equal programs");
        List<MatchResult> rows = ROW.matcher(Files.readString(file)).results().toList();
        assertEquals(MICROSECONDS, rows.stream().map(row -> Integer.valueOf(row.group(1))).toList());
        double lostBefore = 100;
        for (MatchResult row : rows) {
            double lost = Double.parseDouble(row.group(4));
            long slice = Long.parseLong(row.group(2));
            assertTrue(Long.parseLong(row.group(3)) >= SLICES_AT_LEAST && lost < lostBefore && lost > 0, row.group());
            assertTrue(Long.parseLong(row.group(5)) > 2 * slice && Long.parseLong(row.group(5)) < 3 * slice, row.group());
            lostBefore = lost;
        }
    }
}
