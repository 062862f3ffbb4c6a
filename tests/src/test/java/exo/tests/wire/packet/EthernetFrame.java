package exo.tests.wire.packet;

import java.util.ArrayList;
import java.util.List;

/**
 * An Ethernet frame without the checksum behind it (IEEE 802.3), with VLAN tags if any (802.1Q).
 *
 * @param vlanTags outermost first: priority in the upper 3 bits of 16, then drop eligible, then 12 bits of identifier
 * @param type of the payload, behind the tags
 */
public record EthernetFrame(MacAddress destination, MacAddress source, List<Integer> vlanTags, int type, byte[] payload) {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;
    public static final int VLAN = 0x8100;
    /** IEEE 802.1ad: the outer of two tags. */
    public static final int VLAN_OUTER = 0x88a8;
    /** Shorter ones are filled up with zeros when they are sent. */
    public static final int BYTES_MIN = 60;

    public EthernetFrame {
        vlanTags = List.copyOf(vlanTags);
    }

    public EthernetFrame(MacAddress destination, MacAddress source, int type, byte[] payload) {
        this(destination, source, List.of(), type, payload);
    }

    public EthernetFrame withVlanTags(Integer... tags) {
        return new EthernetFrame(destination, source, List.of(tags), type, payload);
    }

    public byte[] toBytes() {
        PacketWriter writer = new PacketWriter().u48(destination.value()).u48(source.value());
        for (int index = 0; index < vlanTags.size(); index++) {
            boolean outerOfTwo = index < vlanTags.size() - 1;
            writer.u16(outerOfTwo ? VLAN_OUTER : VLAN).u16(vlanTags.get(index));
        }
        return writer.u16(type).bytes(payload).padTo(BYTES_MIN).toBytes();
    }

    /** The payload has what was filled up behind it, if anything was. */
    public static EthernetFrame parse(byte[] frame) throws MalformedPacketException {
        PacketReader reader = new PacketReader("Ethernet frame", frame);
        MacAddress destination = new MacAddress(reader.u48());
        MacAddress source = new MacAddress(reader.u48());
        reader.check(!source.isGroup(), "comes from a group address, " + source);
        List<Integer> tags = new ArrayList<>();
        int type = reader.u16();
        while (type == VLAN || type == VLAN_OUTER) {
            tags.add(reader.u16());
            type = reader.u16();
        }
        return new EthernetFrame(destination, source, tags, type, reader.rest());
    }
}
