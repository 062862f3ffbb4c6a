package exo.tests.proof.mutation;

/** Ends a kernel that would go round for ever: its mutated bytecode comes by here each time that it goes back. */
public final class Patience {
    private static final long ROUNDS = 20_000_000;
    private static long left;

    private Patience() {
    }

    /** From here on there is as much of it as for one check. */
    static void begin() {
        begin(1);
    }

    /** The same, so many times as much: some tests go through all that there is of a kind. */
    static void begin(int times) {
        left = times * ROUNDS;
    }

    /** Called by the kernel's bytecode, as {@link MutatedKernel} loads it. */
    public static void round() {
        if (--left < 0) {
            throw new AssertionError("the kernel does not come to an end");
        }
    }
}
