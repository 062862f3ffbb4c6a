package exo.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From what equal programs say of their slices to the table and the JSON. */
class SlicesReportTest {
    private static final List<String> LINES = List.of("[b] slices slice 10000", "[b] slices window 600006600",
            "[a] slices slice 10000", "[a] slices window 600006600", "[a] slices turns 30000", "[b] slices turns 28119",
            "[b] slices work 291861200", "[a] slices work 283740000", "[a] slices wait 22693", "[b] slices wait 21086");

    private static String complaint(List<String> lines, int programs) {
        return assertThrows(Failure.class, () -> SliceCost.of(lines, programs)).getMessage();
    }

    private static List<String> without(String line) {
        List<String> lines = new ArrayList<>(LINES);
        assertTrue(lines.remove(line));
        return lines;
    }

    @Test
    void whatIsNobodysWorkIsLost() throws Failure {
        SliceCost cost = SliceCost.of(LINES, 2);
        assertEquals(new SliceCost(10_000, 600_006_600, 58_119, 575_601_200, 22_693), cost);
        assertEquals(24_405_400 / 58_119.0, cost.lostPerSlice());
        assertEquals(2_440_540_000.0 / 600_006_600, cost.lostPercent());
    }

    @Test
    void theTableIsInColumns() throws Failure {
        SlicesReport report = new SlicesReport(List.of(SliceCost.of(LINES, 2),
                new SliceCost(10_000_000, 600_000_000, 60, 599_974_800, 20_002_000)));
        assertEquals("""
                    slice     begun           work  lost per slice     lost    longest wait
                    10 us    58,119    575,601,200             420  4.068 %         22.7 us
                10,000 us        60    599,974,800             420  0.004 %     20,002.0 us""", report.table());
        assertEquals("2 equal programs for 600 ms. Work and loss in guest instructions; one is one nanosecond.",
                report.sentence(2));
    }

    @Test
    void theJsonHasAMemberForEachLength() throws Failure {
        assertEquals("""
                {
                  "10us": {"slice_instructions": 10000, "window_instructions": 600006600, "slices": 58119, \
                "work_instructions": 575601200, "lost_instructions_per_slice": 419.9, "lost_percent": 4.068, \
                "longest_wait_instructions": 22693}
                }""", new SlicesReport(List.of(SliceCost.of(LINES, 2))).json());
    }

    @Test
    void whatDoesNotFitTogetherIsNoMeasurement() {
        assertEquals("2 of 3 programs have measured 58119 slices", complaint(LINES, 3));
        assertEquals("1 of 2 programs have measured 58119 slices", complaint(without("[a] slices work 283740000"), 2));
        assertEquals("the programs do not agree on the slice: []", complaint(List.of(), 2));
        List<String> lines = without("[a] slices window 600006600");
        lines.add("[a] slices window 7");
        assertTrue(complaint(lines, 2).startsWith("the programs do not agree on the window: ["));
        lines.add("[a] slices turns many");
        assertEquals("not understood: '[a] slices turns many'", complaint(lines, 2));
    }
}
