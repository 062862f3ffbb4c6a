package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jumps, conditional and not, interpreted. */
final class JumpTest {
    private static final List<Long> EDGES = List.of(0L, 1L, 2L, 5L, 0x7fffffffL, 0x80000000L, 0xffffffffL, 0x100000000L, 0x100000001L,
            Long.MAX_VALUE, Long.MIN_VALUE, -1L, -2L, -5L, -0x80000000L, -0x80000001L);
    private static final List<String> CONDITIONS = List.of("==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "r0 = 1; goto +1; r0 = 2; exit                                            | 1",
        "r0 = 1; gotol +1; r0 = 2; exit                                           | 1",
        "r0 = 1; goto +0; exit                                                    | 1",
        "r0 = 1; gotol +2; r0 = 2; exit; r0 += 2; gotol -3                        | 3",
        "r0 = 0; r1 = 10; r0 += r1; r1 -= 1; if r1 != 0 goto -3; exit             | 55",
        "r0 = 0; w1 = 10; r0 += r1; w1 += -1; if w1 s> 0 goto -3; exit            | 55",
        "r0 = 1; r1 = -1; if r1 == -1 goto +1; r0 = 0; exit                       | 1",
        "r0 = 1; r1 = 0xffffffff ll; if r1 == -1 goto +1; r0 = 0; exit            | 0",
        "r0 = 1; r1 = 0xffffffff ll; if w1 == -1 goto +1; r0 = 0; exit            | 1",
        "r0 = 1; r1 = 0x100000000 ll; if r1 & 0x7fffffff goto +1; r0 = 0; exit    | 0",
        "r0 = 1; r1 = 0x8000000000000000 ll; if r1 & -2 goto +1; r0 = 0; exit     | 1"})
    void aProgramGoesWhereItsJumpsLead(String source, long value) {
        assertEquals(value, Trial.value(source));
    }

    @Test
    void everyConditionOnEveryPairOfEdgesIsThatOfNumbersOfAnyLength() {
        for (String condition : CONDITIONS) {
            for (long a : EDGES) {
                for (long b : EDGES) {
                    String operands = "r1 = " + a + " ll; r2 = " + b + " ll; r0 = 1; if ";
                    String rest = " goto +1; r0 = 0; exit";
                    assertEquals(expected(condition, a, b, 64), Trial.value(operands + "r1 " + condition + " r2" + rest) == 1);
                    assertEquals(expected(condition, a, b, 32), Trial.value(operands + "w1 " + condition + " w2" + rest) == 1);
                    assertEquals(expected(condition, a, (int) b, 64),
                            Trial.value(operands + "r1 " + condition + " " + (int) b + rest) == 1);
                    assertEquals(expected(condition, a, (int) b, 32),
                            Trial.value(operands + "w1 " + condition + " " + (int) b + rest) == 1);
                }
            }
        }
    }

    private static boolean expected(String condition, long a, long b, int bits) {
        boolean signed = condition.startsWith("s");
        BigInteger x = ArithmeticTest.number(a, bits, signed);
        BigInteger y = ArithmeticTest.number(b, bits, signed);
        int order = x.compareTo(y);
        return switch (condition) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case ">", "s>" -> order > 0;
            case ">=", "s>=" -> order >= 0;
            case "<", "s<" -> order < 0;
            case "<=", "s<=" -> order <= 0;
            default -> x.and(y).signum() != 0;
        };
    }
}
