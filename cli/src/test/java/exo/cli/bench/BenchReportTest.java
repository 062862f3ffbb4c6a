package exo.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a console's lines to the verdict, the table and the JSON, all to the letter. */
class BenchReportTest {
    private static final String NULL_CALL = "[meter] bench null_call 31 1 0 0 1000 31 null call";
    private static final String BIND = "[meter] bench bind 150 1 0 0.01 1000 1734 bind, one page";
    private static final String PATH = "[meter] bench longest_path 19002 1 0.5 2 1 19002 reap, a batch of 100";

    private static BenchReport report(String... lines) throws Failure {
        Map<String, BenchLimit> limits = new LinkedHashMap<>();
        limits.put("null_call", new BenchLimit("null call, round trip", 45, 32, false, "seL4 100, xv6 1,397"));
        limits.put("bind", new BenchLimit("bind one own page", 150, 100, false, "seL4 745"));
        limits.put("longest_path", new BenchLimit("longest path", 20_000, 10_000, false, ""));
        return BenchReport.of(limits, List.of(lines), "meter");
    }

    @Test
    void aLimitThatIsMetExactlyIsKept() throws Failure {
        BenchReport report = report(NULL_CALL, BIND, PATH);
        assertTrue(report.passed());
        assertEquals("All 3 limits are kept. Aims reached: 1 of 3.", report.sentence());
        assertEquals("""
                operation              instructions    limit      aim           entries  CR3 writes  TLB flushes  for comparison
                null call, round trip            31       45       32                 1           0            0  seL4 100, xv6 1,397
                bind one own page               150      150      100                 1           0         0.01  seL4 745
                longest path                 19,002   20,000   10,000                 1         0.5            2
                The longest path: reap, a batch of 100""", report.table());
    }

    @Test
    void oneAboveIsOverAndOneThatIsNotThereIsMissing() throws Failure {
        BenchReport report = report(NULL_CALL.replace("call 31", "call 1046"), PATH);
        assertFalse(report.passed());
        assertEquals("Over the limit: null_call 1,046 of 45. Not measured: bind.", report.sentence());
        assertEquals("""
                operation              instructions    limit      aim           entries  CR3 writes  TLB flushes  for comparison
                null call, round trip         1,046       45       32  OVER           1           0            0  seL4 100, xv6 1,397
                bind one own page                 -      150      100  MISSING        -           -            -  seL4 745
                longest path                 19,002   20,000   10,000                 1         0.5            2
                The longest path: reap, a batch of 100""", report.table());
        assertEquals("Over the limit: bind 151 of 150.", report(NULL_CALL, BIND.replace("150", "151"), PATH).sentence());
        assertEquals("Not measured: null_call.", report(BIND, PATH).sentence());
    }

    @Test
    void jsonHasTheOrderOfTheLimits() throws Failure {
        assertEquals("""
                {
                  "null_call": {"value": 31, "limit": 45, "aim": 32, "unit": "instructions", "kernel_entries": 1, \
                "cr3_writes": 0, "tlb_flushes": 0, "rounds": 1000, "most": 31},
                  "bind": {"value": 150, "limit": 150, "aim": 100, "unit": "instructions", "kernel_entries": 1, \
                "cr3_writes": 0, "tlb_flushes": 0.01, "rounds": 1000, "most": 1734},
                  "longest_path": {"value": 19002, "limit": 20000, "aim": 10000, "unit": "instructions", \
                "kernel_entries": 1, "cr3_writes": 0.5, "tlb_flushes": 2, "rounds": 1, "most": 19002, \
                "path": "reap, a batch of 100"}
                }""", report(PATH, BIND, NULL_CALL).json());
    }

    @Test
    void whatNoLimitKnowsIsShownBehind() throws Failure {
        BenchReport report = report("[meter] bench revoke 7 1 0 0 10 7 revoke a frame", "[meter] bench odd 8 0 0 0 1 8",
                NULL_CALL, BIND, PATH);
        assertTrue(report.passed());
        String[] rows = report.table().split("\n");
        assertEquals("revoke a frame                    7        -        -                 1           0            0",
                rows[4]);
        assertEquals("odd                               8        -        -                 0           0            0",
                rows[5]);
        assertTrue(report.json().endsWith(",\n  \"odd\": {\"value\": 8, \"limit\": null, \"aim\": null, "
                + "\"unit\": \"instructions\", \"kernel_entries\": 0, \"cr3_writes\": 0, \"tlb_flushes\": 0, "
                + "\"rounds\": 1, \"most\": 8}\n}"), report.json());
        assertEquals("All 3 limits are kept. Aims reached: 1 of 3.", report.sentence());
    }

    @Test
    void onlyTheMetersOwnLinesCount() throws Failure {
        assertTrue(report("[web] bench bind 1 1 1 1 1 1", "bench bind 1 1 1 1 1 1", "[meter] benchmarks follow",
                "[meter] [meter] bench bind 1 1 1 1 1 1").isEmpty());
        assertFalse(report(NULL_CALL).isEmpty());
    }

    @Test
    void aMeterOfAnotherLanguageIsRefused() {
        refused("not understood: 'bench bind x 1 0 0 1 1', such a line is: "
                + "bench NAME VALUE ENTRIES SWITCHES FLUSHES ROUNDS MOST DETAIL", "[meter] bench bind x 1 0 0 1 1");
        refused("not understood: 'bench bind 1 1. 0 0 1 1', such a line is: "
                + "bench NAME VALUE ENTRIES SWITCHES FLUSHES ROUNDS MOST DETAIL", "[meter] bench bind 1 1. 0 0 1 1");
        refused("bind was measured twice", BIND, BIND);
    }

    private static void refused(String message, String... lines) {
        Failure failure = assertThrows(Failure.class, () -> report(lines));
        assertEquals(message, failure.getMessage());
        assertEquals(ExitStatus.FAILED, failure.exitStatus());
    }
}
