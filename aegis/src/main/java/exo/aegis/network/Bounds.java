package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.abi.ClaimBounds;
import exo.abi.PacketField;

/**
 * What ClaimBounds mean as sets of packets. Each bound is by itself: one value or any, a prefix, a range. So claims overlap if they do in
 * each bound, and one contains another if it does in each.
 */
final class Bounds {
    /** Of ARP for IPv4 over Ethernet, the address that is asked for, or answered to (RFC 826). */
    static final int ARP_TARGET = 24;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int ETHERTYPE_MAXIMUM = 0xffff;

    private Bounds() {
    }

    private static int get(NetworkBook book, long bounds, int field) {
        return book.get(bounds + field);
    }

    /** Whether nothing is bounded that packets of the ethertype or protocol do not have. */
    static boolean areGood(NetworkBook book, long bounds) {
        int ethertype = get(book, bounds, ClaimBounds.ETHERTYPE);
        int protocol = get(book, bounds, ClaimBounds.PROTOCOL);
        int bits = get(book, bounds, ClaimBounds.ADDRESS_BITS);
        boolean isEthertype = ethertype >= 0 && ethertype <= ETHERTYPE_MAXIMUM || ethertype == ClaimAny.ETHERTYPE;
        int vlan = get(book, bounds, ClaimBounds.VLAN);
        boolean isVlan = vlan >= 0 && vlan <= Protocol.VLAN_MASK || vlan == PacketField.UNTAGGED || vlan == ClaimAny.VLAN;
        boolean isProtocol = protocol == ClaimAny.PROTOCOL || Protocol.isIp(ethertype) && protocol >= 0 && protocol < ClaimAny.PROTOCOL;
        return isEthertype && isVlan && isProtocol && bits >= 0 && bits <= addressBits(ethertype)
                && isPrefix(book, bounds, bits) && arePorts(book, bounds, protocol);
    }

    private static int addressBits(int ethertype) {
        return ethertype == Protocol.ETHERTYPE_IPV6 ? IPV6_BITS
                : ethertype == Protocol.ETHERTYPE_IPV4 || ethertype == Protocol.ETHERTYPE_ARP ? IPV4_BITS : 0;
    }

    private static boolean isPrefix(NetworkBook book, long bounds, int bits) {
        for (int at = 0; at < ClaimBounds.ADDRESS_BYTES; at += Width.WORD) {
            if ((word(book, bounds, at) & ~Octets.prefixMask(bits - at * Width.OCTET_BITS)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int word(NetworkBook book, long bounds, int at) {
        return Octets.swapped(get(book, bounds, ClaimBounds.ADDRESS + at), Width.WORD);
    }

    private static boolean arePorts(NetworkBook book, long bounds, int protocol) {
        int first = get(book, bounds, ClaimBounds.PORT_FIRST);
        int last = get(book, bounds, ClaimBounds.PORT_LAST);
        boolean all = first == 0 && last == Protocol.PORT_MAXIMUM;
        return all || Protocol.hasPorts(protocol) && first >= 0 && first <= last && last <= Protocol.PORT_MAXIMUM;
    }

    private static boolean sameAddress(NetworkBook book, long one, long other, int bits) {
        for (int at = 0; at * Width.OCTET_BITS < bits; at += Width.WORD) {
            if (((word(book, one, at) ^ word(book, other, at)) & Octets.prefixMask(bits - at * Width.OCTET_BITS)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether an address, which lies in a packet, has the prefix. */
    static boolean holds(NetworkBook book, long bounds, long address) {
        int bits = get(book, bounds, ClaimBounds.ADDRESS_BITS);
        for (int at = 0; at * Width.OCTET_BITS < bits; at += Width.WORD) {
            int differing = Octets.big32(book.machine, address + at) ^ word(book, bounds, at);
            if ((differing & Octets.prefixMask(bits - at * Width.OCTET_BITS)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the one that is good contains the other. */
    static boolean contains(NetworkBook book, long outer, long inner) {
        int bits = get(book, outer, ClaimBounds.ADDRESS_BITS);
        return covers(book, outer, inner, ClaimBounds.ETHERTYPE, ClaimAny.ETHERTYPE)
                && covers(book, outer, inner, ClaimBounds.VLAN, ClaimAny.VLAN)
                && covers(book, outer, inner, ClaimBounds.PROTOCOL, ClaimAny.PROTOCOL)
                && bits <= get(book, inner, ClaimBounds.ADDRESS_BITS) && sameAddress(book, outer, inner, bits)
                && get(book, outer, ClaimBounds.PORT_FIRST) <= get(book, inner, ClaimBounds.PORT_FIRST)
                && get(book, outer, ClaimBounds.PORT_LAST) >= get(book, inner, ClaimBounds.PORT_LAST);
    }

    private static boolean covers(NetworkBook book, long outer, long inner, int field, int any) {
        int bound = get(book, outer, field);
        return bound == any || bound == get(book, inner, field);
    }

    static boolean overlap(NetworkBook book, long one, long other) {
        int oneBits = get(book, one, ClaimBounds.ADDRESS_BITS);
        int otherBits = get(book, other, ClaimBounds.ADDRESS_BITS);
        return get(book, one, ClaimBounds.PORT_FIRST) <= get(book, other, ClaimBounds.PORT_LAST)
                && get(book, other, ClaimBounds.PORT_FIRST) <= get(book, one, ClaimBounds.PORT_LAST)
                && meet(book, one, other, ClaimBounds.ETHERTYPE, ClaimAny.ETHERTYPE)
                && meet(book, one, other, ClaimBounds.VLAN, ClaimAny.VLAN)
                && meet(book, one, other, ClaimBounds.PROTOCOL, ClaimAny.PROTOCOL)
                && sameAddress(book, one, other, oneBits < otherBits ? oneBits : otherBits);
    }

    private static boolean meet(NetworkBook book, long one, long other, int field, int any) {
        return covers(book, one, other, field, any) || get(book, other, field) == any;
    }
}
