package guest;

/**
 * Has every run-time check fail again and again, in a heap that is collected meanwhile, and looks whether what is caught, or was
 * a while ago, is of the right class and from the right method.
 */
public final class Checks {
    private static final int ROUNDS = 60_000;
    private static final int KEPT = 31;

    private static final Object[] OBJECTS = {"a", null};
    private static final int[] NUMBERS = new int[3];
    /** Places come from here, so that no compiler knows beforehand what fails. */
    private static final int[] PLACES = {0, 1, -1, 3};
    private static final Check[] CHECKS = {
            new Check("cast", ClassCastException.class, 0, Checks::cast),
            new Check("field", NullPointerException.class, 1, Checks::field),
            new Check("call", NullPointerException.class, 1, Checks::call),
            new Check("below", ArrayIndexOutOfBoundsException.class, 2, Checks::below),
            new Check("above", ArrayIndexOutOfBoundsException.class, 3, Checks::above)};

    private static Object garbage;

    private Checks() {
    }

    private interface Failing {
        int at(int place);
    }

    private static final class Check {
        private final String method;
        private final Class<?> thrown;
        private final int place;
        private final Failing failing;
        private final Throwable[] caught = new Throwable[KEPT];

        Check(String method, Class<?> thrown, int place, Failing failing) {
            this.method = method;
            this.thrown = thrown;
            this.place = place;
            this.failing = failing;
        }

        void fail(int round) {
            if (round >= KEPT) {
                examine(caught[round % KEPT], round);
            }
            try {
                throw new AssertionError(method + " gives " + failing.at(PLACES[place]));
            } catch (RuntimeException exception) {
                caught[round % KEPT] = exception;
                examine(exception, round);
            }
        }

        private void examine(Throwable exception, int round) {
            if (exception.getClass() != thrown) {
                throw new AssertionError(method + " in round " + round + ": a " + exception.getClass().getName());
            }
            String from = origin(exception.getStackTrace());
            if (!from.equals(method)) {
                throw new AssertionError(method + " in round " + round + ": from " + from);
            }
        }
    }

    /** The first frame that is not of the exception's own making. */
    private static String origin(StackTraceElement[] trace) {
        for (StackTraceElement frame : trace) {
            if (frame.getClassName().equals("guest.Checks")) {
                return frame.getMethodName();
            }
        }
        return "nowhere";
    }

    private static int cast(int place) {
        return (Integer) OBJECTS[place];
    }

    private static int field(int place) {
        return ((Check) OBJECTS[place]).place;
    }

    private static int call(int place) {
        return OBJECTS[place].hashCode();
    }

    private static int below(int place) {
        return NUMBERS[place];
    }

    private static int above(int place) {
        return NUMBERS[place];
    }

    public static void main(String[] arguments) {
        for (int round = 0; round < ROUNDS; round++) {
            for (Check check : CHECKS) {
                garbage = new byte[round % 97];
                check.fail(round);
            }
        }
        System.out.println(ROUNDS * CHECKS.length + " exceptions caught");
    }
}
