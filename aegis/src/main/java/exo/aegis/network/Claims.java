package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.abi.ClaimBounds;
import exo.abi.PacketBase;
import exo.machine.Machine;

/**
 * Who may receive and send which packets. At first one claim, the root's, is to everything; every other was split off from one that
 * contains it. So claims are a tree, those split off from one do not overlap each other, and a packet is of the narrowest claim that it is
 * in. Filters are bound in claims of which nothing was split off, whose bounds say all: no two of those overlap. Who wants to use a part
 * of a claim that it splits, splits it off for itself.
 */
public final class Claims {
    /** The claim to everything. */
    public static final int ROOT = 1;

    private final NetworkBook book;
    private final Machine machine;

    Claims(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
    }

    /** At boot, in an empty book: everything is an account's. */
    void initialise(int account) {
        long record = book.claim(ROOT);
        book.pop(NetworkBook.FREE_CLAIM, record + NetworkBook.CLAIM_NEXT);
        machine.zero(record, NetworkBook.CLAIM_BYTES);
        book.set(record + ClaimBounds.ETHERTYPE, ClaimAny.ETHERTYPE);
        book.set(record + ClaimBounds.VLAN, ClaimAny.VLAN);
        book.set(record + ClaimBounds.PROTOCOL, ClaimAny.PROTOCOL);
        book.set(record + ClaimBounds.PORT_LAST, Protocol.PORT_MAXIMUM);
        commitHold(ROOT, account);
    }

    // ---- the book --------------------------------------------------------------------------------------------------------

    public boolean exists(int claim) {
        return claim >= 1 && claim <= NetworkLimits.CLAIMS && holder(claim) != 0;
    }

    /** The account that holds a claim; 0: there is no such claim. */
    public int holder(int claim) {
        return book.get(book.claim(claim) + NetworkBook.CLAIM_ACCOUNT);
    }

    public int firstHeld(int account) {
        return book.get(book.claimsHeld + (long) account * Width.WORD);
    }

    int nextHeld(int claim) {
        return book.get(book.claim(claim) + NetworkBook.CLAIM_NEXT_HELD);
    }

    boolean isSplit(int claim) {
        return book.get(book.claim(claim) + NetworkBook.CLAIM_FIRST_CHILD) != 0;
    }

    private boolean hasFilters(int claim) {
        return book.get(book.claim(claim) + NetworkBook.CLAIM_FILTERS) != 0;
    }

    private int checkHolder(int account, int claim) {
        if (!exists(claim)) {
            return NetworkStatus.refused(NetworkStatus.NO_SUCH_CLAIM);
        }
        return holder(claim) == account ? NetworkStatus.OK
                : NetworkStatus.refused(NetworkStatus.NOT_YOURS, holder(claim), claim);
    }

    // ---- splitting and giving back ---------------------------------------------------------------------------------------

    /**
     * Splits a narrower claim off from one of the account's, for another account or itself.
     *
     * @param bounds  physical address, a multiple of 8, of ClaimBounds that nobody changes during the call
     * @return the new claim's index, or why not: NO_SUCH_CLAIM, NOT_YOURS, NO_SUCH_ACCOUNT, BAD_BOUNDS, NOT_CONTAINED, HAS_FILTERS,
     *     OVERLAPS, NO_FREE_CLAIM
     */
    public int split(int account, int from, long bounds, int toAccount) {
        int status = checkHolder(account, from);
        if (status != NetworkStatus.OK) {
            return status;
        }
        if (!book.isAccount(toAccount)) {
            return NetworkStatus.refused(NetworkStatus.NO_SUCH_ACCOUNT);
        }
        if (!Bounds.areGood(book, bounds)) {
            return NetworkStatus.refused(NetworkStatus.BAD_BOUNDS);
        }
        if (!Bounds.contains(book, book.claim(from), bounds)) {
            return NetworkStatus.refused(NetworkStatus.NOT_CONTAINED, account, from);
        }
        if (hasFilters(from)) {
            return NetworkStatus.refused(NetworkStatus.HAS_FILTERS, account, from);
        }
        status = checkBeside(from, bounds);
        return status == NetworkStatus.OK ? commitSplit(from, bounds, toAccount) : status;
    }

