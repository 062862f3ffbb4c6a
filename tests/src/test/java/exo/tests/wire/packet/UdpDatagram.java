package exo.tests.wire.packet;

import java.util.Arrays;

/** A UDP datagram (RFC 768; over IPv6 RFC 8200 section 8.1). */
public record UdpDatagram(int sourcePort, int destinationPort, byte[] payload) {
    public static final int HEADER_BYTES = 8;
    private static final int LENGTH_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 6;
    private static final int ALL_ONES = 0xffff;
    private static final byte[] NONE = {0, 0};

    public byte[] toBytes(Ipv4Address source, Ipv4Address destination) {
        return toBytes(Checksum.pseudoHeader(source, destination, Ipv4Packet.UDP, HEADER_BYTES + payload.length));
    }

    public byte[] toBytes(Ipv6Address source, Ipv6Address destination) {
        return toBytes(Checksum.pseudoHeader(source, destination, Ipv4Packet.UDP, HEADER_BYTES + payload.length));
    }

    private byte[] toBytes(byte[] pseudoHeader) {
        byte[] bytes = plain().withChecksumAt(CHECKSUM_OFFSET, pseudoHeader);
        if (Arrays.equals(checksumOf(bytes), NONE)) {
            // A zero would say that there is none; in ones' complement both are the same number.
            bytes[CHECKSUM_OFFSET] = (byte) ALL_ONES;
            bytes[CHECKSUM_OFFSET + 1] = (byte) ALL_ONES;
        }
        return bytes;
    }

    /** As IPv4 allows it. */
    public byte[] toBytesWithoutChecksum() {
        return plain().toBytes();
    }

    private PacketWriter plain() {
        return new PacketWriter().u16(sourcePort).u16(destinationPort).u16(HEADER_BYTES + payload.length).u16(0).bytes(payload);
    }

    /** A checksum of zero is none. */
    public static UdpDatagram parse(byte[] bytes, Ipv4Address source, Ipv4Address destination) throws MalformedPacketException {
        byte[] own = own(bytes);
        boolean unchecked = Arrays.equals(checksumOf(own), NONE);
        return parse(own, unchecked || Checksum.holds(Checksum.pseudoHeader(source, destination, Ipv4Packet.UDP, own.length), own));
    }

    public static UdpDatagram parse(byte[] bytes, Ipv6Address source, Ipv6Address destination) throws MalformedPacketException {
        byte[] own = own(bytes);
        boolean summed = !Arrays.equals(checksumOf(own), NONE);
        return parse(own, summed && Checksum.holds(Checksum.pseudoHeader(source, destination, Ipv4Packet.UDP, own.length), own));
    }

    private static byte[] checksumOf(byte[] bytes) {
        return Arrays.copyOfRange(bytes, CHECKSUM_OFFSET, HEADER_BYTES);
    }

    private static byte[] own(byte[] bytes) throws MalformedPacketException {
        PacketReader reader = new PacketReader("UDP datagram", bytes);
        reader.bytes(LENGTH_OFFSET);
        int length = reader.u16();
        reader.check(length >= HEADER_BYTES && length <= bytes.length, "of " + bytes.length + " bytes says " + length);
        return Arrays.copyOf(bytes, length);
    }

    private static UdpDatagram parse(byte[] own, boolean checksumHolds) throws MalformedPacketException {
        PacketReader reader = new PacketReader("UDP datagram", own);
        reader.check(checksumHolds, "has a wrong checksum");
        UdpDatagram datagram = new UdpDatagram(reader.u16(), reader.u16(), Arrays.copyOfRange(own, HEADER_BYTES, own.length));
        reader.u32();
        return datagram;
    }
}
