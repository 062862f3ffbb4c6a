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

/**
 * The bench as a gate: twice measured, twice the same to the instruction, and nothing over the limits. The limits are
 * compared here once more, from the file that the bench has written, so that it cannot pass by not looking.
 */
final class BenchTest {
    private static final List<String> OPERATIONS = List.of("null_call", "exception", "resume", "transfer", "bind",
            "bind_batched", "page_fault", "yield", "slice_end", "longest_path");
    private static final Pattern ROW = Pattern.compile("(?m)^ *\"(\\w+)\": \\{\"value\": (\\d+), \"limit\": (\\d+),");

    @Test
    void twoRunsAgreeToTheInstructionAndNoLimitIsExceeded(@TempDir Path directory) throws IOException {
        String first = measured(directory.resolve("first.json"));
        assertEquals(first, measured(directory.resolve("second.json")));
        List<MatchResult> rows = ROW.matcher(first).results().toList();
        assertEquals(OPERATIONS, rows.stream().map(row -> row.group(1)).toList(), first);
        for (MatchResult row : rows) {
            long instructions = Long.parseLong(row.group(2));
            assertTrue(instructions > 0 && instructions <= Long.parseLong(row.group(3)), row.group());
        }
    }

    private static String measured(Path file) throws IOException {
        Exo.atHome().run("bench", "core", "--json", file.toString()).endedWith(0)
                .says("All " + OPERATIONS.size() + " limits are kept.");
        return Files.readString(file);
    }
}
