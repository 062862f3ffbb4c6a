package exo.aegis.network;

import exo.machine.Machine;

/**
 * Which bits filters are about: a shape has a class, and places and masks of atoms, and is there as long as a filter has it. Two shapes
 * never are the same. An account has filters in a bounded number of shapes of a class.
 */
final class Shapes {
    private final NetworkBook book;
    private final Machine machine;
    private final Classes classes;
    private final ShapeForm form;
    private final long incoming;

    Shapes(NetworkBook book, Classes classes, ShapeForm form) {
        this.book = book;
        this.machine = book.machine;
        this.classes = classes;
        this.form = form;
        this.incoming = book.start + NetworkBook.INCOMING;
    }

    /** The shape that the incoming filter has, or 0: none is like it. */
    int find() {
        int shape = classes.firstOwn(classes.find(form.ethertype(), form.protocol()));
        for (int steps = 0; shape != 0 && steps < NetworkLimits.SHAPES_IN_CLASS; steps++) {
            if (isLike(book.shape(shape))) {
                return shape;
            }
            shape = classes.next(shape);
        }
        return 0;
    }

    private boolean isLike(long record) {
        int atoms = book.get(incoming + NetworkBook.SHAPE_ATOMS);
        if (book.get(record + NetworkBook.SHAPE_ATOMS) != atoms
                || book.get(record + NetworkBook.SHAPE_BITS) != book.get(incoming + NetworkBook.SHAPE_BITS)) {
            return false;
        }
        for (int atom = 0; atom < atoms; atom++) {
            if (book.place(record, atom) != book.place(incoming, atom) || book.mask(record, atom) != book.mask(incoming, atom)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the account may have filters of a shape (0: of a new one, of the incoming filter's class). */
    int check(int account, int shape) {
        if (shape != 0 && book.get(book.list(shape, account)) != 0) {
            return NetworkStatus.OK;
        }
        int own = classes.find(form.ethertype(), form.protocol());
        boolean room = shape != 0 || book.firstFree(NetworkBook.FREE_SHAPE) != 0 && (own != 0 || classes.firstFree() != 0)
                && classes.hasRoom(own, form.ethertype(), form.protocol(), book.get(incoming + NetworkBook.SHAPE_TEXT_SLOTS));
        return room && shapesOf(account, own) < NetworkLimits.SHAPES_OF_ACCOUNT ? NetworkStatus.OK
                : NetworkStatus.refused(NetworkStatus.NO_FREE_SHAPE);
    }

    private int shapesOf(int account, int ofClass) {
        int count = 0;
        int shape = classes.firstOwn(ofClass);
        for (int steps = 0; shape != 0 && steps < NetworkLimits.SHAPES_IN_CLASS; steps++) {
            count += book.get(book.list(shape, account)) != 0 ? 1 : 0;
            shape = classes.next(shape);
        }
        return count;
    }

    /** Puts the incoming filter's form into the first free record, for its key to be computed: nothing refers to it yet. */
    int prepare() {
        int shape = book.firstFree(NetworkBook.FREE_SHAPE);
        long record = book.shape(shape);
        machine.copy(record + NetworkBook.SHAPE_ATOMS, incoming + NetworkBook.SHAPE_ATOMS,
                NetworkBook.INCOMING_ETHERTYPE - NetworkBook.SHAPE_ATOMS);
        return shape;
    }

    /** Makes what {@link #prepare} put into the first free record a shape. */
    void commitNew(int shape) {
        book.pop(NetworkBook.FREE_SHAPE, book.shape(shape) + NetworkBook.SHAPE_NEXT);
        if (shape > book.get(book.start + NetworkBook.SHAPES_USED)) {
            book.set(book.start + NetworkBook.SHAPES_USED, shape);
        }
        int own = classes.find(form.ethertype(), form.protocol());
        if (own == 0) {
            own = classes.firstFree();
            classes.commitClass(own, form.ethertype(), form.protocol());
        }
        book.set(book.shape(shape) + NetworkBook.SHAPE_CLASS, own);
        classes.commitAdd(own, shape);
    }

    /** The shape has a filter more, or (-1) less; one without is no more. */
    void commitCount(int shape, int change) {
        long record = book.shape(shape);
        book.add(record + NetworkBook.SHAPE_FILTERS, change);
        if (book.get(record + NetworkBook.SHAPE_FILTERS) == 0) {
            classes.commitTakeOut(book.get(record + NetworkBook.SHAPE_CLASS), shape);
            book.push(NetworkBook.FREE_SHAPE, shape, record + NetworkBook.SHAPE_NEXT);
        }
    }
}
