package exo.abi.spec;

import static exo.abi.spec.Constants.narrow;
import static exo.abi.spec.LayoutBuilder.layout;

import java.util.List;

/** How packet filters and claims are written down: the same for who makes them, a library OS or the host, and for the kernel. */
final class Network {
    private Network() {
    }

    static Layout filterAtom() {
        return layout("FilterAtom", 16, "One condition of a packet filter: width bytes of the packet at offset from a base, read "
                + "big-endian, are equal to value where mask is 1. A filter is 1 to FilterLimits.ATOMS of these, in the canonical "
                + "order: by base, then by offset, with at most one in each aligned word of 4 bytes. The offset is a multiple of "
                + "the width, the mask is not 0, the value is 0 where the mask is, and no smaller width would do.")
                .kernel(Access.READS)
                .user(Access.WRITES)
                .u8(0, "base", "from where the offset counts (PacketBase)")
                .u8(1, "width", "1, 2 or 4")
                .u8(2, "offset", "in bytes; of base FIELD, which field (PacketField)")
                .u32(4, "mask", "bits that matter")
                .u32(8, "value", "what they are")
                .record();
    }

    static Layout claimBounds() {
        return layout("ClaimBounds", 64, "What packets a claim is to: those within each of these bounds. They are told by their "
                + "destination where they are received, and by their source where they are sent.")
                .kernel(Access.WRITES)
                .user(Access.WRITES)
                .u32(0, "ethertype", "after a VLAN tag, or ClaimAny.ETHERTYPE, with no bounds but vlan then")
                .u32(4, "vlan", "0 to 4095, PacketField.UNTAGGED, or ClaimAny.VLAN")
                .u32(8, "protocol", "of IP, after extension headers; ClaimAny.PROTOCOL else")
                .u32(12, "addressBits", "leading bits of the address that count: of IPv4 and IPv6 the local one, of ARP the one asked for; "
                        + "0 else")
                .u32(16, "portFirst", "lowest local port of UDP or TCP; 0 else")
                .u32(20, "portLast", "highest; 65535 else")
                .octets(24, "address", 16, "as in the packet, zero padded, and 0 in the bits that do not count")
                .record();
    }

    static List<ConstantGroup> constants() {
        return List.of(new ConstantGroup("PacketBase", "PACKET_BASE", "From where the offset of a FilterAtom counts, in canonical "
                + "order.", List.of(
                narrow("FIELD", 0, "no bytes: what parsing the headers found (PacketField)"),
                narrow("LINK", 1, "the Ethernet header's first byte; both addresses, which is to say 12 bytes, can be named"),
                narrow("NETWORK", 2, "the first byte after the Ethernet header and a VLAN tag; of IP, the fixed header can be named, "
                        + "without what has a field"),
                narrow("TRANSPORT", 3, "the first byte after the IPv4 header with its options, or the IPv6 header with its "
                        + "extension headers; there is none in a fragment but the first"))),
                new ConstantGroup("PacketField", "PACKET_FIELD", "What parsing found, by offset of an atom of base FIELD.", List.of(
                narrow("ETHERTYPE", 0, "after a VLAN tag; width 2, with all of its mask. Every filter has it"),
                narrow("VLAN", 4, "the tag's VLAN, width 2, mask 0xfff. A filter without it matches untagged packets alone. One tag "
                        + "is looked through: of two, the inner one is the packet's ethertype"),
                narrow("PROTOCOL", 8, "of IP, after extension headers; width 1, with all of its mask"),
                narrow("FRAGMENT", 12, "of IP, which kind of fragment, one of the following; width 1, mask 1 to 3"),
                narrow("WHOLE", 0, "no fragment"),
                narrow("FIRST", 1, "the first fragment of several"),
                narrow("LATER", 2, "another fragment"),
                narrow("UNTAGGED", 4096, "in place of a VLAN: no tag"))),
                new ConstantGroup("ClaimAny", "CLAIM_ANY", "In place of a bound: none.", List.of(
                narrow("ETHERTYPE", 0x10000, ""),
                narrow("VLAN", 4097, ""),
                narrow("PROTOCOL", 256, ""))),
                new ConstantGroup("FilterLimits", "FILTER_LIMIT", "How large a filter may be.", List.of(
                narrow("ATOMS", 16, "conditions of a filter"),
                narrow("OFFSET_MAXIMUM", 255, "offset of an atom"))));
    }
}
