package exo.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which exit status follows from what the guest said, or did not say. */
class RunResultTest {
    private static ControlLog log(String... lines) {
        ControlLog log = new ControlLog();
        for (String line : lines) {
            log.accept(line);
        }
        return log;
    }

    private static void ends(int status, String reason, int qemuStatus, String... lines) {
        RunResult result = RunResult.of(log(lines), qemuStatus);
        assertEquals(status, result.status());
        assertEquals(reason, result.reason());
    }

    @Test
    void theKernelsWordCounts() {
        ends(0, "ended", 1, "stage user 5", "exit 0 ended -");
        ends(139, "fault", 0, "exit 139 fault web");
        ends(7, "exit", 0, "exit 7 exit web");
        ends(125, "kernel-panic", 1, "exit 0 ended -", "panic the books do not add up");
        ends(125, "refused", 251, "stage machine 1", "refused this processor lacks SMEP");
    }

    @Test
    void debugExitIsTheFallbackOfAGuestThatLived() {
        ends(7, "exit", 15, "stage entry 1");
        ends(125, "lost", 15);
        ends(125, "lost", 1);
        ends(125, "lost", 0, "stage entry 1");
        ends(125, "lost", 143, "nonsense");
    }

    @Test
    void noiseOnTheChannelIsNoStatus() {
        ends(125, "lost", 0, "exit", "exit x exit web", "exit 300 exit web", "exit -1 exit web", "stage user",
                "\u0000");
    }

    @Test
    void stagesAndLastWords() {
        ControlLog log = log("stage entry 10", "stage user 20", "exit 0 ended -");
        assertEquals("user", log.lastStage());
        assertEquals(2, log.stages().size());
        assertEquals(new ControlLog.Exit(0, "ended", null), log.exit().orElseThrow());
        assertEquals("none", log().lastStage());
    }

    @Test
    void wordsAndJson() {
        RunResult fault = RunResult.of(log("exit 139 fault web"), 0).withLog(Path.of("last-run.log"));
        assertEquals("exit 139 (fault, env 'web')", fault.sentence());
        assertEquals("{\"status\":139,\"reason\":\"fault\",\"env\":\"web\",\"detail\":\"\",\"log\":\"last-run.log\","
                + "\"core\":null}", fault.json());
        assertEquals("exit 0", RunResult.of(log("exit 0 ended -"), 0).sentence());
        assertEquals("\"a \\\"b\\\" \\\\ \\u000a\"", RunResult.quoted("a \"b\" \\ \n"));
    }

    @Test
    void bootchart() {
        assertEquals("""
                bootchart  stage                  instructions    since entry
                bootchart  entry                            10             10
                bootchart  user                         12,334         12,344
                entry to the first user instruction: 12,344 guest instructions, limit 15,000,000: ok""",
                Bootchart.of(log("stage entry 10", "stage user 12344", "stage later 99999").stages()));
    }
}
