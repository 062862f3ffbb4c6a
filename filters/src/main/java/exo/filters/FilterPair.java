package exo.filters;

import exo.abi.PacketBase;
import exo.abi.PacketField;

/** Whether one packet can match two filters. */
final class FilterPair {
    private FilterPair() {
    }

    static boolean meet(PacketFilter one, PacketFilter other) {
        if (hasVlan(one) != hasVlan(other) || isLater(one) && hasTransport(other) || hasTransport(one) && isLater(other)) {
            return false;
        }
        for (Atom atom : one.atoms()) {
            for (Atom their : other.atoms()) {
                boolean sameWord = atom.base() == their.base() && atom.offset() / 4 == their.offset() / 4;
                if (sameWord && ((inWord(atom.value(), atom) ^ inWord(their.value(), their)) & inWord(atom.mask(), atom)
                        & inWord(their.mask(), their)) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int inWord(int number, Atom atom) {
        return number << 8 * (4 - atom.width() - atom.offset() % 4);
    }

    private static boolean hasVlan(PacketFilter filter) {
        return filter.atoms().stream().anyMatch(atom -> atom.base() == PacketBase.FIELD && atom.offset() == PacketField.VLAN);
    }

    private static boolean hasTransport(PacketFilter filter) {
        return filter.atoms().stream().anyMatch(atom -> atom.base() == PacketBase.TRANSPORT);
    }

    private static boolean isLater(PacketFilter filter) {
        return filter.atoms().stream().anyMatch(atom -> atom.base() == PacketBase.FIELD && atom.offset() == PacketField.FRAGMENT
                && (atom.value() & PacketField.LATER) != 0);
    }
}
