package exo.aegis.network;

import exo.machine.Machine;

/**
 * All filters by their values: one hash table for all shapes, of buckets with room for eight. A filter's key holds its shape and its
 * values, or if those are too long a hash of them; a key is in the table once. So whoever looks one up finds at most one filter, and has
 * to compare the values only where the key is not exact. Which bucket a key has depends on a secret of this boot, so that nobody can
 * make filters, or packets, that meet in one; a bucket that is full all the same refuses. Within a bucket there are no gaps: the search
 * ends at the first key that is 0.
 */
final class FilterTable {
    static final int SLOTS = 8;
    /** Of a place in a bucket: the key, and behind it the filter's index. */
    static final int SLOT_BYTES = 16;
    static final int INDEX = Width.DOUBLE;
    static final int LOG_BUCKET_BYTES = 7;
    static final int BUCKET_BYTES = 1 << LOG_BUCKET_BYTES;

    /** Values of no more bits than this are in the key as they are, above the shape's index. */
    static final int KEY_VALUE_BITS = 48;
    static final int KEY_SHAPE_BITS = 64 - KEY_VALUE_BITS;

    private final NetworkBook book;
    private final Machine machine;
    private final long table;
    private final int shift;

    FilterTable(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
        this.table = book.table;
        this.shift = shift(book.filterCount);
    }

    private static int logBuckets(int filterCount) {
        int log = 1;
        while (log < Width.WORD_BITS - 2 && 1 << log < filterCount + (filterCount >>> 1)) {
            log++;
        }
        return log;
    }

    /** How far right a product of key and secret goes to be an offset in the table, but for the bits below a bucket. */
    static int shift(int filterCount) {
        return Width.DOUBLE_BITS - logBuckets(filterCount) - LOG_BUCKET_BYTES;
    }

    /** One bucket more than there are, for who bounds a bucket's offset without knowing that it is a multiple. */
    static long bytes(int filterCount) {
        return (1L << logBuckets(filterCount)) + 1 << LOG_BUCKET_BYTES;
    }

    // ---- keys ------------------------------------------------------------------------------------------------------

    /** The key of a filter of the shape with these raw values, with zeros behind; never 0. */
    long key(int shape, long values) {
        long record = book.shape(shape);
        int atoms = book.get(record + NetworkBook.SHAPE_ATOMS);
        return book.get(record + NetworkBook.SHAPE_KEY_BITS) <= KEY_VALUE_BITS ? exactKey(shape, record, atoms, values)
                : hashedKey(shape, atoms, values);
    }

    private long exactKey(int shape, long record, int atoms, long values) {
        long key = 0;
        int at = 0;
        for (int atom = 0; atom < atoms; atom++) {
            key |= machine.load32(values + (long) atom * Width.WORD) << at;
            at += ShapeForm.keyBits(book.place(record, atom), book.mask(record, atom));
        }
        return key << KEY_SHAPE_BITS | shape;
    }

    private long hashedKey(int shape, int atoms, long values) {
        long sum = 0;
        for (int word = 0; word * 2 < atoms; word++) {
            sum += machine.load64(values + (long) word * Width.DOUBLE) * secret(word);
        }
        return sum & -1L << KEY_SHAPE_BITS | shape;
    }

    private long secret(int word) {
        return machine.load64(book.start + NetworkBook.WORD_SECRETS + (long) word * Width.DOUBLE);
    }

    private long bucketSecret() {
        return machine.load64(book.start + NetworkBook.BUCKET_SECRET);
    }

    private long bucket(long key) {
        return table + (key * bucketSecret() >>> shift & -BUCKET_BYTES);
    }

    // ---- the table -------------------------------------------------------------------------------------------------

    private static long keyPlace(long bucket, int slot) {
        return bucket + (long) slot * SLOT_BYTES;
    }

    private static long indexPlace(long bucket, int slot) {
        return keyPlace(bucket, slot) + INDEX;
    }

    /** The filter with this key, or 0. */
    int find(long key) {
        long bucket = bucket(key);
        for (int slot = 0; slot < SLOTS; slot++) {
            long there = machine.load64(keyPlace(bucket, slot));
            if (there == key) {
                return book.get(indexPlace(bucket, slot));
            }
            if (there == 0) {
                return 0;
            }
        }
        return 0;
    }

    /** The filter of a shape with these values, or 0. */
    int find(int shape, long values) {
        int filter = find(key(shape, values));
        return filter != 0 && sameValues(filter, values) ? filter : 0;
    }

    boolean sameValues(int filter, long values) {
        long own = book.filter(filter) + NetworkBook.FILTER_VALUES;
        for (int word = 0; word < NetworkBook.WORDS; word++) {
            if (machine.load64(own + (long) word * Width.DOUBLE) != machine.load64(values + (long) word * Width.DOUBLE)) {
                return false;
            }
        }
        return true;
    }

    boolean hasRoom(long key) {
        return machine.load64(keyPlace(bucket(key), SLOTS - 1)) == 0;
    }

    /** The key is not there yet, and there is room. */
    void commitInsert(long key, int filter) {
        long bucket = bucket(key);
        int slot = 0;
        while (slot < SLOTS - 1 && machine.load64(keyPlace(bucket, slot)) != 0) {
            slot++;
        }
        machine.store64(keyPlace(bucket, slot), key);
        book.set(indexPlace(bucket, slot), filter);
    }

    /** The last of the bucket moves to where the key was. */
    void commitRemove(long key) {
        long bucket = bucket(key);
        int found = 0;
        int last = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            long there = machine.load64(keyPlace(bucket, slot));
            found = there == key ? slot : found;
            last = there != 0 ? slot : last;
        }
        machine.store64(keyPlace(bucket, found), machine.load64(keyPlace(bucket, last)));
        book.set(indexPlace(bucket, found), book.get(indexPlace(bucket, last)));
        machine.store64(keyPlace(bucket, last), 0);
        book.set(indexPlace(bucket, last), 0);
    }
}
