package exo.programs.network.code;

import exo.exos.code.Packet;

/**
 * Answers pings (RFC 792) at arrival: the echo becomes its reply in the frame that it came in. One word of what the checksum is of changes,
 * and the checksum by as much (RFC 1624). What is unusual (options, fragments, other messages) is the ring's.
 */
final class PingEcho {
    private static final int WORD = 0xffff;

    /** What the owner may read. */
    private static long answered;

    private PingEcho() {
    }

    static int handle(Packet packet, int length) {
        if (length < Headers.ICMP + Headers.ICMP_ECHO_BYTES || !isEcho(packet)) {
            return Packet.DELIVER;
        }
        // A ping of everybody is for nobody to answer (RFC 1122, 3.2.2.6, lets us be silent).
        if ((packet.u8(Headers.DESTINATION_CARD) & Headers.FOR_MANY) != 0) {
            return Packet.DROP;
        }
        exchangeAddresses(packet);
        packet.put8(Headers.ICMP_TYPE, Headers.ECHO_REPLY);
        packet.put16(Headers.ICMP_CHECKSUM, checksumAfter(packet.u16(Headers.ICMP_CHECKSUM), Headers.ECHO_REQUEST << Byte.SIZE,
                Headers.ECHO_REPLY << Byte.SIZE));
        if (packet.send(length) == 0) {
            answered++;
        }
        return Packet.DROP;
    }

    private static boolean isEcho(Packet packet) {
        return packet.u16(Headers.TYPE) == Headers.TYPE_IPV4 && packet.u8(Headers.VERSION_AND_WORDS) == Headers.PLAIN
                && (packet.u16(Headers.FLAGS_AND_OFFSET) & Headers.FRAGMENT) == 0 && packet.u8(Headers.PROTOCOL) == Headers.PROTOCOL_ICMP
                && packet.u8(Headers.ICMP_TYPE) == Headers.ECHO_REQUEST && packet.u8(Headers.ICMP_CODE) == 0;
    }

    private static void exchangeAddresses(Packet packet) {
        int cardStart = packet.little16(Headers.DESTINATION_CARD);
        long cardEnd = packet.little32(Headers.DESTINATION_CARD + 2);
        packet.putLittle16(Headers.DESTINATION_CARD, packet.little16(Headers.SOURCE_CARD));
        packet.putLittle32(Headers.DESTINATION_CARD + 2, packet.little32(Headers.SOURCE_CARD + 2));
        packet.putLittle16(Headers.SOURCE_CARD, cardStart);
        packet.putLittle32(Headers.SOURCE_CARD + 2, cardEnd);
        long source = packet.little32(Headers.SOURCE);
        packet.putLittle32(Headers.SOURCE, packet.little32(Headers.DESTINATION));
        packet.putLittle32(Headers.DESTINATION, source);
    }

    /** RFC 1624, equation 3. */
    private static int checksumAfter(int checksum, int before, int after) {
        int sum = (~checksum & WORD) + (~before & WORD) + after;
        sum = (sum >> Short.SIZE) + (sum & WORD);
        sum += sum >> Short.SIZE;
        return ~sum & WORD;
    }
}
