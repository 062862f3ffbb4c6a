package exo.tests.proof.explore;

import java.util.Arrays;

/** The states met, by hash; with each the step that first led there, so that a shortest path to any one can be told. */
final class Visited {
    private static final long NONE = 0;
    private static final long IN_PLACE_OF_NONE = 1;

    private long[] table = new long[1 << 16];
    private int[] parents = new int[1 << 15];
    private short[] deeds = new short[1 << 15];
    private int count;

    int count() {
        return count;
    }

    int parent(int state) {
        return parents[state];
    }

    int deed(int state) {
        return deeds[state];
    }

    /** Whether the state is new. */
    boolean add(long hash, int parent, int deed) {
        long key = hash == NONE ? IN_PLACE_OF_NONE : hash;
        int mask = table.length - 1;
        int at = placeOf(key, mask);
        while (table[at] != NONE) {
            if (table[at] == key) {
                return false;
            }
            at = at + 1 & mask;
        }
        table[at] = key;
        if (count == parents.length) {
            parents = Arrays.copyOf(parents, count + (count >> 1));
            deeds = Arrays.copyOf(deeds, parents.length);
        }
        parents[count] = parent;
        deeds[count] = (short) deed;
        count++;
        if (count * 10L > table.length * 6L) {
            rehash();
        }
        return true;
    }

    private static int placeOf(long key, int mask) {
        return (int) (key * 0x9e37_79b9_7f4a_7c15L >>> 32) & mask;
    }

    private void rehash() {
        long[] before = table;
        table = new long[2 * before.length];
        int mask = table.length - 1;
        for (long key : before) {
            if (key != NONE) {
                int at = placeOf(key, mask);
                while (table[at] != NONE) {
                    at = at + 1 & mask;
                }
                table[at] = key;
            }
        }
    }
}
