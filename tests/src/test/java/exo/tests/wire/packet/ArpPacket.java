package exo.tests.wire.packet;

/** An ARP packet for IPv4 over Ethernet (RFC 826). */
public record ArpPacket(int operation, MacAddress senderHardware, Ipv4Address senderProtocol, MacAddress targetHardware,
        Ipv4Address targetProtocol) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;
    private static final int ETHERNET = 1;
    private static final int HARDWARE_BYTES = 6;
    private static final int PROTOCOL_BYTES = 4;

    public static ArpPacket request(MacAddress sender, Ipv4Address senderProtocol, Ipv4Address asked) {
        return new ArpPacket(REQUEST, sender, senderProtocol, MacAddress.ZERO, asked);
    }

    /** The answer to this request. */
    public ArpPacket reply(MacAddress hardware) {
        return new ArpPacket(REPLY, hardware, targetProtocol, senderHardware, senderProtocol);
    }

    public byte[] toBytes() {
        return new PacketWriter().u16(ETHERNET).u16(EthernetFrame.IPV4).u8(HARDWARE_BYTES).u8(PROTOCOL_BYTES).u16(operation)
                .u48(senderHardware.value()).u32(senderProtocol.value()).u48(targetHardware.value()).u32(targetProtocol.value())
                .toBytes();
    }

    public static ArpPacket parse(byte[] bytes) throws MalformedPacketException {
        PacketReader reader = new PacketReader("ARP packet", bytes);
        reader.check(reader.u16() == ETHERNET && reader.u16() == EthernetFrame.IPV4 && reader.u8() == HARDWARE_BYTES
                && reader.u8() == PROTOCOL_BYTES, "is not of IPv4 over Ethernet");
        int operation = reader.u16();
        reader.check(operation == REQUEST || operation == REPLY, "has operation " + operation);
        return new ArpPacket(operation, new MacAddress(reader.u48()), new Ipv4Address(reader.u32()), new MacAddress(reader.u48()),
                new Ipv4Address(reader.u32()));
    }
}