    /** Whether there is room beside what was split off before: OK, OVERLAPS or NO_FREE_CLAIM. */
    private int checkBeside(int from, long bounds) {
        int child = book.get(book.claim(from) + NetworkBook.CLAIM_FIRST_CHILD);
        for (int steps = 0; child != 0 && steps < NetworkLimits.CLAIMS_SPLIT_FROM_ONE - 1; steps++) {
            if (Bounds.overlap(book, book.claim(child), bounds)) {
                return NetworkStatus.refused(NetworkStatus.OVERLAPS, holder(child), child);
            }
            child = book.get(book.claim(child) + NetworkBook.CLAIM_NEXT);
        }
        return child == 0 && book.firstFree(NetworkBook.FREE_CLAIM) != 0 ? NetworkStatus.OK
                : NetworkStatus.refused(NetworkStatus.NO_FREE_CLAIM);
    }

    private int commitSplit(int from, long bounds, int toAccount) {
        int claim = book.firstFree(NetworkBook.FREE_CLAIM);
        long record = book.claim(claim);
        book.pop(NetworkBook.FREE_CLAIM, record + NetworkBook.CLAIM_NEXT);
        machine.zero(record, NetworkBook.CLAIM_BYTES);
        machine.copy(record, bounds, ClaimBounds.BYTES);
        commitHold(claim, toAccount);
        commitAdopt(from, claim);
        return claim;
    }

    /**
     * Gives a claim back to the one that it was split from, and so those that were split from it, which are still held by who held them.
     * OK, or NO_SUCH_CLAIM, NOT_YOURS, IS_ROOT, HAS_FILTERS.
     */
    public int giveBack(int account, int claim) {
        int status = checkHolder(account, claim);
        if (status != NetworkStatus.OK) {
            return status;
        }
        if (claim == ROOT) {
            return NetworkStatus.refused(NetworkStatus.IS_ROOT);
        }
        if (hasFilters(claim)) {
            return NetworkStatus.refused(NetworkStatus.HAS_FILTERS, account, claim);
        }
        commitGiveBack(claim);
        return NetworkStatus.OK;
    }

    private void commitGiveBack(int claim) {
        long record = book.claim(claim);
        int parent = book.get(record + NetworkBook.CLAIM_PARENT);
        for (int steps = 0; isSplit(claim) && steps < NetworkLimits.CLAIMS; steps++) {
            int child = book.get(record + NetworkBook.CLAIM_FIRST_CHILD);
            commitDisown(claim, child);
            commitAdopt(parent, child);
        }
        commitDisown(parent, claim);
        commitRelease(claim);
        machine.zero(record, NetworkBook.CLAIM_BYTES);
        book.push(NetworkBook.FREE_CLAIM, claim, record + NetworkBook.CLAIM_NEXT);
    }

    /** Gives back one of an account's claims, which has no filters left; false when it has none but the root's. */
    boolean dropOne(int account) {
        int claim = firstHeld(account);
        claim = claim == ROOT ? nextHeld(claim) : claim;
        if (claim == 0) {
            return false;
        }
        commitGiveBack(claim);
        return true;
    }

    // ---- the two lists that a claim is in ----------------------------------------------------------------------------------

    private void commitAdopt(int parent, int child) {
        book.set(book.claim(child) + NetworkBook.CLAIM_PARENT, parent);
        commitLink(book.claim(parent) + NetworkBook.CLAIM_FIRST_CHILD, child, NetworkBook.CLAIM_NEXT, NetworkBook.CLAIM_PREVIOUS);
    }

    private void commitDisown(int parent, int child) {
        commitUnlink(book.claim(parent) + NetworkBook.CLAIM_FIRST_CHILD, child, NetworkBook.CLAIM_NEXT, NetworkBook.CLAIM_PREVIOUS);
    }

    private void commitHold(int claim, int account) {
        book.set(book.claim(claim) + NetworkBook.CLAIM_ACCOUNT, account);
        commitLink(book.claimsHeld + (long) account * Width.WORD, claim, NetworkBook.CLAIM_NEXT_HELD,
                NetworkBook.CLAIM_PREVIOUS_HELD);
    }

