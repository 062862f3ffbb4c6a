package exo.tests.system.guest;

import java.io.PrintStream;

/**
 * Where a program on the exokernel is known not to be Java, one case a line: TeaVM's C leaves to C what Java defines. Operands
 * come from arrays, so that no compiler answers for the machine.
 */
public final class Deviations {
    private static final double[] OUT_OF_RANGE = {Double.NaN, 1e300, -1.5};
    private static final int[] SIZE = {-1};
    private static final int[] PLACE = {1};

    private Deviations() {
    }

    public static void main(String[] arguments) {
        run(System.out);
    }

    public static void run(PrintStream out) {
        out.println("NaN as int: " + (int) OUT_OF_RANGE[0]);
        out.println("NaN as long: " + (long) OUT_OF_RANGE[0]);
        out.println("1e300 as int: " + (int) OUT_OF_RANGE[1]);
        out.println("1e300 as long: " + (long) OUT_OF_RANGE[1]);
        out.println("-1.5 rounded: " + Math.round(OUT_OF_RANGE[2]));
        out.println("an array of -1: " + sizeOfNegative());
        out.println("an element past the end that is not used: " + unusedPastTheEnd());
        out.println("initialised with the subclass: " + Derived.name() + Trail.text);
    }

    private static String sizeOfNegative() {
        try {
            return "has length " + new int[SIZE[0]].length;
        } catch (NegativeArraySizeException refused) {
            return "is refused";
        }
    }

    private static String unusedPastTheEnd() {
        try {
            int unused = SIZE[PLACE[0]];
            return "is not looked at";
        } catch (ArrayIndexOutOfBoundsException refused) {
            return "is refused";
        }
    }

    /** What the classes below write when they are initialised. */
    private static final class Trail {
        static String text = "";
    }

    private static class Base {
        static {
            Trail.text += " base";
        }
    }

    private static final class Derived extends Base {
        static {
            Trail.text += " derived";
        }

        static String name() {
            return "";
        }
    }
}
