package exo.cli.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows as people read them, in columns. */
final class BenchTable {
    /** What is measured for its path's sake: its detail is told below the table. */
    static final String LONGEST_PATH = "longest_path";
    private static final String NONE = "-";

    private final int operationWidth;

    private BenchTable(int operationWidth) {
        this.operationWidth = operationWidth;
    }

    static String of(List<BenchRow> rows) {
        int width = rows.stream().mapToInt(row -> row.operation().length()).max().orElse(0);
        BenchTable table = new BenchTable(Math.max(width, "operation".length()));
        List<String> lines = new ArrayList<>();
        lines.add(table.line("operation", "instructions", "limit", "aim", "", "entries", "CR3 writes", "TLB flushes",
                "for comparison"));
        rows.forEach(row -> lines.add(table.line(row)));
        rows.stream().filter(row -> row.name().equals(LONGEST_PATH) && !row.missing())
                .map(row -> row.measurement().detail()).filter(path -> !path.isEmpty())
                .forEach(path -> lines.add("The longest path: " + path));
        return String.join("\n", lines);
    }

    private String line(BenchRow row) {
        BenchLimit limit = row.limit();
        Measurement measured = row.measurement();
        return line(row.operation(), measured == null ? NONE : grouped(measured.value()),
                limit == null ? NONE : grouped(limit.limit()), limit == null ? NONE : grouped(limit.aim()), mark(row),
                measured == null ? NONE : plain(measured.entries()),
                measured == null ? NONE : plain(measured.switches()),
                measured == null ? NONE : plain(measured.flushes()), limit == null ? "" : limit.comparison());
    }

    private String line(String operation, String instructions, String limit, String aim, String mark, String entries,
            String switches, String flushes, String comparison) {
        return String.format(Locale.ROOT, "%-" + operationWidth + "s  %12s  %7s  %7s  %-7s  %7s  %10s  %11s  %s",
                operation, instructions, limit, aim, mark, entries, switches, flushes, comparison).stripTrailing();
    }

    private static String mark(BenchRow row) {
        if (row.missing()) {
            return "MISSING";
        }
        return row.over() ? "OVER" : "";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }
}
