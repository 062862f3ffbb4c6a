package exo.programs.network.code;

/** Where the fields of an IPv4 packet without options lie in an Ethernet frame, and some of their values. Offsets are in bytes. */
final class Headers {
    // ---- Ethernet (IEEE 802.3)
    static final int DESTINATION_CARD = 0;
    static final int SOURCE_CARD = 6;
    static final int TYPE = 12;
    static final int TYPE_IPV4 = 0x0800;
    /** In a destination's first byte: it is for many. */
    static final int FOR_MANY = 1;

    // ---- IPv4 (RFC 791)
    static final int IPV4 = 14;
    static final int VERSION_AND_WORDS = IPV4;
    static final int PLAIN = 0x45;
    static final int FLAGS_AND_OFFSET = IPV4 + 6;
    /** Any of these bits says that it is a fragment. */
    static final int FRAGMENT = 0x3fff;
    static final int PROTOCOL = IPV4 + 9;
    static final int PROTOCOL_ICMP = 1;
    static final int PROTOCOL_UDP = 17;
    static final int SOURCE = IPV4 + 12;
    static final int DESTINATION = IPV4 + 16;
    static final int IPV4_BYTES = 20;

    // ---- UDP (RFC 768)
    static final int UDP = IPV4 + IPV4_BYTES;
    static final int SOURCE_PORT = UDP;
    static final int DESTINATION_PORT = UDP + 2;
    static final int UDP_BYTES = 8;

    // ---- ICMP's echo (RFC 792)
    static final int ICMP = IPV4 + IPV4_BYTES;
    static final int ICMP_TYPE = ICMP;
    static final int ECHO_REPLY = 0;
    static final int ECHO_REQUEST = 8;
    static final int ICMP_CODE = ICMP + 1;
    static final int ICMP_CHECKSUM = ICMP + 2;
    static final int ICMP_ECHO_BYTES = 8;

    private Headers() {
    }
}
