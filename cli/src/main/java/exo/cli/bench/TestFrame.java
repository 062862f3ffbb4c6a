package exo.cli.bench;

import java.nio.ByteBuffer;

/**
 * An Ethernet frame with IPv4 and UDP or TCP in it, from a peer that the bench plays to the machine that it measures: whole, with its
 * checksums, so that a machine has no reason not to take it.
 */
final class TestFrame {
    private static final int LINK_BYTES = 14;
    private static final int NETWORK_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int TCP_BYTES = 20;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int HOPS = 64;
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int ACKNOWLEDGE = 0x5010;
    private static final int WINDOW = 0xffff;
    static final byte[] PEER = {2, 0, 0, 0, 0, 1};
    static final byte[] PEER_ADDRESS = {10, 0, 2, 2};
    static final int PEER_PORT = 40000;

    private TestFrame() {
    }

    static byte[] udp(byte[] mac, byte[] address, int port, byte[] payload) {
        ByteBuffer frame = network(mac, address, UDP, UDP_BYTES + payload.length);
        int start = frame.position();
        frame.putShort((short) PEER_PORT).putShort((short) port).putShort((short) (UDP_BYTES + payload.length)).putShort((short) 0);
        frame.put(payload);
        frame.putShort(start + 6, (short) transportSum(frame, start, UDP, address));
        return frame.array();
    }

    static byte[] tcp(byte[] mac, byte[] address, int port) {
        ByteBuffer frame = network(mac, address, TCP, TCP_BYTES);
        int start = frame.position();
        frame.putShort((short) PEER_PORT).putShort((short) port).putInt(1).putInt(1).putShort((short) ACKNOWLEDGE)
                .putShort((short) WINDOW).putShort((short) 0).putShort((short) 0);
        frame.putShort(start + 16, (short) transportSum(frame, start, TCP, address));
        return frame.array();
    }

    private static ByteBuffer network(byte[] mac, byte[] address, int protocol, int byteCount) {
        ByteBuffer frame = ByteBuffer.allocate(LINK_BYTES + NETWORK_BYTES + byteCount);
        frame.put(mac).put(PEER).putShort((short) ETHERTYPE_IPV4);
        frame.put((byte) VERSION_AND_LENGTH).put((byte) 0).putShort((short) (NETWORK_BYTES + byteCount)).putShort((short) 0)
                .putShort((short) DO_NOT_FRAGMENT).put((byte) HOPS).put((byte) protocol).putShort((short) 0).put(PEER_ADDRESS).put(address);
        frame.putShort(LINK_BYTES + 10, (short) ~sum(frame, LINK_BYTES, LINK_BYTES + NETWORK_BYTES, 0));
        return frame;
    }

    private static int transportSum(ByteBuffer frame, int start, int protocol, byte[] address) {
        int byteCount = frame.capacity() - start;
        ByteBuffer pseudo = ByteBuffer.allocate(12).put(PEER_ADDRESS).put(address).putShort((short) protocol).putShort((short) byteCount);
        int sum = ~sum(frame, start, frame.capacity(), sum(pseudo, 0, 12, 0)) & 0xffff;
        return sum == 0 ? 0xffff : sum;
    }

    private static int sum(ByteBuffer bytes, int from, int to, int before) {
        int sum = before;
        for (int at = from; at < to; at++) {
            sum += (bytes.get(at) & 0xff) << ((at - from & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
