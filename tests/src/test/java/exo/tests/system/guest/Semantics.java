package exo.tests.system.guest;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Java where compilers to C go wrong: shifts, overflow, casts, comparison, order of evaluation and initialisation, exceptions.
 * Values pass through arrays that the compiler cannot see through, so that they are computed where the program runs. What is
 * known to go wrong is in {@link Deviations}.
 */
public final class Semantics {
    private static final int[] INTS = {0, 1, -1, 31, 32, 33, -32, 65535, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final long[] LONGS = {0, 1, -1, 63, 64, 1L << 32, -1L << 31, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] DOUBLES = {0.0, -0.0, 1.5, -1.5, 1e10, -1e10, 1e19, -1e19, 1e300, Double.NaN,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};

    private static final double[] SMALL = {0.0, -0.0, 1.5, -1.5, 2.5, 1e9, -1e9, 65536.75, Double.MIN_VALUE};

    private final PrintStream out;

    private Semantics(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        run(System.out);
    }

    public static void run(PrintStream out) {
        Semantics semantics = new Semantics(out);
        semantics.integers();
        semantics.longs();
        semantics.casts();
        semantics.comparisons();
        semantics.strings();
        semantics.exceptions();
        semantics.initialisation();
        semantics.collections();
    }

    private void integers() {
        for (int a : INTS) {
            StringBuilder line = new StringBuilder("int ").append(a).append(':');
            for (int b : INTS) {
                line.append(' ').append(a + b).append(' ').append(a - b).append(' ').append(a * b).append(' ')
                        .append(a << b).append(' ').append(a >> b).append(' ').append(a >>> b);
                if (b != 0 && !(b == -1 && a == Integer.MIN_VALUE)) {
                    line.append(' ').append(a / b).append(' ').append(a % b);
                }
            }
            out.println(line.append(' ').append((byte) a).append(' ').append((short) a).append(' ').append((int) (char) a)
                    .append(' ').append(Math.abs(a)).append(' ').append(Integer.toHexString(a)));
        }
    }

    private void longs() {
        for (long a : LONGS) {
            StringBuilder line = new StringBuilder("long ").append(a).append(':');
            for (long b : LONGS) {
                line.append(' ').append(a + b).append(' ').append(a * b).append(' ').append(a << b).append(' ')
                        .append(a >> b).append(' ').append(a >>> b).append(' ').append(Long.compareUnsigned(a, b));
                if (b != 0 && !(b == -1 && a == Long.MIN_VALUE)) {
                    line.append(' ').append(a / b).append(' ').append(a % b);
                }
            }
            out.println(line.append(' ').append((int) a).append(' ').append((double) a));
        }
    }

    private void casts() {
        for (double value : SMALL) {
            out.println("cast " + (int) value + ' ' + (long) value + ' ' + (byte) value + ' ' + (int) (char) value + ' '
                    + (int) (float) value + ' ' + (long) (float) value + ' ' + Math.round(Math.abs(value)));
        }
    }

    private void comparisons() {
        StringBuilder line = new StringBuilder("compare");
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                line.append(' ').append(a < b ? 1 : 0).append(a > b ? 1 : 0).append(a == b ? 1 : 0)
                        .append(!(a >= b) ? 1 : 0).append(Double.compare(a, b));
            }
        }
        out.println(line);
        line.setLength(0);
        for (long a : LONGS) {
            for (long b : LONGS) {
                line.append(Long.compare(a, b)).append(a < b ? '<' : '-').append(a == b ? '=' : '-');
            }
        }
        out.println(line);
    }

    private void strings() {
        for (String word : new String[] {"", "Aa", "BB", "kernel", "äöü€", "kern" + "el".substring(0, 2)}) {
            String found;
            switch (word) {
                case "Aa":
                    found = "first";
                    break;
                case "BB":
                    found = "the same hash";
                    break;
                case "kernel":
                    found = "word";
                    break;
                default:
                    found = "none";
            }
            out.println("switch " + word + ' ' + word.hashCode() + ' ' + found + ' ' + word.length());
        }
    }

    private void exceptions() {
        for (int depth = 0; depth < 4; depth++) {
            StringBuilder trail = new StringBuilder();
            try {
                out.println("deep " + descend(depth, trail));
            } catch (IndexOutOfBoundsException | NullPointerException | ClassCastException caught) {
                out.println("deep " + depth + ' ' + caught.getClass().getName() + trail);
            }
        }
    }

    private int descend(int depth, StringBuilder trail) {
        try {
            if (depth == 0) {
                return INTS[INTS.length];
            }
            if (depth == 1) {
                Object none = LONGS.length > 99 ? "" : null;
                return none.hashCode();
            }
            if (depth == 2) {
                Object text = "text";
                return ((Integer) text).intValue();
            }
            return descend(depth - 3, trail) + 1;
        } finally {
            trail.append(" finally ").append(depth);
        }
    }

    private void initialisation() {
        out.println("initialisation begins");
        Order.trail.append("before");
        out.println(Late.last + ' ' + Order.trail);
        int[] cell = {1, 2, 3};
        int index = 0;
        cell[index++] = cell[index] + index++;
        out.println("evaluation " + cell[0] + ' ' + index + ' ' + (index = 5) * index);
    }

    private void collections() {
        Map<String, List<Integer>> lists = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            lists.computeIfAbsent("key " + i % 7, key -> new ArrayList<>()).add(i * i);
        }
        long sum = 0;
        for (Map.Entry<String, List<Integer>> entry : lists.entrySet()) {
            sum += entry.getKey().hashCode() * (long) entry.getValue().stream().mapToInt(Integer::intValue).sum();
        }
        out.println("collections " + lists.size() + ' ' + sum + ' ' + String.format("%05d|%s", 42, lists.get("key 3").get(2)));
    }

    /** What its users write when they are initialised. */
    private static final class Order {
        static StringBuilder trail = new StringBuilder();
    }

    private static final class Late {
        static String last = "late";

        static {
            Order.trail.append(" late");
        }
    }
}
