package exo.tests.kernel;

import java.util.Random;

/**
 * Calls, accesses, exceptions and interrupts from a fresh machine, each decided by the next bytes of the input where random runs
 * throw dice: what a fuzzer changes is what programs do. No rule is broken, whatever it is.
 */
public final class CallsFuzzTarget {
    private static final int OCTETS_IN_STEP = 16;
    private static final int STEPS_MAXIMUM = 500;
    private static final Octets INPUT = new Octets();
    private static final RandomRun RUN = new RandomRun(INPUT, 1, Setup.usual(), 50);

    private CallsFuzzTarget() {
    }

    public static void fuzzerTestOneInput(byte[] input) {
        INPUT.feed(input);
        RUN.playOn(Math.min(STEPS_MAXIMUM, 1 + input.length / OCTETS_IN_STEP));
    }

    /** Dice that fall as the input says, and as a generator with one seed does where that has ended. */
    private static final class Octets extends Random {
        private static final long serialVersionUID = 1L;

        private transient byte[] input = {};
        private int at;

        void feed(byte[] octets) {
            input = octets;
            at = 0;
            setSeed(octets.length);
        }

        @Override
        protected int next(int bits) {
            int value = super.next(bits);
            if (input == null || at >= input.length) {
                return value;
            }
            int octets = 0;
            for (int i = 0; i < (bits + 7) / 8 && at < input.length; i++) {
                octets = octets << 8 | input[at++] & 0xff;
            }
            return bits == 32 ? octets : octets & (1 << bits) - 1;
        }
    }
}
