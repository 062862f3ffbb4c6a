package exo.forge.description;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write and read them. K, M and G count in thousands, Ki, Mi and Gi in 1024s, a closing B is optional;
 * a number without a unit is refused, since half of its readers would take it for bytes and half for mebibytes.
 */
public final class Size {
    public static final long BYTES_IN_KIB = 1L << 10;
    public static final long BYTES_IN_MIB = 1L << 20;
    public static final long BYTES_IN_GIB = 1L << 30;

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]+) ?([A-Za-z]*)");
    private static final Map<String, Long> BYTES_IN_UNIT = Map.of("K", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L,
            "Ki", BYTES_IN_KIB, "Mi", BYTES_IN_MIB, "Gi", BYTES_IN_GIB);

    private Size() {
    }

    /** The bytes that the text says. */
    public static long parse(String text) throws SizeFormatException {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new SizeFormatException(text, "is not a size", null);
        }
        String number = matcher.group(1);
        String unit = matcher.group(2);
        if (unit.isEmpty()) {
            throw new SizeFormatException(text, "has no unit", number + "MiB");
        }
        Long bytesInUnit = BYTES_IN_UNIT.get(unit.endsWith("B") ? unit.substring(0, unit.length() - 1) : unit);
        if (bytesInUnit == null) {
            throw new SizeFormatException(text, "has no unit of K, M, G, Ki, Mi, Gi", null);
        }
        return multiply(text, number, bytesInUnit);
    }

    private static long multiply(String text, String number, long bytesInUnit) throws SizeFormatException {
        long bytes;
        try {
            bytes = Math.multiplyExact(Long.parseLong(number), bytesInUnit);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new SizeFormatException(text, "is too large", null);
        }
        if (bytes == 0) {
            throw new SizeFormatException(text, "is nothing", null);
        }
        return bytes;
    }

    /** For people: "41.2 MiB", "256 KiB", "12 bytes". */
    public static String describe(long bytes) {
        if (bytes >= BYTES_IN_GIB) {
            return tenths(bytes, BYTES_IN_GIB) + " GiB";
        }
        if (bytes >= BYTES_IN_MIB) {
            return tenths(bytes, BYTES_IN_MIB) + " MiB";
        }
        return bytes >= BYTES_IN_KIB ? tenths(bytes, BYTES_IN_KIB) + " KiB" : bytes + " bytes";
    }

    /** For a flag or a file: "96MiB", exact, in the largest unit that divides it. */
    public static String flag(long bytes) {
        if (bytes % BYTES_IN_MIB == 0) {
            return bytes / BYTES_IN_MIB + "MiB";
        }
        return bytes % BYTES_IN_KIB == 0 ? bytes / BYTES_IN_KIB + "KiB" : bytes / 1_000 + "K";
    }

    private static String tenths(long bytes, long unit) {
        return BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP).stripTrailingZeros()
                .toPlainString();
    }
}