    private void commitRelease(int claim) {
        commitUnlink(book.claimsHeld + (long) holder(claim) * Width.WORD, claim, NetworkBook.CLAIM_NEXT_HELD,
                NetworkBook.CLAIM_PREVIOUS_HELD);
    }

    private void commitLink(long head, int claim, int next, int previous) {
        int first = book.get(head);
        book.set(book.claim(claim) + next, first);
        book.set(book.claim(claim) + previous, 0);
        if (first != 0) {
            book.set(book.claim(first) + previous, claim);
        }
        book.set(head, claim);
    }

    private void commitUnlink(long head, int claim, int next, int previous) {
        int after = book.get(book.claim(claim) + next);
        int before = book.get(book.claim(claim) + previous);
        book.set(before == 0 ? head : book.claim(before) + next, after);
        if (after != 0) {
            book.set(book.claim(after) + previous, before);
        }
    }

    // ---- filters -----------------------------------------------------------------------------------------------------------

    /** Whether an account can bind filters in a claim: OK, or NO_SUCH_CLAIM, NOT_YOURS, IS_SPLIT. */
    int checkBinding(int account, int claim) {
        int status = checkHolder(account, claim);
        return status == NetworkStatus.OK && isSplit(claim) ? NetworkStatus.refused(NetworkStatus.IS_SPLIT, account, claim) : status;
    }

    /** Whether every packet that a filter matches is within a claim's bounds. */
    boolean contains(int claim, ShapeForm form) {
        long bounds = book.claim(claim);
        int ethertype = book.get(bounds + ClaimBounds.ETHERTYPE);
        int vlan = book.get(bounds + ClaimBounds.VLAN);
        int protocol = book.get(bounds + ClaimBounds.PROTOCOL);
        return (ethertype == ClaimAny.ETHERTYPE || ethertype == form.ethertype())
                && (vlan == ClaimAny.VLAN || vlan == form.vlan())
                && (protocol == ClaimAny.PROTOCOL || protocol == form.protocol())
                && containsAddress(bounds, form) && containsPorts(bounds, form);
    }

    private boolean containsAddress(long bounds, ShapeForm form) {
        int bits = book.get(bounds + ClaimBounds.ADDRESS_BITS);
        int offset = form.ethertype() == Protocol.ETHERTYPE_IPV4 ? Protocol.IPV4_DESTINATION
                : form.ethertype() == Protocol.ETHERTYPE_IPV6 ? Protocol.IPV6_DESTINATION : Bounds.ARP_TARGET;
        for (int at = 0; at * Width.OCTET_BITS < bits; at += Width.WORD) {
            int mask = Octets.swapped(Octets.prefixMask(bits - at * Width.OCTET_BITS), Width.WORD);
            int address = book.get(bounds + ClaimBounds.ADDRESS + at);
            if ((form.wordMask(PacketBase.NETWORK, offset + at) & mask) != mask
                    || ((form.wordValue(PacketBase.NETWORK, offset + at) ^ address) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Of the ports that match, the lowest is the value itself, and the highest has all bits that the mask leaves open. */
    private boolean containsPorts(long bounds, ShapeForm form) {
        int first = book.get(bounds + ClaimBounds.PORT_FIRST);
        int last = book.get(bounds + ClaimBounds.PORT_LAST);
        int mask = Octets.swapped(form.wordMask(PacketBase.TRANSPORT, 0), Width.WORD) & Protocol.PORT_MAXIMUM;
        int lowest = Octets.swapped(form.wordValue(PacketBase.TRANSPORT, 0), Width.WORD) & Protocol.PORT_MAXIMUM;
        int highest = lowest | ~mask & Protocol.PORT_MAXIMUM;
        return first == 0 && last == Protocol.PORT_MAXIMUM || mask != 0 && lowest >= first && highest <= last;
    }

    void commitCount(int claim, int change) {
        book.add(book.claim(claim) + NetworkBook.CLAIM_FILTERS, change);
    }
}
