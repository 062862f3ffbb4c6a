package exo.aegis.network;

import exo.abi.ClaimAny;

/**
 * Whether a filter that is being bound ties with another: both of one account, both with as many fixed bits, and a packet can match both.
 * Filters of one shape tie only if they are the same, which the table of values tells. Of another shape with as many bits, each filter of
 * the account is compared, in the words that both shapes say something of: at most {@link NetworkLimits#COMPARISONS} of them, less what
 * shapes take, and then the bind is refused. Filters of different accounts cannot match the same packet, by their claims.
 */
final class Ties {
    // ---- a word that both shapes have, in the book's scratch
    private static final int COMMON_BYTES = 16;
    private static final int MASK = 0;
    private static final int EXPECTED = 4;
    private static final int ATOM = 8;
    private static final int SHIFT = 12;

    private final NetworkBook book;
    private final ShapeForm form;
    private final long incoming;

    Ties(NetworkBook book, ShapeForm form) {
        this.book = book;
        this.form = form;
        this.incoming = book.start + NetworkBook.INCOMING;
    }

    /** OK, or TIE or TOO_MANY_TO_COMPARE. @param ownShape  the shape that the filter has, or 0: a new one */
    int check(int account, int ownShape) {
        int left = NetworkLimits.COMPARISONS;
        int used = book.get(book.start + NetworkBook.SHAPES_USED);
        int bits = book.get(incoming + NetworkBook.SHAPE_BITS);
        for (int shape = 1; shape <= used; shape++) {
            if (book.get(book.shape(shape) + NetworkBook.SHAPE_BITS) != bits || shape == ownShape || !canMeet(shape)) {
                continue;
            }
            int filter = book.get(book.list(shape, account));
            if (filter == 0) {
                continue;
            }
            left -= NetworkLimits.COMPARISONS_FOR_SHAPE;
            int common = findCommon(shape);
            for (; filter != 0; filter = book.get(book.filter(filter) + NetworkBook.FILTER_NEXT)) {
                if (left <= 0) {
                    return NetworkStatus.refused(NetworkStatus.TOO_MANY_TO_COMPARE);
                }
                if (meets(filter, common)) {
                    return NetworkStatus.refused(NetworkStatus.TIE, account, filter);
                }
                left--;
            }
        }
        return NetworkStatus.OK;
    }

    /** Whether a packet can be of the classes of both, and of as many tags. */
    private boolean canMeet(int shape) {
        long record = book.shape(shape);
        long own = book.classRecord(book.get(record + NetworkBook.SHAPE_CLASS));
        int protocol = book.get(own + NetworkBook.CLASS_PROTOCOL);
        boolean protocols = protocol == form.protocol() || protocol == ClaimAny.PROTOCOL || form.protocol() == ClaimAny.PROTOCOL;
        return book.get(record + NetworkBook.SHAPE_FILTERS) != 0 && protocols
                && book.get(own + NetworkBook.CLASS_ETHERTYPE) == form.ethertype()
                && book.get(record + NetworkBook.SHAPE_FLAGS) == book.get(incoming + NetworkBook.SHAPE_FLAGS);
    }

    /** Lists the words that the incoming filter and a shape both say something of; both are in canonical order. */
    private int findCommon(int shape) {
        long record = book.shape(shape);
        int ownAtoms = book.get(incoming + NetworkBook.SHAPE_ATOMS);
        int otherAtoms = book.get(record + NetworkBook.SHAPE_ATOMS);
        int common = 0;
        int other = 0;
        for (int own = 0; own < ownAtoms; own++) {
            int word = NetworkBook.word(book.place(incoming, own));
            while (other < otherAtoms && NetworkBook.word(book.place(record, other)) < word) {
                other++;
            }
            if (other < otherAtoms && NetworkBook.word(book.place(record, other)) == word) {
                putCommon(common, own, record, other);
                common++;
            }
        }
        return common;
    }

    private void putCommon(int index, int own, long record, int other) {
        long at = common(index);
        int ownShift = NetworkBook.shift(book.place(incoming, own));
        int otherShift = NetworkBook.shift(book.place(record, other));
        book.set(at + MASK, book.mask(incoming, own) << ownShift & book.mask(record, other) << otherShift);
        book.set(at + EXPECTED, form.value(own) << ownShift);
        book.set(at + ATOM, other);
        book.set(at + SHIFT, otherShift);
    }

    private long common(int index) {
        return book.start + NetworkBook.COMMON + (long) index * COMMON_BYTES;
    }

    private boolean meets(int filter, int common) {
        long values = book.filter(filter) + NetworkBook.FILTER_VALUES;
        for (int index = 0; index < common; index++) {
            long at = common(index);
            int value = book.get(values + (long) book.get(at + ATOM) * Width.WORD) << book.get(at + SHIFT);
            if (((value ^ book.get(at + EXPECTED)) & book.get(at + MASK)) != 0) {
                return false;
            }
        }
        return true;
    }
}
