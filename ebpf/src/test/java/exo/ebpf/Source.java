package exo.ebpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs as tests write them: instructions in the usual notation, separated by semicolons or line ends. The opcodes are numbers out of RFC
 * 9669, not the engine's own constants. Registers and offsets are not judged, so that wrong ones can be written.
 */
public final class Source {
    private static final String R = "r(\\d+)";
    private static final String PLACE = "\\(r(\\d+) ([+-]) (\\d+)\\)";
    private static final String NUMBER = "(-?(?:0x[0-9a-f]+|\\d+))";
    private static final String OPERATOR = "(s/=|s%=|s>>=|\\+=|-=|\\*=|/=|\\|=|&=|<<=|>>=|%=|\\^=|=)";
    private static final String CONDITION = "(==|!=|s>=|s<=|s>|s<|>=|<=|>|<|&)";
    private static final List<Rule> RULES = List.of(
            new Rule("exit", match -> one(0x95, 0, 0, 0, 0)),
            new Rule("call pc([+-]\\d+)", match -> one(0x85, 0, 1, 0, number(match, 1))),
            new Rule("call " + NUMBER, match -> one(0x85, 0, 0, 0, number(match, 1))),
            new Rule("callx " + R, match -> one(0x8d, number(match, 1), 0, 0, 0)),
            new Rule("goto ([+-]\\d+)", match -> one(0x05, 0, 0, number(match, 1), 0)),
            new Rule("gotol ([+-]\\d+)", match -> one(0x06, 0, 0, 0, number(match, 1))),
            new Rule("if ([rw])(\\d+) " + CONDITION + " ([rw])(\\d+) goto ([+-]\\d+)", match -> one(
                    jump(match) | 0x08, number(match, 2), number(match, 5), number(match, 6), 0)),
            new Rule("if ([rw])(\\d+) " + CONDITION + " " + NUMBER + " goto ([+-]\\d+)", match -> one(
                    jump(match), number(match, 2), 0, number(match, 5), number(match, 4))),
            new Rule(R + " = " + NUMBER + " ll", match -> two(number(match, 1), 0, Source.value(match.group(2)))),
            new Rule(R + " = area \\+ (\\d+)", match -> two(number(match, 1), 6, Source.value(match.group(2)) << 32)),
            new Rule(R + " = \\*\\(([us])(\\d+) \\*\\)" + PLACE, match -> one(
                    0x01 | size(number(match, 3)) | (match.group(2).equals("u") ? 0x60 : 0x80), number(match, 1), number(match, 4),
                    offset(match, 5), 0)),
            new Rule("\\*\\(u(\\d+) \\*\\)" + PLACE + " = " + R, match -> one(
                    0x63 | size(number(match, 1)), number(match, 2), number(match, 5), offset(match, 3), 0)),
            new Rule("\\*\\(u(\\d+) \\*\\)" + PLACE + " = " + NUMBER, match -> one(
                    0x62 | size(number(match, 1)), number(match, 2), 0, offset(match, 3), number(match, 5))),
            new Rule("lock \\*\\(u(\\d+) \\*\\)" + PLACE + " (\\+=|\\|=|&=|\\^=) [rw](\\d+)", match -> one(
                    0xc3 | size(number(match, 1)), number(match, 2), number(match, 6), offset(match, 3), arithmetic(match.group(5)))),
            new Rule("[rw](\\d+) = atomic_fetch_(add|or|and|xor)\\(\\(u(\\d+) \\*\\)" + PLACE + ", [rw]\\d+\\)", match -> one(
                    0xc3 | size(number(match, 3)), number(match, 4), number(match, 1), offset(match, 5), fetched(match.group(2)))),
            new Rule("[rw](\\d+) = xchg_(\\d+)\\(r(\\d+) ([+-]) (\\d+), [rw]\\d+\\)", match -> one(
                    0xc3 | size(number(match, 2)), number(match, 3), number(match, 1), offset(match, 4), 0xe1)),
            new Rule("[rw]0 = cmpxchg_(\\d+)\\(r(\\d+) ([+-]) (\\d+), [rw]0, [rw](\\d+)\\)", match -> one(
                    0xc3 | size(number(match, 1)), number(match, 2), number(match, 5), offset(match, 3), 0xf1)),
            new Rule(R + " = (le|be|bswap)(16|32|64) r\\d+", match -> one(swap(match.group(2)), number(match, 1), 0, 0, number(match, 3))),
            new Rule("([rw])(\\d+) = -[rw]\\d+", match -> one(0x80 | width(match), number(match, 2), 0, 0, 0)),
            new Rule("([rw])(\\d+) = \\(s(8|16|32)\\)[rw](\\d+)", match -> one(
                    0xb8 | width(match), number(match, 2), number(match, 4), number(match, 3), 0)),
            new Rule("([rw])(\\d+) " + OPERATOR + " [rw](\\d+)", match -> one(
                    arithmetic(match.group(3)) | 0x08 | width(match), number(match, 2), number(match, 4), signed(match), 0)),
            new Rule("([rw])(\\d+) " + OPERATOR + " " + NUMBER, match -> one(
                    arithmetic(match.group(3)) | width(match), number(match, 2), 0, signed(match), number(match, 4))));

