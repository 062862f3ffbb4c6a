package exo.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report tells what the tests left, says what is not as it should be, and tells nothing of what was not run. */
final class ProofReportTest {
    private static final String TITLES = "GROUP,PACKAGE,CLASS,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED\n";

    @TempDir
    private Path root;

    private void leave(String name, String text) throws IOException {
        Path file = root.resolve("tests/target").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @BeforeEach
    void allIsWell() throws IOException {
        leave("proof/exploration.json", "{\"states_explored\": 10000001, \"transitions\": 99, \"configurations\": "
                + "[{\"name\": \"two & two\", \"states\": 7}]}");
        leave("proof/random.json", "{\"random_calls\": 5000000}");
        leave("proof/mutation.json", "{\"total\": 61, \"caught\": 61}");
        leave("proof/attacks.json", "{\"total\": 300, \"held\": 300}");
        leave("site/jacoco-aggregate/jacoco.csv", TITLES + "x,exo.aegis,Frames,1,19,1,39\nx,exo.aegis,Slices,1,19,0,60\n"
                + "x,exo.aegis.layout,Context,9,1,100,0\n");
    }

    private ProofReport report() throws IOException {
        return ProofReport.of(root, "ab12");
    }

    @Test
    void theCountersAreThoseThatTheTestsLeft() throws IOException {
        JSONObject json = report().json();
        assertEquals(10_000_001, json.getLong("states_explored"));
        assertEquals(99, json.getLong("transitions"));
        assertEquals(5_000_000, json.getLong("random_calls"));
        assertEquals(61, json.getJSONObject("seeded_faults").getLong("caught"));
        assertEquals(300, json.getJSONObject("attacks").getLong("held"));
        assertEquals(99.0, json.getJSONObject("coverage").getDouble("line"));
        assertEquals(95.0, json.getJSONObject("coverage").getDouble("branch"));
        assertEquals("ab12", json.getString("kernel_sha256"));
        assertEquals(List.of(), report().complaints());
    }

    @Test
    void whatIsNotWholeIsComplainedOf() throws IOException {
        leave("proof/mutation.json", "{\"total\": 61, \"caught\": 60}");
        leave("proof/attacks.json", "{\"total\": 0, \"held\": 0}");
        leave("site/jacoco-aggregate/jacoco.csv", TITLES + "x,exo.aegis,Frames,11,89,0,100\n");
        assertEquals(List.of("seeded faults: 60 of 61 caught", "attacks: 0 of 0 held",
                "coverage of the kernel is below 95 % of lines or 90 % of branches"), report().complaints());
    }

    @Test
    void whatWasNotRunIsNotTold() throws IOException {
        Files.delete(root.resolve("tests/target/proof/attacks.json"));
        NoSuchFileException missing = assertThrows(NoSuchFileException.class, this::report);
        assertTrue(missing.getMessage().endsWith("attacks.json"), missing::getMessage);
    }

    @Test
    void thePageHasATableAndEscapesWhatItTells() throws IOException {
        report().write(root.resolve("target"));
        String page = Files.readString(root.resolve("target/proof.html"));
        assertTrue(page.contains("<td>two &amp; two</td><td>7</td>"), page);
        assertTrue(new JSONObject(Files.readString(root.resolve("target/proof.json"))).has("kernel_sha256"));
    }
}
