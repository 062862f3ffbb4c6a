package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic instructions, interpreted, against a table and against numbers of any length. */
final class ArithmeticTest {
    private static final List<Long> EDGES = List.of(0L, 1L, 2L, 3L, 7L, 31L, 32L, 33L, 63L, 64L, 127L, 128L, 255L, 32767L, 32768L, 65535L,
            0x7fffffffL, 0x80000000L, 0xffffffffL, 0x100000000L, 0x180000001L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1,
            -1L, -2L, -3L, -7L, -128L, -32768L, -0x80000000L, -0x80000001L, 0x123456789abcdefL, 0xfedcba9876543210L);
    private static final List<String> OPERATORS = List.of("+=", "-=", "*=", "/=", "s/=", "%=", "s%=", "|=", "&=", "^=", "<<=", ">>=",
            "s>>=", "=");
    private static final int RANDOM_PAIRS = 50;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "r0 = 5                                        | 5",
        "r0 = -5                                       | 0xfffffffffffffffb",
        "w0 = -5                                       | 0xfffffffb",
        "r0 = 0x123456789abcdef0 ll                    | 0x123456789abcdef0",
        "r0 = -1 ll; w0 = w0                           | 0xffffffff",
        "r0 = -1; w0 += 1                              | 0",
        "r0 = 0x80000000 ll; w0 s/= -1                 | 0x80000000",
        "r0 = 0x80000000 ll; w0 s%= -1                 | 0",
        "r0 = 0x8000000000000000 ll; r0 s/= -1         | 0x8000000000000000",
        "r0 = 0x8000000000000000 ll; r0 s%= -1         | 0",
        "r0 = 7; r0 /= 0                               | 0",
        "r0 = -7; r0 %= 0                              | 0xfffffffffffffff9",
        "r0 = -7; w0 %= 0                              | 0xfffffff9",
        "r0 = -7; w0 s%= 0                             | 0xfffffff9",
        "r0 = -13; r0 s%= 3                            | 0xffffffffffffffff",
        "r0 = -13; r0 s/= 3                            | 0xfffffffffffffffc",
        "r0 = 10; r0 /= -1                             | 0",
        "r0 = 10; r0 %= -1                             | 10",
        "r0 = 1; r1 = 65; r0 <<= r1                    | 2",
        "r0 = 1; r1 = 33; w0 <<= w1                    | 2",
        "r0 = -8; r0 s>>= 1                            | 0xfffffffffffffffc",
        "r0 = -8; w0 s>>= 1                            | 0xfffffffc",
        "r0 = 0x80 ll; r1 = (s8)r0; r0 = r1            | 0xffffffffffffff80",
        "r1 = 0x80; w0 = (s8)w1                        | 0xffffff80",
        "r1 = 0x8000; w0 = (s16)w1                     | 0xffff8000",
        "r1 = 0x8000; r0 = (s16)r1                     | 0xffffffffffff8000",
        "r1 = 0x80000000 ll; r0 = (s32)r1              | 0xffffffff80000000",
        "r0 = 1; r0 = -r0                              | 0xffffffffffffffff",
        "r0 = 1; w0 = -w0                              | 0xffffffff",
        "r0 = 0x1122334455667788 ll; r0 = le16 r0      | 0x7788",
        "r0 = 0x1122334455667788 ll; r0 = le32 r0      | 0x55667788",
        "r0 = 0x1122334455667788 ll; r0 = le64 r0      | 0x1122334455667788",
        "r0 = 0x1122334455667788 ll; r0 = be16 r0      | 0x8877",
        "r0 = 0x1122334455667788 ll; r0 = be32 r0      | 0x88776655",
        "r0 = 0x1122334455667788 ll; r0 = be64 r0      | 0x8877665544332211",
        "r0 = 0x1122334455667788 ll; r0 = bswap16 r0   | 0x8877",
        "r0 = 0x1122334455667788 ll; r0 = bswap32 r0   | 0x88776655",
        "r0 = 0x1122334455667788 ll; r0 = bswap64 r0   | 0x8877665544332211",
        "r0 = area + 16                                | 0x300000010",
        "r9 = 3; r0 = 4; r0 *= r9; r8 = r0; r0 = r8    | 12"})
    void anInstructionComputesWhatTheStandardSays(String source, String value) {
        assertEquals(Source.value(value), Trial.value(source + "; exit"));
    }

    @Test
    void everyOperationOnEveryPairOfEdgesIsThatOfNumbersOfAnyLength() {
        for (String operator : OPERATORS) {
            for (long a : EDGES) {
                for (long b : EDGES) {
                    compare(operator, a, b);
                }
            }
        }
    }

    @Test
    void everyOperationOnRandomOperandsIsThatOfNumbersOfAnyLength() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("ArithmeticTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (String operator : OPERATORS) {
            for (int pair = 0; pair < RANDOM_PAIRS; pair++) {
                compare(operator, random.nextLong() >> random.nextInt(64), random.nextLong() >>> random.nextInt(64));
            }
        }
    }

    private static void compare(String operator, long a, long b) {
        String operands = "r0 = " + a + " ll; r1 = " + b + " ll; ";
        assertEquals(expected(operator, a, b, 64), Trial.value(operands + "r0 " + operator + " r1; exit"),
                () -> a + " " + operator + " " + b);
        assertEquals(expected(operator, a, b, 32), Trial.value(operands + "w0 " + operator + " w1; exit"),
                () -> "32 bits: " + a + " " + operator + " " + b);
        assertEquals(expected(operator, a, (int) b, 64), Trial.value(operands + "r0 " + operator + " " + (int) b + "; exit"),
                () -> a + " " + operator + " immediate " + (int) b);
        assertEquals(expected(operator, a, (int) b, 32), Trial.value(operands + "w0 " + operator + " " + (int) b + "; exit"),
                () -> "32 bits: " + a + " " + operator + " immediate " + (int) b);
    }

    private static long expected(String operator, long a, long b, int bits) {
        boolean signed = operator.startsWith("s");
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        BigInteger x = number(a, bits, signed);
        BigInteger y = number(b, bits, signed && !operator.equals("s>>="));
        int shift = y.mod(BigInteger.valueOf(bits)).intValue();
        BigInteger result = switch (operator) {
            case "+=" -> x.add(y);
            case "-=" -> x.subtract(y);
            case "*=" -> x.multiply(y);
            case "/=", "s/=" -> y.signum() == 0 ? BigInteger.ZERO : x.divide(y);
            case "%=", "s%=" -> y.signum() == 0 ? x : x.remainder(y);
            case "|=" -> x.or(y);
            case "&=" -> x.and(y);
            case "^=" -> x.xor(y);
            case "<<=" -> x.shiftLeft(shift);
            case ">>=", "s>>=" -> x.shiftRight(shift);
            default -> y;
        };
        return result.mod(modulus).longValue();
    }

    static BigInteger number(long value, int bits, boolean signed) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        BigInteger unsigned = BigInteger.valueOf(value).mod(modulus);
        return signed && unsigned.testBit(bits - 1) ? unsigned.subtract(modulus) : unsigned;
    }
}
