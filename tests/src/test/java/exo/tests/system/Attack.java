package exo.tests.system;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attack of a hostile program, as its line on the console tells it.
 *
 * @param answer  what the kernel answered
 */
record Attack(String name, boolean held, String answer) {
    private static final Pattern LINE = Pattern.compile("\\[[^]]+] attack ([a-z0-9-]+) (held|BROKEN) (.*)");

    static List<Attack> of(Outcome outcome) {
        return outcome.lines().stream().map(LINE::matcher).filter(Matcher::matches)
                .map(line -> new Attack(line.group(1), line.group(2).equals("held"), line.group(3))).toList();
    }

    String json(int row) {
        return "{\"name\": \"%s\", \"row\": %d, \"answer\": \"%s\", \"held\": %b}"
                .formatted(name, row, answer.replace("\\", "\\\\").replace("\"", "\\\""), held);
    }

    @Override
    public String toString() {
        return "%-36s %s  %s".formatted(name, held ? "held  " : "BROKEN", answer);
    }
}
