package exo.ebpf.trial;

/** A sequence of numbers that a seed determines (SplitMix64: Steele, Lea, Flood, OOPSLA 2014), and choices made by it. */
public final class Choice {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long FIRST_FACTOR = 0xbf58476d1ce4e5b9L;
    private static final long SECOND_FACTOR = 0x94d049bb133111ebL;
    private static final int PERCENT = 100;

    /** Where instructions, sizes and masks have their limits. */
    private static final int[] EDGES = {0, 1, -1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128, -128, -129, 255, 256, 0x7fff, 0x8000,
        -0x8000, -0x8001, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xff000000, 0x00ff00ff};

    private long state;

    public void seed(long seed) {
        state = seed;
    }

    public long next() {
        state += GOLDEN;
        long mixed = (state ^ state >>> 30) * FIRST_FACTOR;
        mixed = (mixed ^ mixed >>> 27) * SECOND_FACTOR;
        return mixed ^ mixed >>> 31;
    }

    /** 0 to {@code bound}, exclusive; the bound is positive. */
    public int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    public boolean percent(int chance) {
        return below(PERCENT) < chance;
    }

    /** Any number, those at limits and small ones more often than others. */
    public int number() {
        int kind = below(4);
        if (kind == 0) {
            return (int) next();
        }
        return kind == 1 ? below(PERCENT) - PERCENT / 2 : EDGES[below(EDGES.length)];
    }
}
