package exo.tests.system.guest;

import java.io.PrintStream;

/**
 * Operands that change something, that see what others change, or that throw, in every kind of expression: Java takes them from
 * left to right (JLS 15.7), C as it likes. What is taken writes its name into a trail, which each case prints.
 */
public final class LeftToRight {
    private static StringBuilder trail = new StringBuilder();
    private static int shared;
    private static long wide;
    private static int[] cells = new int[4];

    private final int fixed;
    private int field;
    private LeftToRight next;

    private LeftToRight(int fixed, int field) {
        this.fixed = fixed;
        this.field = field;
        next = this;
        trail.append(" made");
    }

    public static void main(String[] arguments) {
        run(System.out);
    }

    public static void run(PrintStream out) {
        for (int round = 0; round < 3; round++) {
            out.println("arguments " + three(take("a", 1), take("b", round), take("c", 3)) + after());
            out.println("nested " + three(two(take("a", 1), take("b", 2)), two(take("c", 3), two(take("d", 4), take("e", 5))),
                    take("f", round)) + after());
            out.println("operands " + (take("a", 7) - take("b", 2) * take("c", round)) + after());
            out.println("shifts " + (take("a", 7) << take("b", 2) >>> take("c", round)) + after());
            out.println("wide " + (takeWide("a", 1L << 40) - takeWide("b", 3) % (takeWide("c", round) | 1)) + after());
            out.println("compared " + (take("a", 1) < take("b", round)) + (takeWide("c", 1) == takeWide("d", round)) + after());
            out.println("real " + (takeReal("a", 0.5) - takeReal("b", 2) * takeReal("c", round)) + after());
            receivers(out, round);
            memory(out, round);
            arrays(out, round);
            assignments(out, round);
            conditions(out, round);
            strings(out, round);
            exceptions(out, round);
        }
    }

    private static void receivers(PrintStream out, int round) {
        out.println("receiver " + object("r", 2).plus(take("a", 1), take("b", round)) + after());
        out.println("receivers " + object("r", 2).plus(object("s", round).plus(1, take("a", 2)), object("t", 3).field) + after());
        out.println("constructor " + new LeftToRight(take("a", 1), take("b", round)).plus(take("c", 2), take("d", 3)) + after());
        out.println("constructed " + two(take("a", 1), new LeftToRight(take("b", 2), take("c", round)).field) + after());
        out.println("same " + (object("r", 1) == object("s", round)) + after());
        out.println("none " + (nothing("r") != object("s", round).next) + after());
    }

    /** Fields, static and not, and elements, that a call changes before or behind the reading. */
    private static void memory(PrintStream out, int round) {
        shared = 5;
        LeftToRight object = new LeftToRight(round, 6);
        cells[1] = 7;
        out.println("static, call " + two(shared, changeAll(object)) + after());
        out.println("call, static " + two(changeAll(object), shared) + after());
        out.println("field, call " + (object.field - changeAll(object)) + after());
        out.println("call, field " + (changeAll(object) - object.field) + after());
        out.println("final, call " + (object.fixed - changeAll(object)) + after());
        out.println("element, call " + (cells[1] - changeAll(object)) + after());
        out.println("call, element " + (changeAll(object) - cells[1]) + after());
        out.println("object, call " + two(object.next.field, changeNext(object)) + object.next.field + after());
        out.println("call, object " + two(changeNext(object), object.next.field) + after());
        int local = round;
        out.println("local " + (local++ * 100 + local * 10 + (local = 3) - local-- + local) + after());
        out.println("arrays themselves " + (cells[1] + replaceCells(9) * 10 + cells[1]) + after());
    }

    private static void arrays(PrintStream out, int round) {
        out.println("element " + array("r")[take("i", 1)] + after());
        array("r")[take("i", 2)] = take("v", round);
        out.println("stored " + cells[2] + after());
        cells[take("i", 1)] = cells[take("j", 2)] = take("v", round + 4);
        out.println("stored twice " + cells[1] + cells[2] + after());
        cells[1] = replaceCells(round);
        out.println("stored in the old " + cells[1] + after());
        out.println("values " + sum(new int[] {take("a", 1), take("b", round), take("c", 3)}) + after());
        out.println("objects " + describe(new Object[] {object("a", 1), take("b", round), object("c", 3)}) + after());
        out.println("new objects " + describe(new Object[] {new LeftToRight(take("a", 1), 2), round,
            new LeftToRight(take("c", 3), take("d", 4))}) + after());
        shared = 1;
        out.println("read values " + sum(new int[] {shared, changeShared(4), shared}) + after());
        out.println("variable " + sum(take("a", 1), take("b", round), shared, changeShared(2)) + after());
        out.println("lengths " + new int[take("a", 1)][take("b", 2)].length + after());
        int[][] grid = {{take("a", 1), take("b", 2)}, {take("c", round), take("d", 4)}};
        out.println("grid " + grid[take("i", 1)][take("j", 0)] + after());
    }

    private static void assignments(PrintStream out, int round) {
        shared = 1;
        shared += changeShared(10);
        out.println("static += " + shared + after());
        LeftToRight object = new LeftToRight(1, 2);
        object.field -= changeAll(object);
        out.println("field -= " + object.field + after());
        object("r", round).field *= take("v", 3);
        out.println("field *= " + after());
        cells[1] = 20;
        cells[take("i", 1)] += changeAll(object);
        out.println("element += " + cells[1] + after());
        array("r")[take("i", 3)]++;
        out.println("element ++ " + (cells[3]++ + cells[3] * (cells[3] = round)) + after());
        wide = 3;
        out.println("assigned " + ((wide = takeWide("v", 5)) - wide + (wide += round) * wide) + after());
        object.next = new LeftToRight(3, 4);
        object.next.next = object("n", round);
        out.println("into the old " + (object.next.field = changeNext(object)) + object.next.field + after());
    }

