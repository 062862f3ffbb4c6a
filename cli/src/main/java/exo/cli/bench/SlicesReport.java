package exo.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The costs of slices of several lengths, for people and for programs. */
public record SlicesReport(List<SliceCost> costs) {
    private static final double NANOSECONDS = 1000.0;

    public SlicesReport {
        costs = List.copyOf(costs);
    }

    public String table() {
        return costs.stream().map(SlicesReport::line).collect(Collectors.joining("\n", String.format(Locale.ROOT,
                "%9s  %8s  %13s  %14s  %7s  %14s%n", "slice", "begun", "work", "lost per slice", "lost", "longest wait"), ""));
    }

    private static String line(SliceCost cost) {
        return String.format(Locale.ROOT, "%,6d us  %,8d  %,13d  %,14.0f  %5.3f %%  %,11.1f us", microseconds(cost), cost.turns(),
                cost.work(), cost.lostPerSlice(), cost.lostPercent(), cost.longestWait() / NANOSECONDS);
    }

    /** What the columns are. */
    public String sentence(int programs) {
        long milliseconds = Math.round(costs.get(0).window() / NANOSECONDS / NANOSECONDS);
        return programs + " equal programs for " + milliseconds + " ms. Work and loss in guest instructions; one is one nanosecond.";
    }

    public String json() {
        return costs.stream().map(cost -> String.format(Locale.ROOT, "\"%dus\": {\"slice_instructions\": %d, "
                        + "\"window_instructions\": %d, \"slices\": %d, \"work_instructions\": %d, "
                        + "\"lost_instructions_per_slice\": %.1f, \"lost_percent\": %.3f, \"longest_wait_instructions\": %d}",
                microseconds(cost), cost.slice(), cost.window(), cost.turns(), cost.work(), cost.lostPerSlice(),
                cost.lostPercent(), cost.longestWait())).collect(Collectors.joining(",\n  ", "{\n  ", "\n}"));
    }

    private static long microseconds(SliceCost cost) {
        return Math.round(cost.slice() / NANOSECONDS);
    }
}
