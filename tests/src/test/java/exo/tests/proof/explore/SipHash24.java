package exo.tests.proof.explore;

/** SipHash-2-4 of two words (Aumasson, Bernstein 2012), written anew: what a capability's last word has to be. */
final class SipHash24 {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    long of(long key0, long key1, long first, long second) {
        v0 = key0 ^ 0x736f_6d65_7073_6575L;
        v1 = key1 ^ 0x646f_7261_6e64_6f6dL;
        v2 = key0 ^ 0x6c79_6765_6e65_7261L;
        v3 = key1 ^ 0x7465_6462_7974_6573L;
        absorb(first);
        absorb(second);
        absorb(16L << 56);
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void round() {
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
