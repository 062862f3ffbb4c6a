package exo.programs.network.code;

import exo.exos.code.Packet;

/**
 * UDP echo (RFC 862) at arrival: what came goes back, addresses and ports exchanged, from the frame that it came in. Every checksum stays
 * as it was, since exchanging what is summed changes no sum. What is unusual (options, fragments) is the ring's.
 */
public final class UdpEcho {
    /** Who has such a port may answer by itself, and the echoes would never end. */
    private static final int PORTS_THAT_MAY_ANSWER = 1024;

    /** What the owner may read. */
    private static long echoed;

    private UdpEcho() {
    }

    static int handle(Packet packet, int length) {
        if (length < Headers.UDP + Headers.UDP_BYTES || !isPlainUdp(packet)) {
            return Packet.DELIVER;
        }
        boolean forMany = (packet.u8(Headers.DESTINATION_CARD) & Headers.FOR_MANY) != 0;
        if (forMany || packet.u16(Headers.SOURCE_PORT) < PORTS_THAT_MAY_ANSWER) {
            return Packet.DROP;
        }
        exchange16(packet, Headers.DESTINATION_CARD, Headers.SOURCE_CARD);
        exchange32(packet, Headers.DESTINATION_CARD + 2, Headers.SOURCE_CARD + 2);
        exchange32(packet, Headers.SOURCE, Headers.DESTINATION);
        exchange16(packet, Headers.SOURCE_PORT, Headers.DESTINATION_PORT);
        if (packet.send(length) == 0) {
            echoed++;
        }
        return Packet.DROP;
    }

    private static boolean isPlainUdp(Packet packet) {
        return packet.u16(Headers.TYPE) == Headers.TYPE_IPV4 && packet.u8(Headers.VERSION_AND_WORDS) == Headers.PLAIN
                && (packet.u16(Headers.FLAGS_AND_OFFSET) & Headers.FRAGMENT) == 0 && packet.u8(Headers.PROTOCOL) == Headers.PROTOCOL_UDP;
    }

    private static void exchange16(Packet packet, int one, int other) {
        int first = packet.little16(one);
        packet.putLittle16(one, packet.little16(other));
        packet.putLittle16(other, first);
    }

    private static void exchange32(Packet packet, int one, int other) {
        long first = packet.little32(one);
        packet.putLittle32(one, packet.little32(other));
        packet.putLittle32(other, first);
    }
}
