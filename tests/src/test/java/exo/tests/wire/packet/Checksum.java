package exo.tests.wire.packet;

/** The Internet checksum: the ones' complement of the ones' complement sum of 16-bit words (RFC 1071). */
public final class Checksum {
    private static final int WORD_MASK = 0xffff;
    private static final int BYTE_MASK = 0xff;
    /** For packets without a pseudo header. */
    static final byte[] NOTHING_BEFORE = {};

    private Checksum() {
    }

    /** Of all parts as if they were one; an odd byte at the end is followed by a zero. */
    public static int of(byte[]... parts) {
        return ~sum(parts) & WORD_MASK;
    }

    /** Whether what contains its own checksum sums up to all ones. */
    static boolean holds(byte[]... parts) {
        return sum(parts) == WORD_MASK;
    }

    private static int sum(byte[]... parts) {
        long sum = 0;
        boolean high = true;
        for (byte[] part : parts) {
            for (byte octet : part) {
                sum += high ? (octet & BYTE_MASK) << Byte.SIZE : octet & BYTE_MASK;
                high = !high;
            }
        }
        while (sum > WORD_MASK) {
            sum = (sum & WORD_MASK) + (sum >>> Short.SIZE);
        }
        return (int) sum;
    }

    /** What TCP and UDP over IPv4 sum up before themselves (RFC 768, RFC 9293 section 3.1). */
    static byte[] pseudoHeader(Ipv4Address source, Ipv4Address destination, int protocol, int length) {
        return new PacketWriter().u32(source.value()).u32(destination.value()).u8(0).u8(protocol).u16(length).toBytes();
    }

    /** The same over IPv6, where ICMPv6 has it too (RFC 8200 section 8.1). */
    static byte[] pseudoHeader(Ipv6Address source, Ipv6Address destination, int protocol, int length) {
        return new PacketWriter().bytes(source.toBytes()).bytes(destination.toBytes()).u32(length).u32(protocol).toBytes();
    }
}
