package exo.aegis.network;

/** Numbers of protocols, and how long their headers are (RFC 791, 793, 768, 826, 8200; IEEE 802.1Q). */
final class Protocol {
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_ARP = 0x0806;
    static final int ETHERTYPE_IPV6 = 0x86dd;
    static final int ETHERTYPE_VLAN = 0x8100;
    static final int ETHERTYPE_SERVICE_VLAN = 0x88a8;

    static final int LINK_BYTES = 14;
    static final int LINK_SOURCE = 6;
    static final int LINK_ETHERTYPE = 12;
    static final int LINK_ADDRESS_BYTES = 6;
    static final int TAG_BYTES = 4;
    static final int VLAN_MASK = 0xfff;

    static final int IPV4_BYTES = 20;
    static final int IPV4_TOTAL = 2;
    static final int IPV4_FRAGMENT = 6;
    static final int IPV4_PROTOCOL = 9;
    static final int IPV4_SOURCE = 12;
    static final int IPV4_DESTINATION = 16;
    static final int MORE_FRAGMENTS = 0x2000;
    static final int FRAGMENT_OFFSET = 0x1fff;

    static final int IPV6_BYTES = 40;
    static final int IPV6_PAYLOAD = 4;
    static final int IPV6_NEXT = 6;
    static final int IPV6_SOURCE = 8;
    static final int IPV6_DESTINATION = 24;
    static final int IPV6_ADDRESS_BYTES = 16;

    static final int HOP_BY_HOP = 0;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int AUTHENTICATION = 51;
    static final int ICMPV6 = 58;
    static final int DESTINATION_OPTIONS = 60;
    static final int MOBILITY = 135;
    static final int HOST_IDENTITY = 139;
    static final int SHIM6 = 140;

    static final int TCP_BYTES = 20;
    static final int UDP_BYTES = 8;
    static final int ICMP_BYTES = 4;
    static final int PORT_DESTINATION = 2;
    static final int PORT_MAXIMUM = 0xffff;

    private Protocol() {
    }

    static boolean isIp(int ethertype) {
        return ethertype == ETHERTYPE_IPV4 || ethertype == ETHERTYPE_IPV6;
    }

    static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP;
    }

    /** Whether a header of this kind stands between that of IPv6 and the protocol above (RFC 8200, section 4; RFC 7045). */
    static boolean isExtension(int protocol) {
        return protocol == HOP_BY_HOP || protocol == ROUTING || protocol == FRAGMENT || protocol == DESTINATION_OPTIONS
                || protocol == AUTHENTICATION || protocol == MOBILITY || protocol == HOST_IDENTITY || protocol == SHIM6;
    }

    /** The bytes of the header above IP that everyone who sends it has. */
    static int headerBytes(int protocol) {
        return protocol == TCP ? TCP_BYTES : protocol == UDP ? UDP_BYTES : protocol == ICMP || protocol == ICMPV6 ? ICMP_BYTES : 0;
    }
}
