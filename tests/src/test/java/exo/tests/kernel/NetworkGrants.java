package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.tests.kernel.network.Claim;
import exo.tests.kernel.network.Filter;
import exo.tests.kernel.network.ParsedPacket;
import exo.tests.kernel.network.SentPacket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The oracle's own account of claims and filters, kept by what calls were granted: each grant has to be one that may be given. It never
 * looks at what the kernel has of them.
 */
final class NetworkGrants {
    static final int ROOT_CLAIM = 1;

    /** @param account  name of the account that holds it; @param parent  what it was split from, or 0 */
    record Held(Claim claim, long account, int parent) {
    }

    /** A filter; name of its owner, account that it is charged to; the indices of its ring and its handler, or 0. */
    record Bound(Filter filter, long owner, long account, int claim, int ring, int program) {
    }

    private final RawBooks books;
    private final Map<Integer, Held> claims = new TreeMap<>();
    private final Map<Integer, Bound> filters = new TreeMap<>();
    /** What some account could send by, or had a handler for, while what the device has to send was handed to it. */
    private final List<Held> claimsBefore = new ArrayList<>();
    private final List<Bound> filtersBefore = new ArrayList<>();

    NetworkGrants(RawBooks books) {
        this.books = books;
        claims.put(ROOT_CLAIM, new Held(Claim.EVERYTHING, books.accountName(1), 0));
    }

    private NetworkGrants(NetworkGrants other) {
        books = other.books;
        claims.putAll(other.claims);
        filters.putAll(other.filters);
        claimsBefore.addAll(other.claimsBefore);
        filtersBefore.addAll(other.filtersBefore);
    }

    NetworkGrants copy() {
        return new NetworkGrants(this);
    }

    Map<Integer, Held> claims() {
        return claims;
    }

    Map<Integer, Bound> filters() {
        return filters;
    }

    boolean isLeaf(int claim) {
        return claims.values().stream().noneMatch(held -> held.parent() == claim);
    }

    /** Those of the ended are unbound one after another while they are reaped: nobody knows of which it is done. */
    private boolean hasFilters(int claim) {
        return filters.values().stream().anyMatch(bound -> bound.claim() == claim && isAlive(bound));
    }

    /** Whether an account is another or below it, by their names. */
    private boolean isOfOrBelow(long account, long above) {
        int at = (int) (account & 0xffff);
        while (at != 0 && books.accountName(at) != above) {
            at = books.accountParent(at);
        }
        return at != 0;
    }

    // ---- grants ------------------------------------------------------------------------------------------------------

    void split(long caller, int from, Claim part, long account, int number) {
        forgetGone();
        Held of = claims.get(from);
        require(of != null && of.account() == caller, "a claim was split that is not the caller's", from);
        require(isOfOrBelow(account, caller), "a claim was split off for a stranger", account);
        require(of.claim().contains(part), "a claim is not within what it was split from", number);
        require(!hasFilters(from), "a claim was split that a filter is bound in", from);
        require(!claims.containsKey(number), "a claim has the number of another", number);
        claims.values().forEach(held -> require(held.parent() != from || !held.claim().overlaps(part), "claims overlap", number));
        if (isLeaf(from)) {
            claimsBefore.add(of);
        }
        claims.put(number, new Held(part, account, from));
    }

    void giveBack(long caller, int claim) {
        forgetGone();
        Held back = claims.get(claim);
        require(back != null && claim != ROOT_CLAIM, "a claim was given back that is none, or the first", claim);
        require(isOfOrBelow(back.account(), caller), "a claim was given back by a stranger", claim);
        require(!hasFilters(claim), "a claim was given back that a filter is bound in", claim);
        claimsBefore.add(back);
        claims.remove(claim);
        claims.replaceAll((number, held) -> held.parent() == claim ? new Held(held.claim(), held.account(), back.parent()) : held);
    }

    void bind(Bound bound, int number) {
        forgetGone();
        Held in = claims.get(bound.claim());
        require(in != null && in.account() == bound.account(), "a filter is bound in a claim that is not the caller's", bound.claim());
        require(isLeaf(bound.claim()), "a filter is bound in a claim that is split", bound.claim());
        require(in.claim().contains(bound.filter()), "a filter matches more than its claim", number);
        Bound before = filters.get(number);
        require(before == null || !isAlive(before), "a filter has the number of another", number);
        for (Bound other : filters.values()) {
            require(other.account() != bound.account() || other.claim() != bound.claim() || !isAlive(other)
                    || other.filter().bits() != bound.filter().bits() || !other.filter().meets(bound.filter()), "filters tie", number);
        }
        filters.put(number, bound);
    }

    void unbind(long caller, int number) {
        Bound bound = filters.get(number);
        require(bound != null && bound.owner() == caller, "a filter was unbound that is not the caller's", number);
        filtersBefore.add(bound);
        filters.remove(number);
    }

    void closed(long account) {
        claims.forEach((number, held) -> require(held.account() != account, "an account was closed that holds claim", number));
    }

    // ---- whose packets are whose -----------------------------------------------------------------------------------------

    private int index(Bound bound) {
        return Family.index(bound.owner());
    }

    boolean isAlive(Bound bound) {
        return books.name(index(bound)) == bound.owner() && books.alive(index(bound));
    }

    /** Of those who are no more, not even ended, nothing is bound. */
    void forgetGone() {
        filters.values().removeIf(bound -> {
            boolean gone = books.name(index(bound)) != bound.owner() || !books.exists(index(bound));
            if (gone) {
                filtersBefore.add(bound);
            }
            return gone;
        });
    }

    /** The number of the filter that a packet is for, of those whose owner has not ended; or 0. */
    int winner(byte[] packet) {
        List<Integer> numbers = new ArrayList<>(filters.keySet());
        List<Filter> candidates = numbers.stream().map(filters::get).map(bound -> isAlive(bound) ? bound.filter() : null).toList();
        int index = Filter.winner(candidates, new ParsedPacket(packet));
        return index < 0 ? 0 : numbers.get(index);
    }

    /** Whether it may be for a filter of somebody who has ended, which may be unbound by now, instead of the one with this number. */
    boolean mayBeOfTheEnded(byte[] packet, int winner) {
        ParsedPacket parsed = new ParsedPacket(packet);
        int bits = winner == 0 ? 0 : filters.get(winner).filter().bits();
        return filters.values().stream().anyMatch(bound -> !isAlive(bound) && bound.filter().bits() >= bits && bound.filter().matches(parsed));
    }

    // ---- who may send what -------------------------------------------------------------------------------------------------

    boolean permits(long account, SentPacket packet) {
        return claims.entrySet().stream().anyMatch(entry -> entry.getValue().account() == account && isLeaf(entry.getKey())
                && packet.isFrom(entry.getValue().claim()));
    }

    /** Whether some handler could have sent it since the device last had nothing to send. */
    boolean permitsHandlers(SentPacket packet) {
        return permitsHandlers(filters.values(), packet) || permitsHandlers(filtersBefore, packet);
    }

    private boolean permitsHandlers(Collection<Bound> some, SentPacket packet) {
        return some.stream().anyMatch(bound -> bound.program() != 0 && (permits(bound.account(), packet)
                || claimsBefore.stream().anyMatch(held -> held.account() == bound.account() && packet.isFrom(held.claim()))));
    }

    /** The device has nothing to send. */
    void forgetBefore() {
        claimsBefore.clear();
        filtersBefore.clear();
    }
}
