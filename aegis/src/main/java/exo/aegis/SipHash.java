package exo.aegis;

/**
 * SipHash-2-4 of two words: a keyed hash that cannot be forged without the key, made for short messages (Aumasson and
 * Bernstein, "SipHash: a fast short-input PRF", 2012). The state is four locals, so nothing is left in memory.
 */
final class SipHash {
    private static final long INITIAL_0 = 0x736f_6d65_7073_6575L;
    private static final long INITIAL_1 = 0x646f_7261_6e64_6f6dL;
    private static final long INITIAL_2 = 0x6c79_6765_6e65_7261L;
    private static final long INITIAL_3 = 0x7465_6462_7974_6573L;
    private static final int ROUNDS_PER_WORD = 2;
    private static final int ROUNDS_AT_END = 4;
    /** The message is 16 bytes, and its length is the last word's highest byte. */
    private static final long LENGTH_WORD = 16L << 56;
    private static final long END_MARK = 0xff;

    private SipHash() {
    }

    static long of(long key0, long key1, long word0, long word1) {
        long v0 = INITIAL_0 ^ key0;
        long v1 = INITIAL_1 ^ key1;
        long v2 = INITIAL_2 ^ key0;
        long v3 = INITIAL_3 ^ key1;
        for (int step = 0; step < 4; step++) {
            long word = step == 0 ? word0 : step == 1 ? word1 : step == 2 ? LENGTH_WORD : 0;
            int rounds = step == 3 ? ROUNDS_AT_END : ROUNDS_PER_WORD;
            v2 ^= step == 3 ? END_MARK : 0;
            v3 ^= word;
            for (int round = 0; round < rounds; round++) {
                v0 += v1;
                v1 = rotated(v1, 13) ^ v0;
                v0 = rotated(v0, 32);
                v2 += v3;
                v3 = rotated(v3, 16) ^ v2;
                v0 += v3;
                v3 = rotated(v3, 21) ^ v0;
                v2 += v1;
                v1 = rotated(v1, 17) ^ v2;
                v2 = rotated(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long rotated(long word, int bits) {
        return word << bits | word >>> 64 - bits;
    }
}