    private static void conditions(PrintStream out, int round) {
        out.println("chosen behind " + two(take("a", 1), take("if", round) > 0 ? take("b", 2) : take("c", 3)) + after());
        out.println("chosen before " + two(take("if", round) > 1 ? take("b", 2) : take("c", 3), take("a", 1)) + after());
        out.println("constants " + two(take("if", round) > 1 ? 5 : 6, take("a", 1)) + after());
        out.println("both chosen " + two(shared > round ? take("a", 1) : 2, take("if", round) > 0 ? shared
                : changeShared(3)) + after());
        out.println("read before " + two(shared, take("if", round) > 0 ? changeShared(8) : 4) + shared + after());
        out.println("and " + two(take("a", 1), take("b", round) > 0 && take("c", 1) > 0 ? 1 : 0) + after());
        out.println("or " + two(take("b", round) > 0 || take("c", 1) > 0 ? 1 : 0, take("a", 1)) + after());
        out.println("arguments chosen " + object("r", 1).plus(take("if", round) == 1 ? take("a", 1) : shared,
                take("b", 2)) + after());
        out.println("inner " + three(shared, take("if", round) > 0 ? two(shared, changeShared(1)) : two(changeShared(2), shared),
                shared) + after());
    }

    private static void strings(PrintStream out, int round) {
        shared = 1;
        out.println("joined " + take("a", 1) + shared + changeShared(round) + shared + object("o", 2).field + after());
        String text = "text";
        text += take("b", 2) + text + take("c", round);
        out.println(text.concat(name("d").concat(name("e"))) + after());
        out.println(new StringBuilder().append(take("f", 1)).append(name("g")).append(shared).append(changeShared(4)) + after());
    }

    /** What stands to the left has happened when the right throws, and what stands to the right has not. */
    private static void exceptions(PrintStream out, int round) {
        for (int which = 0; which < 10; which++) {
            String caught = "nothing";
            try {
                fail(which, round);
            } catch (NullPointerException | IndexOutOfBoundsException | ClassCastException | IllegalStateException failure) {
                caught = failure.getClass().getSimpleName();
            }
            out.println("failed " + which + ' ' + caught + after());
        }
    }

    private static int fail(int which, int round) {
        switch (which) {
            case 0: return two(take("a", 1), thrown("b")) + take("c", 2);
            case 1: return take("a", 1) - cells[cells.length + round] + take("b", 1);
            case 2: return cells[cells.length + round] - nothing("a").field;
            case 3: return nothing("a").plus(take("b", 1), take("c", 2));
            case 4: return nothing("a").field = take("b", 1);
            case 5: return array("a")[take("i", 7)] = take("b", 1);
            case 6: return two(((LeftToRight) text("a")).field, take("b", 1));
            case 7: return nothing("a").next.field + cells[take("i", -1)];
            case 8: return two(shared = 40 + round, thrown("b")) + (shared = 50);
            default: return sum(new int[] {take("a", 1), cells[take("i", 9)], take("b", 1)});
        }
    }

    private static String after() {
        String text = trail + " shared " + shared;
        trail = new StringBuilder();
        return text;
    }

    private static int take(String name, int value) {
        trail.append(' ').append(name);
        return value;
    }

    private static long takeWide(String name, long value) {
        trail.append(' ').append(name);
        return value;
    }

    private static double takeReal(String name, double value) {
        trail.append(' ').append(name);
        return value;
    }

    private static String name(String name) {
        trail.append(' ').append(name);
        return name;
    }

    private static Object text(String name) {
        trail.append(' ').append(name);
        return name;
    }

    private static int[] array(String name) {
        trail.append(' ').append(name);
        return cells;
    }

    private static LeftToRight nothing(String name) {
        trail.append(' ').append(name);
        return name.isEmpty() ? new LeftToRight(0, 0) : null;
    }

    private static LeftToRight object(String name, int value) {
        trail.append(' ').append(name);
        return new LeftToRight(value, value + 1);
    }

    private static int thrown(String name) {
        trail.append(' ').append(name);
        throw new IllegalStateException(name);
    }

    private static int changeShared(int change) {
        trail.append(" change");
        shared += change;
        return shared * 2;
    }

    private static int changeAll(LeftToRight object) {
        object.field += 3;
        cells[1] *= 2;
        return changeShared(5);
    }

    private static int changeNext(LeftToRight object) {
        object.next = new LeftToRight(8, object.field + 9);
        return object.next.field;
    }

    private static int replaceCells(int value) {
        cells = new int[] {value, value + 1, value + 2, value + 3};
        return value;
    }

    private static int two(int first, int second) {
        return first * 100 + second;
    }

    private static int three(int first, int second, int third) {
        return first * 10000 + second * 100 + third;
    }

    private static int sum(int... values) {
        int sum = 0;
        for (int value : values) {
            sum = sum * 10 + value;
        }
        return sum;
    }

    private static String describe(Object[] objects) {
        return ((LeftToRight) objects[0]).field + " " + objects[1] + ' ' + ((LeftToRight) objects[2]).field;
    }

    private int plus(int first, int second) {
        trail.append(" plus");
        return fixed * 10000 + first * 100 + second;
    }
}
