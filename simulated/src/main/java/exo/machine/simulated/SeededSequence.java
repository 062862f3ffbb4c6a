package exo.machine.simulated;

/**
 * A sequence of pseudo-random numbers whose whole state is one long (SplitMix64), so that a snapshot of the machine can
 * hold it and the same seed gives the same run on every JVM.
 */
final class SeededSequence {
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    SeededSequence(long seed) {
        state = seed;
    }

    long next() {
        state += STEP;
        return mix(state);
    }

    /** The next number below the bound. The slight bias for bounds that are no power of two is of no matter here. */
    int nextBelow(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    long state() {
        return state;
    }

    void restore(long saved) {
        state = saved;
    }

    /** Spreads every bit of the value over all bits; a bijection that fixes 0. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** A hash of two values in order. */
    static long mix(long first, long second) {
        return mix(mix(first + STEP) + second);
    }
}
