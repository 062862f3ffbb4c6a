package exo.forge.description;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times below a minute or so as people write and read them, exact to the microsecond: "500us", "1ms", "2s". */
public final class ShortTime {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,9}) ?([a-z]+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final long MICROSECONDS_IN_MILLISECOND = 1_000;
    private static final long MICROSECONDS_IN_SECOND = 1_000_000;
    private static final Map<String, Long> MICROSECONDS_IN_UNIT =
            Map.of("us", 1L, "ms", MICROSECONDS_IN_MILLISECOND, "s", MICROSECONDS_IN_SECOND);

    private ShortTime() {
    }

    /** Empty when the text is no such time. */
    static OptionalLong microseconds(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches() || !MICROSECONDS_IN_UNIT.containsKey(matcher.group(2))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)) * MICROSECONDS_IN_UNIT.get(matcher.group(2)));
    }

    static boolean lacksUnit(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** For a file or a flag, in the largest unit that divides it. */
    public static String text(long microseconds) {
        if (microseconds % MICROSECONDS_IN_SECOND == 0) {
            return microseconds / MICROSECONDS_IN_SECOND + "s";
        }
        return microseconds % MICROSECONDS_IN_MILLISECOND == 0 ? microseconds / MICROSECONDS_IN_MILLISECOND + "ms"
                : microseconds + "us";
    }
}
