package exo.forge.description;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tomlj.TomlPosition;

/**
 * The problems found so far in one description, and the values' origins. Reading goes on after a problem, so that one
 * run of the tool shows them all; they come out in the order of the file.
 */
final class Findings {
    private final String file;
    private final List<Finding> findings = new ArrayList<>();

    private record Finding(int line, int column, String text) {
    }

    Findings(String file) {
        this.file = file;
    }

    void at(TomlPosition position, String problem) {
        int line = position == null ? 1 : position.line();
        int column = position == null ? 1 : position.column();
        findings.add(new Finding(line, column, file + ":" + line + ":" + column + ": " + problem));
    }

    /** For a value that did not come from the file: it is told behind all that did. */
    void ofFlag(String origin, String problem) {
        findings.add(new Finding(Integer.MAX_VALUE, 0, origin + ": " + problem));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    void throwIfAny() throws DescriptionException {
        if (!findings.isEmpty()) {
            findings.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
            throw new DescriptionException(findings.stream().map(Finding::text).toList());
        }
    }

    String file() {
        return file;
    }
}
