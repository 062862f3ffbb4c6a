package exo.cli.machine;

import java.util.List;
import java.util.Locale;

/**
 * The boot, stage by stage, in guest instructions. The numbers are time-stamp cycles: under {@code -icount shift=0}
 * each instruction advances that counter by exactly one.
 */
public final class Bootchart {
    /** What the boot may take: the limit that the project set itself. */
    public static final long INSTRUCTIONS_MAX = 15_000_000;

    private Bootchart() {
    }

    public static String of(List<Stage> stages) {
        StringBuilder chart = new StringBuilder(row("stage", "instructions", "since entry"));
        long before = 0;
        for (Stage stage : stages) {
            chart.append('\n').append(row(stage.name(), grouped(stage.cycles() - before), grouped(stage.cycles())));
            before = stage.cycles();
            if (stage.name().equals(Stage.USER)) {
                return chart.append("\nentry to the first user instruction: ").append(grouped(before))
                        .append(" guest instructions, limit ").append(grouped(INSTRUCTIONS_MAX))
                        .append(before <= INSTRUCTIONS_MAX ? ": ok" : ": TOO MANY").toString();
            }
        }
        return chart.append("\nno user instruction was reached").toString();
    }

    private static String row(String stage, String own, String sum) {
        return String.format(Locale.ROOT, "bootchart  %-20s %14s %14s", stage, own, sum);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
