package exo.tests.kernel;

/**
 * SipHash-2-4 of two words, written down from the paper (Aumasson and Bernstein, 2012, 2) and not from the kernel: what the
 * kernel computes for a capability has to be this.
 */
public final class ReferenceSipHash {
    private static final int ROUNDS_OF_WORD = 2;
    private static final int ROUNDS_AT_END = 4;
    /** Of the message: the padding's last byte. */
    private static final long BYTES = 16;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private ReferenceSipHash(long key0, long key1) {
        v0 = key0 ^ 0x736f_6d65_7073_6575L;
        v1 = key1 ^ 0x646f_7261_6e64_6f6dL;
        v2 = key0 ^ 0x6c79_6765_6e65_7261L;
        v3 = key1 ^ 0x7465_6462_7974_6573L;
    }

    /** The 64 bits that the two words, each little-endian, have under a key of 128. */
    public static long of(long key0, long key1, long word0, long word1) {
        ReferenceSipHash hash = new ReferenceSipHash(key0, key1);
        hash.absorb(word0);
        hash.absorb(word1);
        hash.absorb(BYTES << 56);
        hash.v2 ^= 0xff;
        hash.rounds(ROUNDS_AT_END);
        return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
    }

    private void absorb(long word) {
        v3 ^= word;
        rounds(ROUNDS_OF_WORD);
        v0 ^= word;
    }

    private void rounds(int count) {
        for (int round = 0; round < count; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
