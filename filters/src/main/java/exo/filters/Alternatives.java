package exo.filters;

import exo.abi.PacketBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Conjunctions of which one is to be true: what an expression is multiplied out to. Their number is bounded. */
final class Alternatives {
    /** While an expression is multiplied out there may be so many. */
    static final int MAXIMUM = 256;

    private Alternatives() {
    }

    private static List<Conjunction> bounded(List<Conjunction> all) throws FilterException {
        if (all.size() > MAXIMUM) {
            throw new FilterException(0, "it comes to more than " + MAXIMUM + " alternatives: say less, or say it with prefixes and masks");
        }
        return all;
    }

    static List<Conjunction> or(List<Conjunction> one, List<Conjunction> other) throws FilterException {
        List<Conjunction> all = new ArrayList<>(one);
        for (Conjunction candidate : other) {
            add(all, candidate);
        }
        return bounded(all);
    }

    /** Leaves out what another says already, with less; but one that names no VLAN is about other packets than one that does. */
    private static void add(List<Conjunction> all, Conjunction candidate) {
        for (Conjunction there : all) {
            if (there.vlan() == candidate.vlan() && there.isImpliedBy(candidate)) {
                return;
            }
        }
        all.removeIf(there -> there.vlan() == candidate.vlan() && candidate.isImpliedBy(there));
        all.add(candidate);
    }

    static List<Conjunction> and(List<Conjunction> one, List<Conjunction> other) throws FilterException {
        List<Conjunction> all = new ArrayList<>();
        for (Conjunction left : one) {
            // If one of the others is so anyway, they narrow nothing.
            boolean settled = other.stream().anyMatch(right -> right.isImpliedBy(left));
            if (settled) {
                add(all, left);
            }
            for (Conjunction right : other) {
                boolean narrows = !settled || right.vlan() != Conjunction.UNSAID && left.vlan() == Conjunction.UNSAID;
                Conjunction both = narrows ? left.and(right) : null;
                if (both != null) {
                    add(all, both);
                }
            }
            bounded(all);
        }
        return all;
    }

    /** What is true when a conjunction is not: of its conditions one is not, and of the bytes those before it are. */
    static List<Conjunction> not(Conjunction one) {
        List<Conjunction> all = new ArrayList<>();
        if (one.ethertype() != Conjunction.UNSAID) {
            all.add(Conjunction.notEthertype(one.ethertype()));
        }
        if (one.protocol() != Conjunction.UNSAID) {
            all.add(Conjunction.notProtocol(one.protocol()));
        }
        if (one.vlan() != Conjunction.UNSAID) {
            all.add(Conjunction.notVlan(one.vlan()));
        }
        if (one.fragments() != Conjunction.ANY_FRAGMENT) {
            all.add(Conjunction.ofFragments(Conjunction.ANY_FRAGMENT & ~one.fragments()));
        }
        all.addAll(notBytes(one));
        return all;
    }

    /** Bit by bit from the first on: this one differs, and those before do not. So no packet is in two of them. */
    static List<Conjunction> notBytes(Conjunction one) {
        List<Conjunction> all = new ArrayList<>();
        Conjunction before = new Conjunction();
        for (Map.Entry<Integer, Integer> entry : one.bytes().entrySet()) {
            int place = entry.getKey();
            int kinds = Conjunction.base(place) == PacketBase.TRANSPORT ? one.fragments() : Conjunction.ANY_FRAGMENT;
            for (int bit = 0x80; bit != 0; bit >>= 1) {
                int value = entry.getValue() & bit;
                if ((entry.getValue() >>> 8 & bit) != 0) {
                    all.add(before.and(Conjunction.ofByte(place, bit, value ^ bit)).and(Conjunction.ofFragments(kinds)));
                    before = before.and(Conjunction.ofByte(place, bit, value));
                }
            }
        }
        return all;
    }

    /** What is true when none of several is. */
    static List<Conjunction> not(List<Conjunction> several) throws FilterException {
        List<Conjunction> all = List.of(new Conjunction());
        for (Conjunction one : several) {
            all = and(all, not(one));
        }
        return all;
    }
}
