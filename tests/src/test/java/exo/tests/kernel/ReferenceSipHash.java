package exo.tests.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of any bytes, written down from the paper (Aumasson and Bernstein, 2012, 2) and not from the kernel: what the
 * kernel computes for two words has to be this.
 */
final class ReferenceSipHash {
    private static final int BYTES_IN_WORD = 8;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private ReferenceSipHash(long key0, long key1) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
    }

    static long of(long key0, long key1, long word0, long word1) {
        byte[] message = ByteBuffer.allocate(2 * BYTES_IN_WORD).order(ByteOrder.LITTLE_ENDIAN).putLong(word0).putLong(word1)
                .array();
        return new ReferenceSipHash(key0, key1).hash(message);
    }

    private long hash(byte[] message) {
        byte[] padded = new byte[message.length / BYTES_IN_WORD * BYTES_IN_WORD + BYTES_IN_WORD];
        System.arraycopy(message, 0, padded, 0, message.length);
        padded[padded.length - 1] = (byte) message.length;
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            long word = words.getLong();
            v3 ^= word;
            rounds(2);
            v0 ^= word;
        }
        v2 ^= 0xff;
        rounds(4);
        return v0 ^ v1 ^ v2 ^ v3;
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
