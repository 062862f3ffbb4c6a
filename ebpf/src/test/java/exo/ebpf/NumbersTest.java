package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import exo.ebpf.host.ByteMemory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What is known of a result stands for every result: all operations on all that can be known of numbers of 4 bits, against all those numbers;
 * and at 8 bits on all pairs out of many. What may be known is a set of numbers; it is enumerated from the record, which shares no code with
 * the operations.
 */
final class NumbersTest {
    private static final int A = 0;
    private static final int B = 64;
    private static final int INTO = 128;
    private static final int HALF_A = 192;
    private static final int HALF_B = 256;
    private static final int SAMPLES = 300;
    private static final int[] CONDITIONS = {Opcode.JEQ, Opcode.JNE, Opcode.JGT, Opcode.JGE, Opcode.JLT, Opcode.JLE, Opcode.JSGT,
        Opcode.JSGE, Opcode.JSLT, Opcode.JSLE, Opcode.JSET, NumberComparison.CLEAR};
    private static final String[] OPERATIONS = {"add", "subtract", "multiply", "and", "or", "xor", "shift left", "shift right",
        "shift right signed", "divide", "remainder", "divide signed", "remainder signed", "negate", "join a", "join b", "truncate",
        "sign-extend"};

    private record Known(long least, long most, long bits, long mask) {
    }

    private final ByteMemory memory = new ByteMemory(0, new byte[512]);
    private int width;
    private NumberComparison numbers;

    private void useWidth(int bits) {
        width = bits;
        numbers = new NumberComparison(memory, bits);
    }

    private void put(long record, Known known) {
        assertTrue(numbers.set(record, known.least, known.most, known.bits, known.mask));
    }

    private Known get(long record) {
        return new Known(numbers.least(record), numbers.most(record), numbers.bits(record), numbers.mask(record));
    }

    private static boolean contains(Known known, long number) {
        return known.least <= number && number <= known.most && (number & ~known.mask) == known.bits;
    }

    private long[] members(Known known) {
        List<Long> members = new ArrayList<>();
        for (long number = known.least; number <= known.most; number++) {
            if (contains(known, number)) {
                members.add(number);
            }
        }
        return members.stream().mapToLong(Long::longValue).toArray();
    }

    /** All that can be known, each once. */
    private List<Known> all() {
        Set<Known> all = new LinkedHashSet<>();
        long bound = 1L << width - 1;
        for (long mask = -bound; mask < bound; mask++) {
            for (long bits = -bound; bits < bound; bits++) {
                for (long least = -bound; least < bound && (bits & mask) == 0; least++) {
                    for (long most = least; most < bound; most++) {
                        if (numbers.set(INTO, least, most, bits, mask)) {
                            all.add(get(INTO));
                        }
                    }
                }
            }
        }
        return new ArrayList<>(all);
    }

    private Known random(SplittableRandom random) {
        long bound = 1L << width - 1;
        while (true) {
            long one = random.nextLong(-bound, bound);
            long other = random.nextInt(3) == 0 ? one : Math.min(bound - 1, one + random.nextInt(1 << random.nextInt(width + 1)));
            long mask = random.nextBoolean() ? -1 : random.nextLong(-bound, bound) | random.nextLong(-bound, bound);
            if (numbers.set(INTO, one, other, random.nextLong(-bound, bound) & ~mask, mask)) {
                return get(INTO);
            }
        }
    }

    private long wrapped(long value) {
        return value << Long.SIZE - width >> Long.SIZE - width;
    }

    private long unsigned(long value) {
        return value & (1L << width) - 1;
    }

    private void abstractly(int operation) {
        switch (operation) {
            case 0 -> numbers.add(INTO, A, B);
            case 1 -> numbers.subtract(INTO, A, B);
            case 2 -> numbers.multiply(INTO, A, B);
            case 3 -> numbers.and(INTO, A, B);
            case 4 -> numbers.or(INTO, A, B);
            case 5 -> numbers.xor(INTO, A, B);
            case 6 -> numbers.shiftLeft(INTO, A, B);
            case 7 -> numbers.shiftRight(INTO, A, B);
            case 8 -> numbers.shiftRightSigned(INTO, A, B);
            case 9 -> numbers.divide(INTO, A, B);
            case 10 -> numbers.remainder(INTO, A, B);
            case 11 -> numbers.divideSigned(INTO, A, B);
            case 12 -> numbers.remainderSigned(INTO, A, B);
            case 13 -> numbers.negate(INTO, A);
            case 14, 15 -> numbers.join(INTO, A, B);
            case 16 -> numbers.truncate(INTO, A, width / 2);
            default -> numbers.signExtend(INTO, A, width / 2);
        }
    }