    private record Rule(Pattern pattern, Function<Matcher, long[]> meaning) {
        Rule(String pattern, Function<Matcher, long[]> meaning) {
            this(Pattern.compile(pattern), meaning);
        }
    }

    private Source() {
    }

    public static long[] program(String source) {
        List<Long> words = new ArrayList<>();
        for (String line : source.split("[;\\n]")) {
            if (!line.isBlank()) {
                Arrays.stream(instruction(line.trim().replaceAll("\\s+", " "))).forEach(words::add);
            }
        }
        return words.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] instruction(String line) {
        for (Rule rule : RULES) {
            Matcher match = rule.pattern().matcher(line);
            if (match.matches()) {
                return rule.meaning().apply(match);
            }
        }
        throw new IllegalArgumentException("no instruction: " + line);
    }

    /** An instruction of any fields. */
    public static long word(int opcode, int destination, int source, int offset, int immediate) {
        return opcode | destination << 8 | source << 12 | (offset & 0xffffL) << 16 | (long) immediate << 32;
    }

    private static long[] one(int opcode, int destination, int source, int offset, int immediate) {
        return new long[] {word(opcode, destination, source, offset, immediate)};
    }

    private static long[] two(int destination, int source, long value) {
        return new long[] {word(0x18, destination, source, 0, (int) value), word(0, 0, 0, 0, (int) (value >>> 32))};
    }

    private static int number(Matcher match, int group) {
        return (int) value(match.group(group));
    }

    /** Up to 64 bits, whether taken as signed or not. */
    public static long value(String text) {
        String digits = text.replaceFirst("^[+-]", "");
        long value = digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseUnsignedLong(digits);
        return text.startsWith("-") ? -value : value;
    }

    private static int offset(Matcher match, int group) {
        return match.group(group).equals("-") ? -number(match, group + 1) : number(match, group + 1);
    }

    private static int size(int bits) {
        return bits == 8 ? 0x10 : bits == 16 ? 0x08 : bits == 32 ? 0x00 : 0x18;
    }

    private static int width(Matcher match) {
        return match.group(1).equals("r") ? 7 : 4;
    }

    private static int signed(Matcher match) {
        return match.group(3).equals("s/=") || match.group(3).equals("s%=") ? 1 : 0;
    }

    private static int arithmetic(String operator) {
        return switch (operator) {
            case "+=" -> 0x00;
            case "-=" -> 0x10;
            case "*=" -> 0x20;
            case "/=", "s/=" -> 0x30;
            case "|=" -> 0x40;
            case "&=" -> 0x50;
            case "<<=" -> 0x60;
            case ">>=" -> 0x70;
            case "%=", "s%=" -> 0x90;
            case "^=" -> 0xa0;
            case "=" -> 0xb0;
            default -> 0xc0;
        };
    }

    private static int fetched(String operation) {
        return switch (operation) {
            case "add" -> 0x01;
            case "or" -> 0x41;
            case "and" -> 0x51;
            default -> 0xa1;
        };
    }

    private static int swap(String kind) {
        return kind.equals("le") ? 0xd4 : kind.equals("be") ? 0xdc : 0xd7;
    }

    private static int jump(Matcher match) {
        int code = switch (match.group(3)) {
            case "==" -> 0x10;
            case ">" -> 0x20;
            case ">=" -> 0x30;
            case "&" -> 0x40;
            case "!=" -> 0x50;
            case "s>" -> 0x60;
            case "s>=" -> 0x70;
            case "<" -> 0xa0;
            case "<=" -> 0xb0;
            case "s<" -> 0xc0;
            default -> 0xd0;
        };
        return code | (match.group(1).equals("r") ? 5 : 6);
    }
}
