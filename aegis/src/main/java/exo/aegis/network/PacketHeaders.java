package exo.aegis.network;

import exo.abi.PacketField;
import exo.machine.Machine;

/**
 * Reads the headers of one packet and leaves what it found in the book: ethertype, VLAN, protocol, fragment kind, and where the network
 * and the transport header begin. Looks through one VLAN tag; of two, the inner one counts as the ethertype, so that no claim to an
 * address or a port extends to what is tagged twice. An IP packet whose headers do not lie inside it, or contradict themselves, is
 * malformed, and nobody's.
 */
final class PacketHeaders {
    static final int ETHERTYPE = NetworkBook.HEADERS;
    static final int VLAN = NetworkBook.HEADERS + 4;
    /** 0 if the packet is not IP; NO_PROTOCOL if it is a later fragment that begins inside the extension headers. */
    static final int PROTOCOL = NetworkBook.HEADERS + 8;
    static final int FRAGMENT = NetworkBook.HEADERS + 12;
    static final int NETWORK = NetworkBook.HEADERS + 16;
    /** 0: there is none. */
    static final int TRANSPORT = NetworkBook.HEADERS + 20;
    /** No filter has it: more than any protocol. */
    static final int NO_PROTOCOL = 256;

    /** Headers between that of IPv6 and the protocol above that are looked through; a packet with more is malformed. */
    private static final int EXTENSIONS_MAXIMUM = 8;
    private static final int VERSION_4 = 4;
    private static final int VERSION_6 = 6;
    private static final int IPV6_FRAGMENT_OFFSET = 0xfff8;
    private static final int IPV6_MORE_FRAGMENTS = 1;
    private static final int EXTENSION_UNIT = 8;

    private final NetworkBook book;
    private final Machine machine;

    PacketHeaders(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
    }

    int field(int which) {
        return book.get(book.start + which);
    }

    private void set(int which, int value) {
        book.set(book.start + which, value);
    }

    /** Whether the packet is well formed; the fields are good only then. */
    boolean parse(long packet, long length) {
        set(PROTOCOL, 0);
        set(FRAGMENT, PacketField.WHOLE);
        set(TRANSPORT, 0);
        if (length < Protocol.LINK_BYTES) {
            return false;
        }
        int ethertype = Octets.big16(machine, packet + Protocol.LINK_ETHERTYPE);
        int network = Protocol.LINK_BYTES;
        set(VLAN, PacketField.UNTAGGED);
        if (ethertype == Protocol.ETHERTYPE_VLAN || ethertype == Protocol.ETHERTYPE_SERVICE_VLAN) {
            network += Protocol.TAG_BYTES;
            if (length < network) {
                return false;
            }
            set(VLAN, Octets.big16(machine, packet + Protocol.LINK_BYTES) & Protocol.VLAN_MASK);
            ethertype = Octets.big16(machine, packet + Protocol.LINK_BYTES + 2);
        }
        set(ETHERTYPE, ethertype);
        set(NETWORK, network);
        return ethertype == Protocol.ETHERTYPE_IPV4 ? parseIpv4(packet, length, network)
                : ethertype != Protocol.ETHERTYPE_IPV6 || parseIpv6(packet, length, network);
    }

    private boolean parseIpv4(long packet, long length, int network) {
        if (length < network + Protocol.IPV4_BYTES) {
            return false;
        }
        int first = machine.load8(packet + network);
        int headerBytes = (first & 15) * Width.WORD;
        if (first >>> 4 != VERSION_4 || headerBytes < Protocol.IPV4_BYTES || length < network + headerBytes) {
            return false;
        }
        int fragment = Octets.big16(machine, packet + network + Protocol.IPV4_FRAGMENT);
        set(PROTOCOL, machine.load8(packet + network + Protocol.IPV4_PROTOCOL));
        setTransport(network + headerBytes, (fragment & Protocol.FRAGMENT_OFFSET) != 0, (fragment & Protocol.MORE_FRAGMENTS) != 0);
        return true;
    }

    private void setTransport(int transport, boolean later, boolean more) {
        set(FRAGMENT, later ? PacketField.LATER : more ? PacketField.FIRST : PacketField.WHOLE);
        set(TRANSPORT, later ? 0 : transport);
    }

    private boolean parseIpv6(long packet, long length, int network) {
        if (length < network + Protocol.IPV6_BYTES || machine.load8(packet + network) >>> 4 != VERSION_6) {
            return false;
        }
        int protocol = machine.load8(packet + network + Protocol.IPV6_NEXT);
        int at = network + Protocol.IPV6_BYTES;
        boolean more = false;
        for (int extensions = 0; Protocol.isExtension(protocol); extensions++) {
            if (extensions == EXTENSIONS_MAXIMUM || length < at + EXTENSION_UNIT) {
                return false;
            }
            int next = machine.load8(packet + at);
            if (protocol == Protocol.FRAGMENT) {
                int fragment = Octets.big16(machine, packet + at + 2);
                more |= (fragment & IPV6_MORE_FRAGMENTS) != 0;
                if ((fragment & IPV6_FRAGMENT_OFFSET) != 0) {
                    set(PROTOCOL, Protocol.isExtension(next) ? NO_PROTOCOL : next);
                    setTransport(0, true, more);
                    return true;
                }
            }
            at += extensionBytes(protocol, machine.load8(packet + at + 1));
            protocol = next;
        }
        set(PROTOCOL, protocol);
        setTransport(at, false, more);
        return length >= at;
    }

    private static int extensionBytes(int protocol, int said) {
        return protocol == Protocol.FRAGMENT ? EXTENSION_UNIT
                : protocol == Protocol.AUTHENTICATION ? (said + 2) * Width.WORD : (said + 1) * EXTENSION_UNIT;
    }
}
