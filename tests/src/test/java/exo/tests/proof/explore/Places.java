package exo.tests.proof.explore;

import exo.abi.Limits;

/**
 * Where things lie in the address spaces and frames of a configuration. The pages are few and so placed that nothing which an
 * entry of theirs, at whatever level, takes of a table is anything in a context or a save area: each word of a frame is then
 * the same to the hash whatever the frame serves as.
 */
final class Places {
    static final long MEMORY_BYTES = 4L << 20;
    static final int BYTES_IN_FRAME = (int) Limits.BYTES_IN_FRAME;

    private static final int INDEX_4 = 28;
    private static final int INDEX_3 = 504;
    private static final int INDEX_2 = 505;
    private static final int INDEX_1 = 500;
    private static final long REGION_BYTES = 1L << 21;

    static final int PAGES = 4;
    static final int PAGES_IN_FIRST_REGION = 3;
    static final int REGIONS = 2;
    private static final long START = (long) INDEX_4 << 39 | (long) INDEX_3 << 30 | (long) INDEX_2 << 21
            | (long) INDEX_1 << 12;

    /** In each frame: where a capability is made and shown, and where a user's word goes. */
    static final int CAPABILITY = 2048;
    static final int USER_WORD = 2032;
    /** Of the vector registers, the one word that stands for them. */
    static final int VECTOR_WORD = 544;
    /** Of the kernel's half of a level-4 table: the direct map, the public books, the image. */
    static final int[] KERNEL_HALF = {256, 384, 511};

    private Places() {
    }

    /** Three pages in one table of 2 MiB, and one in the next. */
    static long page(int which) {
        return which < PAGES_IN_FIRST_REGION ? START + (long) which * BYTES_IN_FRAME : START + REGION_BYTES;
    }

    /** Which page an address is in, or -1: none of these. */
    static int pageAt(long va) {
        long offset = va - START;
        if (offset >= 0 && offset < PAGES_IN_FIRST_REGION * (long) BYTES_IN_FRAME) {
            return (int) (offset >>> 12);
        }
        return offset >= REGION_BYTES && offset < REGION_BYTES + BYTES_IN_FRAME ? PAGES - 1 : -1;
    }

    static int regionOf(int page) {
        return page < PAGES_IN_FIRST_REGION ? 0 : 1;
    }

    /** Offset in a table of a level of the entry on the way to a page. */
    static int entryOffset(int level, int page) {
        return (int) (page(page) >>> 12 + 9 * (level - 1) & 511) * 8;
    }

    /** Which of a frame's words say something of the state; see docs/PROOF.md for what is left out and why it may be. */
    static byte markOf(int offset) {
        if (offset == 0 || offset == 128 || offset == 184 || offset == 192 || offset == VECTOR_WORD
                || offset == USER_WORD) {
            return Journal.COUNTED;
        }
        if (offset < 192 || offset == 256 || offset == 264 || offset >= 512 && offset < CAPABILITY) {
            return Journal.LEFT_OUT;
        }
        if (offset > CAPABILITY && offset < CAPABILITY + 24) {
            return Journal.LEFT_OUT;
        }
        return isTableWord(offset) ? Journal.COUNTED : Journal.CLOSED;
    }

    private static boolean isTableWord(int offset) {
        boolean is = offset == CAPABILITY || offset == KERNEL_HALF[1] * 8 || offset == KERNEL_HALF[2] * 8;
        for (int page = 0; page < PAGES; page++) {
            for (int level = 1; level <= 4; level++) {
                is |= offset == entryOffset(level, page);
            }
            int link = (entryOffset(1, page) & BYTES_IN_FRAME / 2 - 1) * 2;
            is |= offset == link || offset == link + 8;
        }
        return is;
    }
}
