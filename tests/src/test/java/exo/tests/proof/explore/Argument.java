package exo.tests.proof.explore;

/**
 * An argument of a call in a configuration's alphabet: a number, or what a name, an account or a moment is in the state that the
 * call is made in. So names of another generation are the same argument.
 */
record Argument(int kind, long value) {
    private static final int NUMBER = 0;
    private static final int NAME = 1;
    private static final int STALE_NAME = 2;
    private static final int ACCOUNT = 3;
    private static final int STALE_ACCOUNT = 4;
    private static final int MOMENT = 5;
    private static final int PROGRAM = 6;
    private static final int STALE_PROGRAM = 7;
    private static final int RING = 8;

    static Argument number(long value) {
        return new Argument(NUMBER, value);
    }

    /** The name in an environment's record: of who is there, or of who was there last. */
    static Argument name(int index) {
        return new Argument(NAME, index);
    }

    static Argument staleName(int index) {
        return new Argument(STALE_NAME, index);
    }

    static Argument account(int index) {
        return new Argument(ACCOUNT, index);
    }

    static Argument staleAccount(int index) {
        return new Argument(STALE_ACCOUNT, index);
    }

    static Argument program(int index) {
        return new Argument(PROGRAM, index);
    }

    static Argument staleProgram(int index) {
        return new Argument(STALE_PROGRAM, index);
    }

    static Argument ring(int index) {
        return new Argument(RING, index);
    }

    /** So many cycles from now. */
    static Argument moment(long cycles) {
        return new Argument(MOMENT, cycles);
    }

    long in(ExploredKernel kernel) {
        switch (kind) {
            case NAME:
                return kernel.environmentName((int) value);
            case STALE_NAME:
                return ExploredKernel.stale(kernel.environmentName((int) value));
            case ACCOUNT:
                return kernel.accountName((int) value);
            case STALE_ACCOUNT:
                return ExploredKernel.stale(kernel.accountName((int) value));
            case PROGRAM:
                return kernel.books.programName((int) value);
            case STALE_PROGRAM:
                return ExploredKernel.stale(kernel.books.programName((int) value));
            case RING:
                return kernel.books.ringName((int) value);
            case MOMENT:
                return kernel.now() + value;
            default:
                return value;
        }
    }
}
