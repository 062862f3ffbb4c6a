package exo.cli.bench;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a measuring program: {@code bench NAME VALUE ENTRIES SWITCHES FLUSHES ROUNDS MOST words of detail}.
 *
 * @param value guest instructions, the least of all rounds
 * @param entries kernel entries for one operation
 * @param switches writes of CR3 for one operation
 * @param flushes flushes of the TLB for one operation
 * @param rounds how often it was measured
 * @param most guest instructions, the most of all rounds
 * @param detail words, or empty
 */
public record Measurement(String name, long value, BigDecimal entries, BigDecimal switches, BigDecimal flushes,
        long rounds, long most, String detail) {
    public static final String WORD = "bench ";
    private static final String WHOLE = " ([0-9]{1,18})";
    private static final String DECIMAL = " ([0-9]{1,9}(?:\\.[0-9]{1,9})?)";
    private static final Pattern LINE = Pattern.compile(WORD + "([a-z][a-z0-9_]*)" + WHOLE + DECIMAL.repeat(3)
            + WHOLE.repeat(2) + "(?: (.*))?");

    /** One that a host has counted: of so many rounds the mean. */
    public static Measurement counted(String name, long value, long rounds, String detail) {
        return new Measurement(name, value, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, rounds, value, detail);
    }

    /** A line that starts as one and is none means that program and exo do not belong together. */
    static Measurement of(String line) throws Failure {
        Matcher words = LINE.matcher(line.strip());
        if (!words.matches()) {
            throw new Failure(ExitStatus.FAILED, "not understood: '" + line.strip()
                    + "', such a line is: bench NAME VALUE ENTRIES SWITCHES FLUSHES ROUNDS MOST DETAIL");
        }
        return new Measurement(words.group(1), Long.parseLong(words.group(2)), new BigDecimal(words.group(3)),
                new BigDecimal(words.group(4)), new BigDecimal(words.group(5)), Long.parseLong(words.group(6)),
                Long.parseLong(words.group(7)), words.group(8) == null ? "" : words.group(8).strip());
    }
}
