package exo.cli.bench;

import exo.forge.description.DescriptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads the file of limits: a table for each suite, in it one for each operation, in the order that they are shown. */
public final class BenchLimits {
    private final String file;
    private final List<String> problems = new ArrayList<>();

    private BenchLimits(String file) {
        this.file = file;
    }

    /** The suite's limits by the operations' names. */
    public static Map<String, BenchLimit> of(String text, String file, String suite) throws DescriptionException {
        return new BenchLimits(file).read(text, suite);
    }

    private Map<String, BenchLimit> read(String text, String suite) throws DescriptionException {
        TomlParseResult root = Toml.parse(text);
        root.errors().forEach(error -> problem(error.position(), error.getMessage()));
        throwIfAny();
        Map<String, BenchLimit> limits = new LinkedHashMap<>();
        if (!root.isTable(List.of(suite))) {
            problem(TomlPosition.positionAt(1, 1), "no [" + suite + ".OPERATION]");
        } else {
            TomlTable operations = root.getTable(List.of(suite));
            operations.keySet().forEach(name -> limits.put(name, limit(operations, name)));
        }
        throwIfAny();
        return limits;
    }

    private BenchLimit limit(TomlTable operations, String name) {
        TomlPosition position = operations.inputPositionOf(List.of(name));
        if (operations.get(List.of(name)) instanceof TomlTable table
                && table.get(List.of("limit")) instanceof Long limit && table.get(List.of("aim")) instanceof Long aim
                && table.get(List.of("what")) instanceof String operation) {
            return new BenchLimit(operation, limit, aim, Boolean.TRUE.equals(table.get(List.of("at_least"))),
                    table.get(List.of("compare")) instanceof String comparison ? comparison : "");
        }
        problem(position, name + " must have limit and aim, whole numbers, and what, a string");
        return null;
    }

    private void problem(TomlPosition position, String text) {
        problems.add(file + ":" + position.line() + ":" + position.column() + ": " + text);
    }

    private void throwIfAny() throws DescriptionException {
        if (!problems.isEmpty()) {
            throw new DescriptionException(problems);
        }
    }
}
