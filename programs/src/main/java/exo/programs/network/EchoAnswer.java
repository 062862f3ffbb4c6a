package exo.programs.network;

import exo.abi.PacketFlag;
import exo.exos.network.Checksum;
import exo.exos.network.Octets;

/**
 * The answer of a UDP echo (RFC 862) where the packet lies: addresses and ports exchanged, options kept as they came. Keeps true: only a
 * packet that is sound to its last checksum, whole, and from one host to one host is answered, and nothing that could answer itself.
 */
final class EchoAnswer {
    private static final int ETHERNET_BYTES = 14;
    private static final int TAG_BYTES = 4;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int LINK_ADDRESS_BYTES = 6;
    private static final int IPV4_BYTES = 20;
    private static final int IPV4_VERSION = 4;
    private static final int TOTAL_LENGTH = 2;
    private static final int FRAGMENT = 6;
    private static final int FRAGMENT_MASK = 0x3fff;
    private static final int PROTOCOL = 9;
    private static final int UDP = 17;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    private static final int ADDRESS_BYTES = 4;
    private static final int UDP_BYTES = 8;
    private static final int UDP_LENGTH = 4;
    private static final int UDP_CHECKSUM = 6;
    private static final int PORT_BYTES = 2;
    /** As programs in C have it: servers that answer anybody have ports below this. */
    private static final int PORTS_THAT_MAY_ANSWER_THEMSELVES = 1024;
    /** From here on addresses are of groups (RFC 1112), or of nobody. */
    private static final int FIRST_GROUP = 224;

    private EchoAnswer() {
    }

    /** Makes the answer of a packet; gives its length, or 0 when there is none. */
    static int make(long packet, int byteCount, int flags) {
        int network = ETHERNET_BYTES;
        int type = Octets.load16(packet + ETHERNET_BYTES - 2);
        if (type == ETHERTYPE_VLAN && byteCount >= ETHERNET_BYTES + TAG_BYTES) {
            network += TAG_BYTES;
            type = Octets.load16(packet + network - 2);
        }
        if (type != ETHERTYPE_IPV4 || (Octets.load8(packet) & 1) != 0) {
            return 0;
        }
        int ipBytes = soundIp(packet + network, byteCount - network);
        int udp = ipBytes == 0 ? 0 : (Octets.load8(packet + network) & 15) * Integer.BYTES;
        if (ipBytes == 0 || !isSoundUdp(packet + network, packet + network + udp, ipBytes - udp, flags)) {
            return 0;
        }
        Octets.exchange32(packet, packet + LINK_ADDRESS_BYTES);
        Octets.exchange16(packet + ADDRESS_BYTES, packet + LINK_ADDRESS_BYTES + ADDRESS_BYTES);
        Octets.exchange32(packet + network + SOURCE, packet + network + DESTINATION);
        Octets.exchange16(packet + network + udp, packet + network + udp + PORT_BYTES);
        return network + ipBytes;
    }

    /** How long the IP packet says that it is, if that can be; 0: it is no sound packet. */
    private static int soundIp(long ip, int room) {
        if (room < IPV4_BYTES || Octets.load8(ip) >>> 4 != IPV4_VERSION) {
            return 0;
        }
        int headerBytes = (Octets.load8(ip) & 15) * Integer.BYTES;
        int ipBytes = Octets.load16(ip + TOTAL_LENGTH);
        boolean sound = headerBytes >= IPV4_BYTES && ipBytes >= headerBytes + UDP_BYTES && ipBytes <= room
                && (Octets.load16(ip + FRAGMENT) & FRAGMENT_MASK) == 0 && Octets.load8(ip + PROTOCOL) == UDP
                && Octets.load8(ip + SOURCE) < FIRST_GROUP && Octets.load8(ip + SOURCE) != 0 && Checksum.of(ip, headerBytes) == 0;
        return sound ? ipBytes : 0;
    }

    private static boolean isSoundUdp(long ip, long udp, int room, int flags) {
        if (Octets.load16(udp + UDP_LENGTH) != room || Octets.load16(udp) < PORTS_THAT_MAY_ANSWER_THEMSELVES) {
            return false;
        }
        long pseudoHeader = Checksum.add(Checksum.word(UDP + room), ip + SOURCE, 2 * ADDRESS_BYTES);
        if ((flags & PacketFlag.PARTIAL) != 0) {
            Octets.store16(udp + UDP_CHECKSUM, 0);
            int checksum = ~Checksum.folded(Checksum.add(pseudoHeader, udp, room)) & 0xffff;
            Octets.store16(udp + UDP_CHECKSUM, checksum == 0 ? 0xffff : checksum);
            return true;
        }
        return (flags & PacketFlag.CHECKED) != 0 || Octets.load16(udp + UDP_CHECKSUM) == 0
                || Checksum.folded(Checksum.add(pseudoHeader, udp, room)) == 0xffff;
    }
}
