package exo.tests.wire.packet;

import java.util.ArrayList;
import java.util.List;

/**
 * An IPv6 packet (RFC 8200) with its extension headers.
 *
 * @param protocol of the payload, behind all extension headers
 */
public record Ipv6Packet(int trafficClass, int flowLabel, int hopLimit, Ipv6Address source, Ipv6Address destination,
        List<Ipv6Extension> extensions, int protocol, byte[] payload) {
    public static final int ICMPV6 = 58;
    public static final int NO_NEXT_HEADER = 59;
    public static final int HEADER_BYTES = 40;
    /** What neighbour discovery demands: it shows that no router was passed (RFC 4861 section 7.1). */
    public static final int HOP_LIMIT_MAX = 255;
    private static final int VERSION = 6;
    private static final int VERSION_SHIFT = 28;
    private static final int TRAFFIC_CLASS_SHIFT = 20;
    private static final int TRAFFIC_CLASS_MASK = 0xff;
    private static final int FLOW_LABEL_MASK = 0xf_ffff;

    public Ipv6Packet {
        extensions = List.copyOf(extensions);
    }

    public static Ipv6Packet of(Ipv6Address source, Ipv6Address destination, int protocol, byte[] payload) {
        return new Ipv6Packet(0, 0, HOP_LIMIT_MAX, source, destination, List.of(), protocol, payload);
    }

    public Ipv6Packet withExtensions(Ipv6Extension... changed) {
        return new Ipv6Packet(trafficClass, flowLabel, hopLimit, source, destination, List.of(changed), protocol, payload);
    }

    public byte[] toBytes() {
        PacketWriter behind = new PacketWriter();
        for (int index = 0; index < extensions.size(); index++) {
            Ipv6Extension extension = extensions.get(index);
            int end = behind.toBytes().length + extension.units() * Ipv6Extension.UNIT_BYTES;
            behind.u8(typeAt(index + 1)).u8(extension.units() - 1).bytes(extension.data()).padTo(end);
        }
        byte[] body = behind.bytes(payload).toBytes();
        return new PacketWriter().u32(VERSION << VERSION_SHIFT | trafficClass << TRAFFIC_CLASS_SHIFT | flowLabel).u16(body.length)
                .u8(typeAt(0)).u8(hopLimit).bytes(source.toBytes()).bytes(destination.toBytes()).bytes(body).toBytes();
    }

    private int typeAt(int index) {
        return index < extensions.size() ? extensions.get(index).type() : protocol;
    }

    /** What lies behind the packet's own length is not its. */
    public static Ipv6Packet parse(byte[] bytes) throws MalformedPacketException {
        PacketReader reader = new PacketReader("IPv6 packet", bytes);
        int first = reader.u32();
        reader.check(first >>> VERSION_SHIFT == VERSION, "has version " + (first >>> VERSION_SHIFT));
        int length = reader.u16();
        int type = reader.u8();
        int hopLimit = reader.u8();
        Ipv6Address source = new Ipv6Address(reader.u64(), reader.u64());
        Ipv6Address destination = new Ipv6Address(reader.u64(), reader.u64());
        PacketReader behind = new PacketReader("IPv6 packet", reader.bytes(length));
        List<Ipv6Extension> extensions = new ArrayList<>();
        while (Ipv6Extension.isOne(type)) {
            int next = behind.u8();
            int units = behind.u8() + 1;
            behind.check(type != Ipv6Extension.FRAGMENT || units == 1, "has a fragment header of " + units + " units");
            extensions.add(new Ipv6Extension(type,
                    behind.bytes(units * Ipv6Extension.UNIT_BYTES - Ipv6Extension.BYTES_BEFORE_DATA)));
            type = next;
        }
        return new Ipv6Packet(first >>> TRAFFIC_CLASS_SHIFT & TRAFFIC_CLASS_MASK, first & FLOW_LABEL_MASK, hopLimit, source,
                destination, extensions, type, behind.rest());
    }
}
