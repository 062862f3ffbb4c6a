package exo.tests.proof.explore;

import java.util.Arrays;

/**
 * The whole state of a machine as words, with what it takes to go back: every write is noted with what was there, and the hash
 * of all words that count goes along with it. So a step is applied, hashed and undone in time that goes by what it wrote.
 *
 * <p>Kept true: {@link #hash} is the sum of a hash of place and value over all words marked COUNTED, whatever the way there was.
 */
final class Journal {
    /** What a word is to the hash: part of it, left out of it, or a place where nothing may be written but zero. */
    static final byte COUNTED = 0;
    static final byte LEFT_OUT = 1;
    static final byte CLOSED = 2;

    private static final long PLACE_FACTOR = 0x9e37_79b9_7f4a_7c15L;
    private static final long VALUE_FACTOR = 0xbf58_476d_1ce4_e5b9L;
    private static final long LAST_FACTOR = 0x94d0_49bb_1331_11ebL;

    private final long[] words;
    private final byte[] marks;
    private int[] places = new int[1 << 16];
    private long[] values = new long[1 << 16];
    private int length;
    private long hash;

    Journal(int wordCount) {
        words = new long[wordCount];
        marks = new byte[wordCount];
        Arrays.fill(marks, LEFT_OUT);
    }

    long get(int word) {
        return words[word];
    }

    void set(int word, long value) {
        long before = words[word];
        if (before == value) {
            return;
        }
        byte mark = marks[word];
        if (mark == COUNTED) {
            hash += hashOf(word, value) - hashOf(word, before);
        } else if (mark == CLOSED && value != 0) {
            throw new BrokenRule("a word was written that nothing of this configuration is in, at", (long) word << 3);
        }
        if (length == places.length) {
            grow();
        }
        places[length] = word;
        values[length++] = before;
        words[word] = value;
    }

    private void grow() {
        places = Arrays.copyOf(places, 2 * length);
        values = Arrays.copyOf(values, 2 * length);
    }

    static long hashOf(long place, long value) {
        long mixed = (value ^ place * PLACE_FACTOR) * VALUE_FACTOR;
        mixed = (mixed ^ mixed >>> 32) * LAST_FACTOR;
        return mixed ^ mixed >>> 29;
    }

    long hash() {
        return hash;
    }

    /** How far the notes go: what {@link #undo} takes to come back here. */
    int length() {
        return length;
    }

    void undo(int to) {
        while (length > to) {
            int word = places[--length];
            long before = values[length];
            if (marks[word] == COUNTED) {
                hash += hashOf(word, before) - hashOf(word, words[word]);
            }
            words[word] = before;
        }
    }

    /** The first word that is another now than it was then, or -1: what was written since has all been taken back. */
    int changedSince(int then) {
        for (int at = then; at < length; at++) {
            if (words[places[at]] != valueThen(at, then)) {
                return places[at];
            }
        }
        return -1;
    }

    private long valueThen(int at, int then) {
        for (int first = then; first < at; first++) {
            if (places[first] == places[at]) {
                return values[first];
            }
        }
        return values[at];
    }

    // ---- before exploring --------------------------------------------------------------------------------------------

    void mark(int word, byte mark) {
        marks[word] = mark;
    }

    /** From here on nothing goes back any further; the hash begins with the words that count now. */
    void begin() {
        length = 0;
        hash = 0;
        for (int word = 0; word < words.length; word++) {
            if (marks[word] == COUNTED) {
                hash += hashOf(word, words[word]);
            }
        }
    }
}
