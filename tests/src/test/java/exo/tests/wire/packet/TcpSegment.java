package exo.tests.wire.packet;

/**
 * A TCP segment over IPv4 (RFC 9293 section 3.1): what classifying needs, no more.
 *
 * @param flags the lower byte: CWR, ECE, URG, ACK, PSH, RST, SYN, FIN from the top
 * @param options a multiple of 4 bytes, at most 40
 */
public record TcpSegment(int sourcePort, int destinationPort, int sequence, int acknowledgement, int flags, int window,
        byte[] options, byte[] payload) {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;
    public static final int HEADER_BYTES = 20;
    private static final int CHECKSUM_OFFSET = 16;
    private static final int BYTES_IN_WORD = 4;
    private static final int HALF_BYTE = 4;

    public static TcpSegment syn(int sourcePort, int destinationPort, int sequence) {
        return new TcpSegment(sourcePort, destinationPort, sequence, 0, SYN, 0xffff, new byte[0], new byte[0]);
    }

    public byte[] toBytes(Ipv4Address source, Ipv4Address destination) {
        int headerBytes = HEADER_BYTES + options.length;
        return new PacketWriter().u16(sourcePort).u16(destinationPort).u32(sequence).u32(acknowledgement)
                .u8(headerBytes / BYTES_IN_WORD << HALF_BYTE).u8(flags).u16(window).u16(0).u16(0).bytes(options).bytes(payload)
                .withChecksumAt(CHECKSUM_OFFSET,
                        Checksum.pseudoHeader(source, destination, Ipv4Packet.TCP, headerBytes + payload.length));
    }

    public static TcpSegment parse(byte[] bytes, Ipv4Address source, Ipv4Address destination) throws MalformedPacketException {
        PacketReader reader = new PacketReader("TCP segment", bytes);
        reader.check(Checksum.holds(Checksum.pseudoHeader(source, destination, Ipv4Packet.TCP, bytes.length), bytes),
                "has a wrong checksum");
        int sourcePort = reader.u16();
        int destinationPort = reader.u16();
        int sequence = reader.u32();
        int acknowledgement = reader.u32();
        int headerBytes = (reader.u8() >>> HALF_BYTE) * BYTES_IN_WORD;
        reader.check(headerBytes >= HEADER_BYTES, "has a header of " + headerBytes + " bytes");
        int flags = reader.u8();
        int window = reader.u16();
        reader.u32();
        return new TcpSegment(sourcePort, destinationPort, sequence, acknowledgement, flags, window,
                reader.bytes(headerBytes - HEADER_BYTES), reader.rest());
    }
}
