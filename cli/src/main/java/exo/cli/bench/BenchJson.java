package exo.cli.bench;

import exo.cli.machine.RunResult;
import java.util.List;
import java.util.stream.Collectors;

/** The rows as programs read them: an object by the operations' names, without those that were not measured. */
final class BenchJson {
    private BenchJson() {
    }

    static String of(List<BenchRow> rows) {
        return rows.stream().filter(row -> !row.missing()).map(BenchJson::member)
                .collect(Collectors.joining(",\n  ", "{\n  ", "\n}"));
    }

    private static String member(BenchRow row) {
        Measurement measured = row.measurement();
        String path = row.name().equals(BenchTable.LONGEST_PATH)
                ? ", \"path\": " + RunResult.quoted(measured.detail()) : "";
        return "\"" + row.name() + "\": {\"value\": " + measured.value()
                + ", \"limit\": " + (row.limit() == null ? "null" : row.limit().limit())
                + ", \"aim\": " + (row.limit() == null ? "null" : row.limit().aim())
                + ", \"unit\": \"" + (row.limit() != null && row.limit().atLeast() ? "times fewer instructions" : "instructions")
                + "\", \"kernel_entries\": " + measured.entries().toPlainString()
                + ", \"cr3_writes\": " + measured.switches().toPlainString()
                + ", \"tlb_flushes\": " + measured.flushes().toPlainString()
                + ", \"rounds\": " + measured.rounds() + ", \"most\": " + measured.most() + path + "}";
    }
}
