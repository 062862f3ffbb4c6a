package exo.machine.simulated;

import java.util.BitSet;

/**
 * The 8-byte words of physical memory that nothing may touch: freed frames, red zones between books, whatever a test
 * wants to see untouched. Kept true: {@code any} says whether there are such words, so that memory without poison pays
 * one field read.
 */
final class PoisonedWords {
    /** One bit a word, in a set indexed by int. */
    static final long ADDRESS_LIMIT = (1L << 31) * 8;

    private BitSet words = new BitSet();
    private boolean any;

    boolean any() {
        return any;
    }

    boolean covers(long address) {
        return words.get((int) (address >>> 3));
    }

    boolean meets(long base, long byteCount) {
        int next = words.nextSetBit((int) (base >>> 3));
        return next >= 0 && (long) next << 3 < base + byteCount;
    }

    void add(long base, long byteCount) {
        set(base, byteCount, true);
    }

    void remove(long base, long byteCount) {
        set(base, byteCount, false);
    }

    BitSet copy() {
        return (BitSet) words.clone();
    }

    void restore(BitSet saved) {
        words = (BitSet) saved.clone();
        any = !words.isEmpty();
    }

    private void set(long base, long byteCount, boolean poisoned) {
        if (((base | byteCount) & 7) != 0 || base < 0 || byteCount < 0 || base + byteCount > ADDRESS_LIMIT - 8) {
            throw new IllegalArgumentException("poison covers whole words of memory");
        }
        words.set((int) (base >>> 3), (int) ((base + byteCount) >>> 3), poisoned);
        any = !words.isEmpty();
    }
}
