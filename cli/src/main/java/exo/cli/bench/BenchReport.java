package exo.cli.bench;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a suite has measured, held against its limits. Rows come in the order of the limits, behind them what was
 * measured beyond. The gate is passed when every operation with a limit was measured and none is over it.
 */
public final class BenchReport {
    private final List<BenchRow> rows;

    private BenchReport(List<BenchRow> rows) {
        this.rows = rows;
    }

    /**
     * @param lines a console's; those that are no measurements of this program are left alone
     * @param program the label that the kernel puts before the program's lines
     */
    public static BenchReport of(Map<String, BenchLimit> limits, List<String> lines, String program) throws Failure {
        return of(limits, measured(lines, "[" + program + "] "));
    }

    /** Of what was measured in several ways, by the operations' names. */
    public static BenchReport of(Map<String, BenchLimit> limits, Map<String, Measurement> all) {
        Map<String, Measurement> measured = new LinkedHashMap<>(all);
        List<BenchRow> rows = new ArrayList<>();
        limits.forEach((name, limit) -> rows.add(new BenchRow(name, limit, measured.remove(name))));
        measured.forEach((name, measurement) -> rows.add(new BenchRow(name, null, measurement)));
        return new BenchReport(rows);
    }

    /** The measurements among a console's lines, of the program with a label in brackets and a blank behind. */
    public static Map<String, Measurement> measured(List<String> lines, String label) throws Failure {
        Map<String, Measurement> measured = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith(label + Measurement.WORD)) {
                Measurement measurement = Measurement.of(line.substring(label.length()));
                if (measured.put(measurement.name(), measurement) != null) {
                    throw new Failure(ExitStatus.FAILED, measurement.name() + " was measured twice");
                }
            }
        }
        return measured;
    }

    /** Whether nothing at all was measured. */
    public boolean isEmpty() {
        return rows.stream().allMatch(BenchRow::missing);
    }

    public boolean passed() {
        return rows.stream().noneMatch(row -> row.missing() || row.over());
    }

    public String table() {
        return BenchTable.of(rows);
    }

    public String json() {
        return BenchJson.of(rows);
    }

    /** The verdict in words. */
    public String sentence() {
        if (passed()) {
            long limited = rows.stream().filter(row -> row.limit() != null).count();
            long aims = rows.stream().filter(BenchRow::aimReached).count();
            return "All " + limited + " limits are kept. Aims reached: " + aims + " of " + limited + ".";
        }
        String over = rows.stream().filter(BenchRow::over).map(row -> String.format(Locale.ROOT, "%s %,d of %,d",
                row.name(), row.measurement().value(), row.limit().limit())).collect(Collectors.joining(", "));
        String missing = rows.stream().filter(BenchRow::missing).map(BenchRow::name).collect(Collectors.joining(", "));
        String overSentence = over.isEmpty() ? "" : "Over the limit: " + over + ".";
        String missingSentence = missing.isEmpty() ? "" : "Not measured: " + missing + ".";
        return (overSentence + " " + missingSentence).strip();
    }
}
