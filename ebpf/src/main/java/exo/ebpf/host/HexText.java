package exo.ebpf.host;

import exo.ebpf.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes as people write them: two hexadecimal digits each, with white space between bytes wherever it helps and a comment from {@code #}
 * to the end of a line. A program is its instructions' bytes in the order of memory, as in {@code b7000000 2a000000 95000000 00000000}.
 */
public final class HexText {
    private static final int RADIX = 16;

    private HexText() {
    }

    /** @throws UnreadableException if there is something else, or half a byte */
    public static byte[] bytes(String text) throws UnreadableException {
        byte[] bytes = new byte[text.length() / 2];
        int count = 0;
        int lineNumber = 0;
        for (String line : text.split("\\R")) {
            lineNumber++;
            String code = line.replaceFirst("#.*", "");
            for (String word : code.trim().split("\\s+")) {
                if (word.length() % 2 != 0) {
                    throw new UnreadableException("line " + lineNumber + ": '" + shortened(word) + "' has an odd number of digits");
                }
                for (int digit = 0; digit < word.length(); digit += 2) {
                    bytes[count++] = (byte) (digit(word, digit, lineNumber) * RADIX + digit(word, digit + 1, lineNumber));
                }
            }
        }
        return Arrays.copyOf(bytes, count);
    }

    private static int digit(String word, int at, int lineNumber) throws UnreadableException {
        int digit = word.charAt(at) < Byte.MAX_VALUE ? Character.digit(word.charAt(at), RADIX) : -1;
        if (digit < 0) {
            throw new UnreadableException("line " + lineNumber + ": '" + shortened(word) + "' is not hexadecimal");
        }
        return digit;
    }

    /** So that the message stays one line, whatever the file is. */
    private static String shortened(String word) {
        String printable = word.replaceAll("[^ -~]", "?");
        int most = 24;
        return printable.length() <= most ? printable : printable.substring(0, most) + "...";
    }

    /** @throws UnreadableException if the text is none, or of no whole number of instructions */
    public static long[] instructions(String text) throws UnreadableException {
        return instructions(bytes(text));
    }

    /** @throws UnreadableException if there is no whole number of instructions, or none */
    public static long[] instructions(byte[] bytes) throws UnreadableException {
        if (bytes.length == 0) {
            throw new UnreadableException("has no instructions");
        }
        if (bytes.length % Limits.INSTRUCTION_BYTES != 0) {
            throw new UnreadableException("has " + bytes.length + " bytes, which is no multiple of an instruction's "
                    + Limits.INSTRUCTION_BYTES);
        }
        long[] instructions = new long[bytes.length / Limits.INSTRUCTION_BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(instructions);
        return instructions;
    }

    /** Two digits a byte, lower case. */
    public static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte value : bytes) {
            text.append(Character.forDigit(value >> 4 & 0xf, RADIX)).append(Character.forDigit(value & 0xf, RADIX));
        }
        return text.toString();
    }

    /** An instruction a line, as {@link #instructions} reads them. */
    public static List<String> of(long[] instructions) {
        return Arrays.stream(instructions).mapToObj(word -> of(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(word).array())).toList();
    }
}
