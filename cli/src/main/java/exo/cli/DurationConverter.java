package exo.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "30s", "500ms", "2m" or "1h"; the unit is required, as it is for sizes. */
public class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,9})([a-z]*)");
    private static final Map<String, Duration> UNITS = Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    private final String option;

    /** Of {@code --timeout}. */
    public DurationConverter() {
        this("--timeout");
    }

    /** @param option  as an error names it */
    DurationConverter(String option) {
        this.option = option;
    }

    @Override
    public Duration convert(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (matcher.matches() && matcher.group(2).isEmpty()) {
            throw new TypeConversionException(option + " " + text + " has no unit. Did you mean " + text + "s?");
        }
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2)) || Integer.parseInt(matcher.group(1)) == 0) {
            throw new TypeConversionException(option + " " + text + " is not a time such as 500ms, 30s, 2m, 1h");
        }
        return UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    }
}
