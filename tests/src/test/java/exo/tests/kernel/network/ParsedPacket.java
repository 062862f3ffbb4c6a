package exo.tests.kernel.network;

import java.util.Set;

/** A packet's headers, read as the RFCs say, by code that shares nothing with the kernel's. */
public final class ParsedPacket {
    private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 51, 60, 135, 139, 140);

    private final byte[] octets;
    private final int ethertype;
    private final int vlan;
    private final int network;
    private int transport = -1;
    private int protocol = -1;
    private int fragment;
    private boolean wellFormed;

    public ParsedPacket(byte[] octets) {
        this.octets = octets;
        int type = octets.length < 14 ? -1 : half(12);
        boolean tagged = type == 0x8100 || type == 0x88a8;
        network = tagged ? 18 : 14;
        wellFormed = octets.length >= network;
        vlan = tagged && wellFormed ? half(14) & 0xfff : -1;
        ethertype = tagged && wellFormed ? half(16) : type;
        if (wellFormed && ethertype == 0x800) {
            wellFormed = readIpv4();
        } else if (wellFormed && ethertype == 0x86dd) {
            wellFormed = readIpv6();
        }
    }

    byte[] octets() {
        return octets;
    }

    boolean wellFormed() {
        return wellFormed;
    }

    int vlan() {
        return vlan;
    }

    int ethertype() {
        return ethertype;
    }

    int protocol() {
        return protocol;
    }

    int fragment() {
        return fragment;
    }

    int network() {
        return network;
    }

    int transport() {
        return transport;
    }

    int octet(int at) {
        return octets[at] & 0xff;
    }

    int half(int at) {
        return octet(at) << 8 | octet(at + 1);
    }

    private boolean readIpv4() {
        if (octets.length < network + 20 || octet(network) >> 4 != 4 || (octet(network) & 15) < 5) {
            return false;
        }
        int end = network + 4 * (octet(network) & 15);
        protocol = octet(network + 9);
        int flags = half(network + 6);
        fragment = (flags & 0x1fff) != 0 ? 2 : (flags & 0x2000) != 0 ? 1 : 0;
        transport = fragment == 2 ? -1 : end;
        return octets.length >= end;
    }

    private boolean readIpv6() {
        if (octets.length < network + 40 || octet(network) >> 4 != 6) {
            return false;
        }
        int next = octet(network + 6);
        int at = network + 40;
        int passed = 0;
        while (EXTENSIONS.contains(next)) {
            if (++passed > 8 || octets.length < at + 8) {
                return false;
            }
            int header = next;
            next = octet(at);
            if (header == 44) {
                int flags = half(at + 2);
                fragment = (flags & 1) != 0 ? 1 : fragment;
                if (flags >> 3 != 0) {
                    fragment = 2;
                    protocol = EXTENSIONS.contains(next) ? -1 : next;
                    return true;
                }
                at += 8;
            } else {
                at += header == 51 ? 4 * (octet(at + 1) + 2) : 8 * (octet(at + 1) + 1);
            }
        }
        protocol = next;
        transport = at;
        return octets.length >= at;
    }

    boolean satisfies(Atom atom) {
        if (atom.base() == Atom.FIELD) {
            int found = atom.offset() == Atom.ETHERTYPE ? ethertype : atom.offset() == Atom.VLAN ? vlan
                    : atom.offset() == Atom.PROTOCOL ? protocol : fragment;
            return found >= 0 && (found & atom.mask()) == atom.value();
        }
        int base = atom.base() == Atom.LINK ? 0 : atom.base() == Atom.NETWORK ? network : transport;
        if (base < 0 || base + atom.offset() + atom.width() > octets.length) {
            return false;
        }
        int value = 0;
        for (int index = 0; index < atom.width(); index++) {
            value = value << 8 | octet(base + atom.offset() + index);
        }
        return (value & atom.mask()) == atom.value();
    }
}
