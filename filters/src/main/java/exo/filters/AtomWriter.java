package exo.filters;

import exo.abi.FilterLimits;
import exo.abi.PacketBase;
import exo.abi.PacketField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a conjunction down as atoms in canonical form. */
final class AtomWriter {
    private static final int FULL_BYTE = 0xff;
    private static final int VLAN_MASK = 0xfff;
    private static final int NOT_WHOLE = Conjunction.FIRST | Conjunction.LATER;

    private AtomWriter() {
    }

    /** The filters that match what a conjunction says: one, or two where "a fragment" has to be said as first or later. */
    static List<PacketFilter> filters(Conjunction one) throws FilterException {
        if (one.fragments() == NOT_WHOLE && !hasTransport(one)) {
            List<PacketFilter> both = new ArrayList<>(filters(one.and(Conjunction.ofFragments(Conjunction.FIRST))));
            both.addAll(filters(one.and(Conjunction.ofFragments(Conjunction.LATER))));
            return both;
        }
        if (one.ethertype() == Conjunction.UNSAID) {
            throw new FilterException(0, "it leaves the ethertype open: every filter is of one, say 'ip', 'ip6', 'arp' or 'ether proto' "
                    + "as well");
        }
        if (!one.notProtocols().isEmpty()) {
            throw new FilterException(0, "that a packet is not of a protocol cannot be said unless it is said which it is of");
        }
        List<Atom> atoms = fields(one);
        addBytes(atoms, one);
        if (atoms.size() > FilterLimits.ATOMS) {
            throw new FilterException(0, "one of its filters takes " + atoms.size() + " atoms, at most " + FilterLimits.ATOMS + " are "
                    + "possible");
        }
        return List.of(new PacketFilter(List.copyOf(atoms)));
    }

    private static boolean hasTransport(Conjunction one) {
        return !one.bytes().isEmpty() && Conjunction.base(one.bytes().lastKey()) == PacketBase.TRANSPORT;
    }

    private static List<Atom> fields(Conjunction one) {
        List<Atom> atoms = new ArrayList<>();
        atoms.add(new Atom(PacketBase.FIELD, 2, PacketField.ETHERTYPE, 0xffff, one.ethertype()));
        if (one.vlan() != Conjunction.UNSAID) {
            atoms.add(new Atom(PacketBase.FIELD, 2, PacketField.VLAN, VLAN_MASK, one.vlan()));
        }
        if (one.protocol() != Conjunction.UNSAID) {
            atoms.add(new Atom(PacketBase.FIELD, 1, PacketField.PROTOCOL, FULL_BYTE, one.protocol()));
        }
        int mask = fragmentMask(one.fragments(), hasTransport(one));
        if (mask != 0) {
            int value = one.fragments() == Conjunction.FIRST ? PacketField.FIRST
                    : one.fragments() == Conjunction.LATER ? PacketField.LATER : PacketField.WHOLE;
            atoms.add(new Atom(PacketBase.FIELD, 1, PacketField.FRAGMENT, mask, value));
        }
        return atoms;
    }

    /** Two of three kinds are told by the bit that they share; with a transport header a packet is no later fragment anyway. */
    private static int fragmentMask(int kinds, boolean transport) {
        boolean one = kinds == Conjunction.WHOLE || kinds == Conjunction.FIRST || kinds == Conjunction.LATER;
        if (transport) {
            return one ? PacketField.FIRST : 0;
        }
        return one ? PacketField.FIRST | PacketField.LATER : kinds == (Conjunction.WHOLE | Conjunction.FIRST) ? PacketField.LATER
                : kinds == (Conjunction.WHOLE | Conjunction.LATER) ? PacketField.FIRST : 0;
    }

    /** Bytes of one aligned word become one atom, as narrow as holds them. */
    private static void addBytes(List<Atom> atoms, Conjunction one) {
        TreeMap<Integer, long[]> words = new TreeMap<>();
        for (Map.Entry<Integer, Integer> entry : one.bytes().entrySet()) {
            long[] word = words.computeIfAbsent(entry.getKey() & ~3, place -> new long[2]);
            int shift = 8 * (3 - (entry.getKey() & 3));
            word[0] |= (long) (entry.getValue() >>> 8) << shift;
            word[1] |= (long) (entry.getValue() & FULL_BYTE) << shift;
        }
        words.forEach((place, word) -> atoms.add(atom(Conjunction.base(place), Conjunction.offset(place), (int) word[0], (int) word[1])));
    }

    private static Atom atom(int base, int offset, int mask, int value) {
        for (int width = 1; width <= 2; width++) {
            for (int at = 0; at < 4; at += width) {
                int shift = 8 * (4 - width - at);
                int window = (1 << 8 * width) - 1 << shift;
                if ((mask & ~window) == 0) {
                    return new Atom(base, width, offset + at, mask >>> shift, value >>> shift);
                }
            }
        }
        return new Atom(base, 4, offset, mask, value);
    }
}
