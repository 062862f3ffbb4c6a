package exo.forge.description;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Typed reading of one TOML table under its overrides: each value is asked for once, by key and type; what has the
 * wrong type or cannot be understood becomes a finding and the default is handed out, so that reading goes on. At the
 * end {@link #refuseUnknown} finds the keys that nobody asked for.
 */
final class TableReader {
    private final TomlTable table;
    private final String where;
    private final String prefix;
    private final Map<String, Overrides.Override> overrides;
    private final Findings findings;
    private final Map<String, String> origins;
    private final Set<String> known = new HashSet<>();

    /** @param where how errors name the table, "[[env]]"; @param prefix of its keys in overrides, "env.web." */
    TableReader(TomlTable table, String where, String prefix, Map<String, Overrides.Override> overrides,
            Findings findings, Map<String, String> origins) {
        this.table = table;
        this.where = where;
        this.prefix = prefix;
        this.overrides = overrides;
        this.findings = findings;
        this.origins = origins;
    }

    boolean has(String key) {
        known.add(key);
        return value(key) != null;
    }

    String string(String key, String absent) {
        Object value = read(key, absent);
        return value == null || value instanceof String ? (String) value : wrongType(key, "a string", absent);
    }

    boolean flag(String key, boolean absent) {
        return read(key, absent) instanceof Boolean flag ? flag : wrongType(key, "true or false", absent);
    }

    int number(String key, int absent, int minimum, int maximum) {
        Object value = read(key, null);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Long number)) {
            return wrongType(key, "a whole number", absent);
        }
        return number >= minimum && number <= maximum ? number.intValue()
                : refuse(key, key + " must be from " + minimum + " to " + maximum + ", not " + number, absent);
    }

    long size(String key, long absent) {
        // A bare number would be the wrong type; the size's own complaint about the unit helps more.
        String text = String.valueOf(read(key, Size.flag(absent)));
        try {
            return Size.parse(text);
        } catch (SizeFormatException problem) {
            String meant = problem.suggestion() == null ? "" : " (did you mean '" + problem.suggestion() + "'?)";
            return refuse(key, key + " '" + text + "' " + problem.problem() + meant, absent);
        }
    }

    long microseconds(String key, long absent, long minimum, long maximum) {
        String text = String.valueOf(read(key, ShortTime.text(absent)));
        OptionalLong time = ShortTime.microseconds(text);
        if (time.isEmpty()) {
            String problem = ShortTime.lacksUnit(text) ? "has no unit (did you mean '" + text + "us'?)"
                    : "is not a time such as 500us or 1ms";
            return refuse(key, key + " '" + text + "' " + problem, absent);
        }
        return time.getAsLong() >= minimum && time.getAsLong() <= maximum ? time.getAsLong()
                : refuse(key, key + " must be from " + ShortTime.text(minimum) + " to " + ShortTime.text(maximum)
                        + ", not " + text, absent);
    }

    List<String> strings(String key) {
        Object value = read(key, null);
        List<String> strings = new ArrayList<>();
        if (value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance)) {
            array.toList().forEach(element -> strings.add((String) element));
        } else if (value != null) {
            wrongType(key, "an array of strings", strings);
        }
        return strings;
    }

    /** Records a problem with the key's value, where the value came from. */
    <T> T refuse(String key, String problem, T instead) {
        Overrides.Override override = overrides.get(prefix + key);
        if (override != null) {
            findings.ofFlag(override.origin(), problem);
        } else if (table.contains(List.of(key))) {
            findings.at(table.inputPositionOf(List.of(key)), problem);
        } else {
            throw new IllegalStateException("the default of " + prefix + key + " is refused: " + problem);
        }
        return instead;
    }

    /** Records a problem with one element of the key's array. */
    void refuseElement(String key, int index, String problem) {
        Object value = overrides.containsKey(prefix + key) ? null : table.get(List.of(key));
        if (value instanceof TomlArray array) {
            findings.at(array.inputPositionOf(index), problem);
        } else {
            refuse(key, problem, null);
        }
    }

    /** @param later keys that are sound, and that a later exo will read */
    void refuseUnknown(Set<String> later) {
        for (String key : table.keySet()) {
            if (known.contains(key)) {
                continue;
            }
            String problem = later.contains(key) ? "key '" + key + "' in " + where + " is not available yet"
                    : "unknown key '" + key + "' in " + where + Nearest.hint(key, known);
            findings.at(table.inputPositionOf(List.of(key)), problem);
        }
        overrides.forEach((key, override) -> {
            String own = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
            if (!own.isEmpty() && !own.contains(".") && !known.contains(own)) {
                findings.ofFlag(override.origin(), "unknown key '" + own + "' in " + where + Nearest.hint(own, known));
            }
        });
    }

    private Object read(String key, Object absent) {
        known.add(key);
        Object value = value(key);
        origins.put(prefix + key, origin(key));
        return value == null ? absent : value;
    }

    private Object value(String key) {
        Overrides.Override override = overrides.get(prefix + key);
        if (override == null) {
            return table.get(List.of(key));
        }
        TomlParseResult parsed = Toml.parse("value = " + override.text());
        return parsed.hasErrors() || parsed.size() != 1 ? override.text() : parsed.get("value");
    }

    private String origin(String key) {
        Overrides.Override override = overrides.get(prefix + key);
        if (override != null) {
            return override.origin();
        }
        return table.contains(List.of(key))
                ? findings.file() + ":" + table.inputPositionOf(List.of(key)).line() : "built-in";
    }

    private <T> T wrongType(String key, String wanted, T absent) {
        return refuse(key, key + " must be " + wanted, absent);
    }
}
