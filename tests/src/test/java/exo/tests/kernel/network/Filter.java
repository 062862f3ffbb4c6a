package exo.tests.kernel.network;

import java.util.Arrays;
import java.util.List;

/** A filter and what it means, written down without regard to how the kernel finds it: the oracle. */
public record Filter(int account, List<Atom> atoms) {
    static Filter of(int account, Atom... atoms) {
        return new Filter(account, List.of(atoms));
    }

    public boolean matches(ParsedPacket packet) {
        return packet.wellFormed() && atoms.stream().allMatch(packet::satisfies)
                && (packet.vlan() < 0 || atoms.stream().anyMatch(atom -> atom.isField(Atom.VLAN)));
    }

    /** Fixed bits: of a filter with transport atoms, that the packet is no later fragment is one. */
    public int bits() {
        int bits = atoms.stream().mapToInt(atom -> Integer.bitCount(atom.mask())).sum();
        return bits + (hasTransport() ? 1 : 0);
    }

    /** Whether it asks for this, as what parsing found. */
    boolean fixes(int field, int value) {
        return atoms.stream().anyMatch(atom -> atom.isField(field) && atom.value() == value);
    }

    /** Bits of an octet, so far from a base, that it asks for, and what they are to be. */
    int mask(int base, int at) {
        return atoms.stream().filter(atom -> atom.base() == base).mapToInt(atom -> octet(atom.mask(), atom, at)).reduce(0, (a, b) -> a | b);
    }

    int value(int base, int at) {
        return atoms.stream().filter(atom -> atom.base() == base).mapToInt(atom -> octet(atom.value(), atom, at)).reduce(0, (a, b) -> a | b);
    }

    private boolean hasTransport() {
        return atoms.stream().anyMatch(atom -> atom.base() == Atom.TRANSPORT);
    }

    /** Whether a packet can match both. */
    public boolean meets(Filter other) {
        if (isTagged() != other.isTagged()) {
            return false;
        }
        boolean[] kinds = new boolean[3];
        for (int kind = 0; kind < kinds.length; kind++) {
            kinds[kind] = canBe(kind) && other.canBe(kind);
        }
        if (!kinds[0] && !kinds[1] && !kinds[2]) {
            return false;
        }
        for (Atom atom : atoms) {
            for (Atom their : other.atoms) {
                if (!atom.isField(Atom.FRAGMENT) && conflict(atom, their)) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean isTagged() {
        return atoms.stream().anyMatch(atom -> atom.isField(Atom.VLAN));
    }

    private boolean canBe(int fragmentKind) {
        return !(fragmentKind == 2 && hasTransport()) && atoms.stream().filter(atom -> atom.isField(Atom.FRAGMENT))
                .allMatch(atom -> (fragmentKind & atom.mask()) == atom.value());
    }

    private static boolean conflict(Atom one, Atom other) {
        if (one.base() != other.base()) {
            return false;
        }
        for (int at = 0; at < 260; at++) {
            int mask = octet(one.mask(), one, at) & octet(other.mask(), other, at);
            if (((octet(one.value(), one, at) ^ octet(other.value(), other, at)) & mask) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int octet(int number, Atom atom, int at) {
        int index = at - atom.offset();
        return index < 0 || index >= atom.width() ? 0 : number >>> 8 * (atom.width() - 1 - index) & 0xff;
    }

    /** Of a set, the index of the one that a packet belongs to, or -1; more than one of as many bits is an error. */
    public static int winner(List<Filter> filters, ParsedPacket packet) {
        int best = -1;
        int bits = -1;
        for (int index = 0; index < filters.size(); index++) {
            Filter filter = filters.get(index);
            if (filter != null && filter.matches(packet)) {
                if (filter.bits() == bits) {
                    throw new AssertionError("a tie: " + filter + " and " + filters.get(best) + " for "
                            + Arrays.toString(packet.octets()));
                }
                best = filter.bits() > bits ? index : best;
                bits = Math.max(bits, filter.bits());
            }
        }
        return best;
    }
}
