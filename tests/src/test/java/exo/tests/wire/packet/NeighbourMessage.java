package exo.tests.wire.packet;

/**
 * A neighbour solicitation or advertisement of ICMPv6 (RFC 4861 sections 4.3 and 4.4), with the one option that matters: the
 * sender's own card in a solicitation, the target's in an advertisement.
 *
 * @param flags of an advertisement: {@link #SOLICITED}, {@link #OVERRIDE}; else 0
 * @param hardware in the option, or null when there is none
 */
public record NeighbourMessage(int type, int flags, Ipv6Address target, MacAddress hardware) {
    public static final int SOLICITATION = 135;
    public static final int ADVERTISEMENT = 136;
    public static final int SOLICITED = 0x4000_0000;
    public static final int OVERRIDE = 0x2000_0000;
    private static final int SOURCE_HARDWARE = 1;
    private static final int TARGET_HARDWARE = 2;
    private static final int OPTION_UNITS = 1;
    private static final int OPTION_UNIT_BYTES = 8;
    private static final int CHECKSUM_OFFSET = 2;

    public static NeighbourMessage solicitation(Ipv6Address target, MacAddress sender) {
        return new NeighbourMessage(SOLICITATION, 0, target, sender);
    }

    /** The answer to this solicitation. */
    public NeighbourMessage advertisement(MacAddress ofTarget) {
        return new NeighbourMessage(ADVERTISEMENT, SOLICITED | OVERRIDE, target, ofTarget);
    }

    public byte[] toBytes(Ipv6Address source, Ipv6Address destination) {
        PacketWriter writer = new PacketWriter().u8(type).u8(0).u16(0).u32(flags).bytes(target.toBytes());
        if (hardware != null) {
            writer.u8(optionOf(type)).u8(OPTION_UNITS).u48(hardware.value());
        }
        return writer.withChecksumAt(CHECKSUM_OFFSET,
                Checksum.pseudoHeader(source, destination, Ipv6Packet.ICMPV6, writer.toBytes().length));
    }

    private static int optionOf(int type) {
        return type == SOLICITATION ? SOURCE_HARDWARE : TARGET_HARDWARE;
    }

    public static NeighbourMessage parse(byte[] bytes, Ipv6Address source, Ipv6Address destination) throws MalformedPacketException {
        PacketReader reader = new PacketReader("neighbour message", bytes);
        int type = reader.u8();
        reader.check(type == SOLICITATION || type == ADVERTISEMENT, "is of type " + type);
        int code = reader.u8();
        reader.check(code == 0, "has code " + code);
        reader.check(Checksum.holds(Checksum.pseudoHeader(source, destination, Ipv6Packet.ICMPV6, bytes.length), bytes),
                "has a wrong checksum");
        reader.u16();
        int flags = reader.u32();
        Ipv6Address target = new Ipv6Address(reader.u64(), reader.u64());
        MacAddress hardware = null;
        while (reader.left() > 0) {
            int option = reader.u8();
            int units = reader.u8();
            reader.check(units > 0, "has an option of no length");
            PacketReader body = new PacketReader("neighbour option", reader.bytes(units * OPTION_UNIT_BYTES - 2));
            hardware = option == optionOf(type) && units == OPTION_UNITS ? new MacAddress(body.u48()) : hardware;
        }
        return new NeighbourMessage(type, flags, target, hardware);
    }
}
