package exo.tests.wire.packet;

/** An ICMP echo or its reply (RFC 792), or the same of ICMPv6 (RFC 4443 section 4), which differ in type and checksum. */
public record IcmpEcho(boolean reply, int identifier, int sequence, byte[] data) {
    private static final int ECHO = 8;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_IPV6 = 128;
    private static final int ECHO_REPLY_IPV6 = 129;
    private static final int CHECKSUM_OFFSET = 2;

    public static IcmpEcho request(int identifier, int sequence, byte[] data) {
        return new IcmpEcho(false, identifier, sequence, data);
    }

    public IcmpEcho answer() {
        return new IcmpEcho(true, identifier, sequence, data);
    }

    public byte[] toBytes() {
        return body(reply ? ECHO_REPLY : ECHO).withChecksumAt(CHECKSUM_OFFSET, Checksum.NOTHING_BEFORE);
    }

    public byte[] toBytes(Ipv6Address source, Ipv6Address destination) {
        PacketWriter body = body(reply ? ECHO_REPLY_IPV6 : ECHO_IPV6);
        return body.withChecksumAt(CHECKSUM_OFFSET,
                Checksum.pseudoHeader(source, destination, Ipv6Packet.ICMPV6, body.toBytes().length));
    }

    private PacketWriter body(int type) {
        return new PacketWriter().u8(type).u8(0).u16(0).u16(identifier).u16(sequence).bytes(data);
    }

    /** Whether an ICMP message says that it is one of these, rather than an error or a question of another kind. */
    public static boolean isOne(byte[] bytes) {
        return bytes.length > 0 && (bytes[0] == ECHO || bytes[0] == ECHO_REPLY);
    }

    public static IcmpEcho parse(byte[] bytes) throws MalformedPacketException {
        return parse(bytes, Checksum.NOTHING_BEFORE, ECHO, ECHO_REPLY);
    }

    public static IcmpEcho parse(byte[] bytes, Ipv6Address source, Ipv6Address destination) throws MalformedPacketException {
        return parse(bytes, Checksum.pseudoHeader(source, destination, Ipv6Packet.ICMPV6, bytes.length), ECHO_IPV6, ECHO_REPLY_IPV6);
    }

    private static IcmpEcho parse(byte[] bytes, byte[] pseudoHeader, int echo, int echoReply) throws MalformedPacketException {
        PacketReader reader = new PacketReader("ICMP echo", bytes);
        int type = reader.u8();
        reader.check(type == echo || type == echoReply, "is of type " + type);
        int code = reader.u8();
        reader.check(code == 0, "has code " + code);
        reader.check(Checksum.holds(pseudoHeader, bytes), "has a wrong checksum");
        reader.u16();
        return new IcmpEcho(type == echoReply, reader.u16(), reader.u16(), reader.rest());
    }
}
