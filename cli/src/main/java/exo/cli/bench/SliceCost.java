package exo.cli.bench;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What slices of one length cost, by what equal programs say who share the processor and do nothing else. All in guest
 * instructions, of which one is one nanosecond.
 *
 * @param slice length of a slice
 * @param window the time that was watched
 * @param turns slices begun
 * @param work instructions of the programs
 * @param longestWait for the processor, of any of them
 */
public record SliceCost(long slice, long window, long turns, long work, long longestWait) {
    /** How the lines of such a program begin, behind its label. */
    public static final String WORD = "slices ";
    private static final Pattern LINE = Pattern.compile("\\[([^]]+)\\] " + WORD + "(\\w+) ([0-9]{1,18})\\s*");

    /**
     * @param lines {@code [label] slices NAME VALUE}, of the programs in any order
     * @param programs how many there are
     */
    public static SliceCost of(List<String> lines, int programs) throws Failure {
        Map<String, Map<String, Long>> values = new HashMap<>();
        for (String line : lines) {
            Matcher words = LINE.matcher(line);
            if (!words.matches()) {
                throw new Failure(ExitStatus.FAILED, "not understood: '" + line.strip() + "'");
            }
            values.computeIfAbsent(words.group(2), name -> new HashMap<>())
                    .put(words.group(1), Long.parseLong(words.group(3)));
        }
        SliceCost cost = new SliceCost(common(values, "slice"), common(values, "window"), sum(values, "turns"),
                sum(values, "work"), of(values, "wait").stream().mapToLong(wait -> wait).max().orElse(0));
        if (of(values, "work").size() != programs || cost.turns == 0) {
            throw new Failure(ExitStatus.FAILED, of(values, "work").size() + " of " + programs + " programs have measured "
                    + cost.turns + " slices");
        }
        return cost;
    }

    private static List<Long> of(Map<String, Map<String, Long>> values, String name) {
        return List.copyOf(values.getOrDefault(name, Map.of()).values());
    }

    private static long sum(Map<String, Map<String, Long>> values, String name) {
        return of(values, name).stream().mapToLong(value -> value).sum();
    }

    private static long common(Map<String, Map<String, Long>> values, String name) throws Failure {
        List<Long> all = of(values, name).stream().distinct().toList();
        if (all.size() != 1) {
            throw new Failure(ExitStatus.FAILED, "the programs do not agree on the " + name + ": " + all);
        }
        return all.get(0);
    }

    /** What was neither program's nor anyone's: the kernel's, for each slice. */
    double lostPerSlice() {
        return (double) (window - work) / turns;
    }

    double lostPercent() {
        return 100.0 * (window - work) / window;
    }
}
