package exo.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The rows of docs/PROOF.md that name an attack: what is tried, and what the kernel is to answer. */
final class AttackTable {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| `([a-z0-9-]+)` \\| [^|]+ \\| [^|]+ \\|$");

    private AttackTable() {
    }

    /** Number of the row by name of the attack, in the table's order. */
    static Map<String, Integer> rows() throws IOException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        String text = Files.readString(Exo.ROOT.resolve("docs/PROOF.md"));
        for (MatchResult row : ROW.matcher(text).results().toList()) {
            rows.put(row.group(2), Integer.parseInt(row.group(1)));
        }
        return rows;
    }
}
