package exo.aegis.network;

import exo.machine.Machine;

/**
 * The filters: bound by an account inside a claim that it holds, with what the account wants to find again by them. Keeps true: whatever a
 * filter matches is in its claim, and of any two filters that can match one packet, one has more fixed bits.
 */
public final class Filters {
    private final NetworkBook book;
    private final Machine machine;
    private final ShapeForm form;
    private final Shapes shapes;
    private final Ties ties;
    private final FilterTable table;
    private final Claims claims;

    Filters(NetworkBook book, Classes classes, FilterTable table, Claims claims) {
        this.book = book;
        this.machine = book.machine;
        this.table = table;
        this.claims = claims;
        form = new ShapeForm(book);
        shapes = new Shapes(book, classes, form);
        ties = new Ties(book, form);
    }

    // ---- binding -------------------------------------------------------------------------------------------------------

    /**
     * Binds a filter.
     *
     * @param atoms  physical address, a multiple of 4, of the first FilterAtom; each field is read once
     * @param cookie  whatever the owner wants to find by the filter's index
     * @return the filter's index, 1 or more, or why not: NO_SUCH_CLAIM, NOT_YOURS, IS_SPLIT, BAD_COUNT, BAD_ATOM, OUTSIDE_CLAIM,
     *     NO_FREE_FILTER, NO_FREE_SHAPE, TIE, TOO_MANY_TO_COMPARE, COLLISION
     */
    public int bind(int account, int claim, long atoms, int count, long cookie) {
        int status = claims.checkBinding(account, claim);
        status = status != NetworkStatus.OK ? status : form.read(atoms, count);
        if (status == NetworkStatus.OK && !claims.contains(claim, form)) {
            status = NetworkStatus.refused(NetworkStatus.OUTSIDE_CLAIM, account, claim);
        }
        if (status == NetworkStatus.OK && book.firstFree(NetworkBook.FREE_FILTER) == 0) {
            status = NetworkStatus.refused(NetworkStatus.NO_FREE_FILTER);
        }
        int known = status != NetworkStatus.OK ? 0 : shapes.find();
        status = status != NetworkStatus.OK ? status : shapes.check(account, known);
        status = status != NetworkStatus.OK ? status : ties.check(account, known);
        if (status != NetworkStatus.OK) {
            return status;
        }
        int shape = known != 0 ? known : shapes.prepare();
        long key = table.key(shape, book.start + NetworkBook.INCOMING_VALUES);
        status = checkKey(key);
        return status != NetworkStatus.OK ? status : commitBind(account, claim, shape, known == 0, key, cookie);
    }

    /** Whether the table can take the key: a filter of the same shape that has it is the same filter, but for a collision. */
    private int checkKey(long key) {
        int there = table.find(key);
        if (there != 0 && table.sameValues(there, book.start + NetworkBook.INCOMING_VALUES)) {
            return NetworkStatus.refused(NetworkStatus.TIE, account(there), there);
        }
        return there == 0 && table.hasRoom(key) ? NetworkStatus.OK : NetworkStatus.refused(NetworkStatus.COLLISION);
    }

    private int commitBind(int account, int claim, int shape, boolean isNew, long key, long cookie) {
        int filter = book.firstFree(NetworkBook.FREE_FILTER);
        long record = book.filter(filter);
        book.pop(NetworkBook.FREE_FILTER, record + NetworkBook.FILTER_NEXT);
        if (isNew) {
            shapes.commitNew(shape);
        }
        shapes.commitCount(shape, 1);
        book.set(record + NetworkBook.FILTER_ACCOUNT, account);
        book.set(record + NetworkBook.FILTER_CLAIM, claim);
        book.set(record + NetworkBook.FILTER_SHAPE, shape);
        machine.store64(record + NetworkBook.FILTER_KEY, key);
        machine.store64(record + NetworkBook.FILTER_COOKIE, cookie);
        machine.copy(record + NetworkBook.FILTER_VALUES, book.start + NetworkBook.INCOMING_VALUES, NetworkBook.VALUES_BYTES);
        commitLink(filter, record, book.list(shape, account));
        table.commitInsert(key, filter);
        claims.commitCount(claim, 1);
        return filter;
    }

    private void commitLink(int filter, long record, long list) {
        int first = book.get(list);
        book.set(record + NetworkBook.FILTER_NEXT, first);
        book.set(record + NetworkBook.FILTER_PREVIOUS, 0);
        if (first != 0) {
            book.set(book.filter(first) + NetworkBook.FILTER_PREVIOUS, filter);
        }
        book.set(list, filter);
    }

    // ---- unbinding -----------------------------------------------------------------------------------------------------

    /** OK, or NO_SUCH_FILTER or NOT_YOURS. */
    public int unbind(int account, int filter) {
        if (!exists(filter)) {
            return NetworkStatus.refused(NetworkStatus.NO_SUCH_FILTER);
        }
        if (account(filter) != account) {
            return NetworkStatus.refused(NetworkStatus.NOT_YOURS, account(filter), filter);
        }
        commitUnbind(filter);
        return NetworkStatus.OK;
    }

    private void commitUnbind(int filter) {
        long record = book.filter(filter);
        int shape = book.get(record + NetworkBook.FILTER_SHAPE);
        table.commitRemove(machine.load64(record + NetworkBook.FILTER_KEY));
        commitUnlink(record, book.list(shape, account(filter)));
        claims.commitCount(book.get(record + NetworkBook.FILTER_CLAIM), -1);
        shapes.commitCount(shape, -1);
        machine.zero(record, NetworkBook.FILTER_BYTES);
        book.push(NetworkBook.FREE_FILTER, filter, record + NetworkBook.FILTER_NEXT);
    }

    private void commitUnlink(long record, long list) {
        int next = book.get(record + NetworkBook.FILTER_NEXT);
        int previous = book.get(record + NetworkBook.FILTER_PREVIOUS);
        book.set(previous == 0 ? list : book.filter(previous) + NetworkBook.FILTER_NEXT, next);
        if (next != 0) {
            book.set(book.filter(next) + NetworkBook.FILTER_PREVIOUS, previous);
        }
    }

    /** Unbinds some of an account's filters, in bounded time; false when it has none left. */
    boolean dropSome(int account) {
        int dropped = 0;
        int used = book.get(book.start + NetworkBook.SHAPES_USED);
        for (int shape = 1; shape <= used && dropped < NetworkLimits.DROPPED_IN_STEP; shape++) {
            while (dropped < NetworkLimits.DROPPED_IN_STEP && book.get(book.list(shape, account)) != 0) {
                commitUnbind(book.get(book.list(shape, account)));
                dropped++;
            }
        }
        return dropped > 0;
    }

    // ---- asking --------------------------------------------------------------------------------------------------------

    public boolean exists(int filter) {
        return filter >= 1 && filter <= book.filterCount && account(filter) != 0;
    }

    /** Of a filter that exists: who bound it. */
    public int account(int filter) {
        return book.get(book.filter(filter) + NetworkBook.FILTER_ACCOUNT);
    }

    public int claim(int filter) {
        return book.get(book.filter(filter) + NetworkBook.FILTER_CLAIM);
    }

    public long cookie(int filter) {
        return machine.load64(book.filter(filter) + NetworkBook.FILTER_COOKIE);
    }

    /** How many bits of a packet it fixes. */
    public int bits(int filter) {
        return book.get(book.shape(book.get(book.filter(filter) + NetworkBook.FILTER_SHAPE)) + NetworkBook.SHAPE_BITS);
    }
}