    private long concretely(int operation, long a, long b) {
        int count = (int) (b & width - 1);
        return wrapped(switch (operation) {
            case 0 -> a + b;
            case 1 -> a - b;
            case 2 -> a * b;
            case 3 -> a & b;
            case 4 -> a | b;
            case 5 -> a ^ b;
            case 6 -> a << count;
            case 7 -> unsigned(a) >> count;
            case 8 -> a >> count;
            case 9 -> b == 0 ? 0 : unsigned(a) / unsigned(b);
            case 10 -> b == 0 ? a : unsigned(a) % unsigned(b);
            case 11 -> b == 0 ? 0 : a / b;
            case 12 -> b == 0 ? a : a % b;
            case 13 -> -a;
            case 14 -> a;
            case 15 -> b;
            case 16 -> a & (1L << width / 2) - 1;
            default -> a << Long.SIZE - width / 2 >> Long.SIZE - width / 2;
        });
    }

    private boolean holds(int condition, long a, long b) {
        return switch (condition) {
            case Opcode.JEQ -> a == b;
            case Opcode.JNE -> a != b;
            case Opcode.JGT -> unsigned(a) > unsigned(b);
            case Opcode.JGE -> unsigned(a) >= unsigned(b);
            case Opcode.JLT -> unsigned(a) < unsigned(b);
            case Opcode.JLE -> unsigned(a) <= unsigned(b);
            case Opcode.JSGT -> a > b;
            case Opcode.JSGE -> a >= b;
            case Opcode.JSLT -> a < b;
            case Opcode.JSLE -> a <= b;
            case Opcode.JSET -> (a & b) != 0;
            default -> (a & b) == 0;
        };
    }

    private boolean holdsOfHalves(int condition, long a, long b) {
        int dropped = Long.SIZE - width / 2;
        return NumberComparison.isSigned(condition) ? holds(condition, a << dropped >> dropped, b << dropped >> dropped)
                : holds(condition, a << dropped >>> dropped, b << dropped >>> dropped);
    }

    private void assertSound(Known a, Known b, long[] membersA, long[] membersB) {
        put(A, a);
        put(B, b);
        for (int operation = 0; operation < OPERATIONS.length; operation++) {
            abstractly(operation);
            Known result = get(INTO);
            assertEquals(0, result.bits & result.mask);
            for (long inA : membersA) {
                for (long inB : membersB) {
                    if (!contains(result, concretely(operation, inA, inB))) {
                        fail(width + " bits, " + OPERATIONS[operation] + " of " + a + " and " + b + " is " + result + ", without that of "
                                + inA + " and " + inB);
                    }
                }
            }
        }
        for (int condition : CONDITIONS) {
            assertConditionSound(condition, a, b, membersA, membersB, false);
            assertConditionSound(condition, a, b, membersA, membersB, true);
        }
    }

    private void assertConditionSound(int condition, Known a, Known b, long[] membersA, long[] membersB, boolean halves) {
        put(A, a);
        put(B, b);
        boolean possible = halves ? numbers.assumeOfHalves(condition, A, B, HALF_A, HALF_B) : numbers.assume(condition, A, B);
        Known narrowA = get(A);
        Known narrowB = get(B);
        for (long inA : membersA) {
            for (long inB : membersB) {
                boolean holds = halves ? holdsOfHalves(condition, inA, inB) : holds(condition, inA, inB);
                if (holds && !(possible && contains(narrowA, inA) && contains(narrowB, inB))) {
                    fail(width + " bits, condition " + Integer.toHexString(condition) + (halves ? " of halves" : "") + ", " + a + " and " + b
                            + ": without " + inA + " and " + inB);
                }
            }
        }
    }

    @Test
    void everyOperationAtFourBitsStandsForAllResults() {
        useWidth(4);
        List<Known> all = all();
        List<long[]> members = all.stream().map(this::members).toList();
        // Every one against every other that is not far from it in the list, and every seventh of the others.
        for (int a = 0; a < all.size(); a++) {
            for (int b = a % 7; b < all.size(); b += 7) {
                assertSound(all.get(a), all.get(b), members.get(a), members.get(b));
            }
        }
        System.out.println("NumbersTest: " + all.size() + " known of 4 bits");
    }

    @Test
    void everyOperationAtEightBitsStandsForAllResults() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("NumbersTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        useWidth(8);
        List<Known> some = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            some.add(random(random));
        }
        List<long[]> members = some.stream().map(this::members).toList();
        for (int a = 0; a < SAMPLES; a++) {
            for (int b = 0; b < SAMPLES; b++) {
                if ((long) members.get(a).length * members.get(b).length <= 4096) {
                    assertSound(some.get(a), some.get(b), members.get(a), members.get(b));
                }
            }
        }
    }

    @Test
    void whatIsExactlyKnownStaysSo() {
        useWidth(8);
        for (long a = -128; a < 128; a += 5) {
            for (long b = 1; b < 128; b += 3) {
                Known one = new Known(a, a, a, 0);
                put(A, one);
                put(B, new Known(b, b, b, 0));
                for (int operation = 0; operation < 9; operation++) {
                    abstractly(operation);
                    long result = concretely(operation, a, b);
                    assertEquals(new Known(result, result, result, 0), get(INTO), OPERATIONS[operation] + " of " + a + " and " + b);
                }
            }
        }
    }
}
