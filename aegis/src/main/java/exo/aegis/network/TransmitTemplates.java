package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.abi.ClaimBounds;
import exo.abi.PacketField;
import exo.machine.Machine;

/**
 * Whether an account may send a packet: from this machine's own Ethernet address, and from an address and port within one of its claims.
 * So nobody answers for another, in IP, by ARP or by IPv6's neighbour discovery. A claim of which others were split off is none here: who
 * sends, by the same rule as who receives, splits off for itself. What cannot be read to its end is not sent.
 */
public final class TransmitTemplates {
    private static final int ARP_BYTES = 28;
    private static final int ARP_KIND = 0x0001_0800;
    private static final int ARP_SIZES = 0x0604;
    private static final int ARP_SIZES_AT = 4;
    private static final int ARP_SENDER_LINK = 8;
    private static final int ARP_SENDER = 14;

    // Neighbour discovery, RFC 4861: what speaks for an address, and what for a router.
    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int REDIRECT = 137;
    private static final int NEIGHBOUR_BYTES = 24;
    private static final int NEIGHBOUR_TARGET = 8;

    private static final int NO_PORT = -1;

    private final NetworkBook book;
    private final Machine machine;
    private final PacketHeaders headers;
    private final Claims claims;

    TransmitTemplates(NetworkBook book, PacketHeaders headers, Claims claims) {
        this.book = book;
        this.machine = book.machine;
        this.headers = headers;
        this.claims = claims;
    }

    /** Tells the machine's own Ethernet address: six bytes at a physical address. */
    void linkAddress(long octets) {
        for (int index = 0; index < Protocol.LINK_ADDRESS_BYTES; index++) {
            machine.store8(book.start + NetworkBook.LINK_ADDRESS + index, machine.load8(octets + index));
        }
    }

    /**
     * Whether an account may send a packet.
     *
     * @param header  physical address of a copy, which nobody changes, of the packet's beginning
     * @param headerBytes  how much of the packet that is; all headers must lie in it
     * @param packetBytes  how long the whole packet is
     * @return the claim that permits it, 1 or more, or why not: UNPARSABLE, FOREIGN_LINK_ADDRESS, NOT_CLAIMED
     */
    public int permits(int account, long header, long headerBytes, long packetBytes) {
        int status = check(header, headerBytes, packetBytes);
        if (status != NetworkStatus.OK) {
            return status;
        }
        int port = port(header);
        int claim = book.isAccount(account) ? claims.firstHeld(account) : 0;
        for (int steps = 0; claim != 0 && steps < NetworkLimits.CLAIMS; steps++) {
            if (covers(claim, header, port)) {
                return claim;
            }
            claim = claims.nextHeld(claim);
        }
        return NetworkStatus.refused(NetworkStatus.NOT_CLAIMED);
    }

    /** As {@link #permits}, by one claim that the account names: for who sends much. */
    public int permitsBy(int account, int claim, long header, long headerBytes, long packetBytes) {
        int status = check(header, headerBytes, packetBytes);
        boolean held = status == NetworkStatus.OK && claims.exists(claim) && claims.holder(claim) == account;
        return status != NetworkStatus.OK ? status : held && covers(claim, header, port(header)) ? claim
                : NetworkStatus.refused(NetworkStatus.NOT_CLAIMED);
    }

    // ---- what must be so of any packet -------------------------------------------------------------------------------------

    private int check(long header, long headerBytes, long packetBytes) {
        if (headerBytes > packetBytes || !headers.parse(header, headerBytes)) {
            return NetworkStatus.refused(NetworkStatus.UNPARSABLE);
        }
        if (!isOwn(header + Protocol.LINK_SOURCE)) {
            return NetworkStatus.refused(NetworkStatus.FOREIGN_LINK_ADDRESS);
        }
        int network = headers.field(PacketHeaders.NETWORK);
        switch (headers.field(PacketHeaders.ETHERTYPE)) {
            case Protocol.ETHERTYPE_ARP:
                return checkArp(header + network, headerBytes - network);
            case Protocol.ETHERTYPE_IPV4:
                return checkIp(header, headerBytes, packetBytes, Octets.big16(machine, header + network + Protocol.IPV4_TOTAL));
            case Protocol.ETHERTYPE_IPV6:
                return checkIp(header, headerBytes, packetBytes,
                        Protocol.IPV6_BYTES + Octets.big16(machine, header + network + Protocol.IPV6_PAYLOAD));
            default:
                return NetworkStatus.OK;
        }
    }

    private boolean isOwn(long octets) {
        int differing = 0;
        for (int index = 0; index < Protocol.LINK_ADDRESS_BYTES; index++) {
            differing |= machine.load8(octets + index) ^ machine.load8(book.start + NetworkBook.LINK_ADDRESS + index);
        }
        return differing == 0;
    }

    private int checkArp(long arp, long byteCount) {
        if (byteCount < ARP_BYTES || Octets.big32(machine, arp) != ARP_KIND
                || Octets.big16(machine, arp + ARP_SIZES_AT) != ARP_SIZES) {
            return NetworkStatus.refused(NetworkStatus.UNPARSABLE);
        }
        return isOwn(arp + ARP_SENDER_LINK) ? NetworkStatus.OK : NetworkStatus.refused(NetworkStatus.FOREIGN_LINK_ADDRESS);
    }

    /** The packet is as long as it says, and the header above IP, which every one but a later fragment has, lies in what is checked. */
    private int checkIp(long header, long headerBytes, long packetBytes, int ipBytes) {
        int network = headers.field(PacketHeaders.NETWORK);
        int transport = headers.field(PacketHeaders.TRANSPORT);
        int end = transport == 0 ? network : transport + aboveBytes(header, headerBytes, transport);
        boolean good = end <= headerBytes && end <= network + ipBytes && network + ipBytes <= packetBytes;
        return good ? NetworkStatus.OK : NetworkStatus.refused(NetworkStatus.UNPARSABLE);
    }

    private int aboveBytes(long header, long headerBytes, int transport) {
        int protocol = headers.field(PacketHeaders.PROTOCOL);
        boolean neighbour = protocol == Protocol.ICMPV6 && transport < headerBytes && isNeighbour(machine.load8(header + transport));
        return neighbour ? NEIGHBOUR_BYTES : Protocol.headerBytes(protocol);
    }

    private static boolean isNeighbour(int type) {
        return type == NEIGHBOUR_SOLICITATION || type == NEIGHBOUR_ADVERTISEMENT;
    }

    // ---- whether a claim covers it -----------------------------------------------------------------------------------------

    /** Of the many claims that an account may have most differ by their ports: these are looked at first. */
    private boolean covers(int claim, long header, int port) {
        long bounds = book.claim(claim);
        return coversPort(bounds, port) && !claims.isSplit(claim)
                && coversField(bounds, ClaimBounds.ETHERTYPE, ClaimAny.ETHERTYPE, PacketHeaders.ETHERTYPE)
                && coversField(bounds, ClaimBounds.VLAN, ClaimAny.VLAN, PacketHeaders.VLAN)
                && coversField(bounds, ClaimBounds.PROTOCOL, ClaimAny.PROTOCOL, PacketHeaders.PROTOCOL)
                && coversSender(bounds, header);
    }

    private boolean coversField(long bounds, int bound, int any, int field) {
        int value = book.get(bounds + bound);
        return value == any || value == headers.field(field);
    }

    private boolean coversSender(long bounds, long header) {
        int bits = book.get(bounds + ClaimBounds.ADDRESS_BITS);
        long network = header + headers.field(PacketHeaders.NETWORK);
        if (bits == 0) {
            return true;
        }
        switch (headers.field(PacketHeaders.ETHERTYPE)) {
            case Protocol.ETHERTYPE_ARP:
                // A probe asks for an address before anyone has it (RFC 5227): it is the target that it speaks for.
                boolean probe = Octets.big32(machine, network + ARP_SENDER) == 0;
                return Bounds.holds(book, bounds, network + (probe ? Bounds.ARP_TARGET : ARP_SENDER));
            case Protocol.ETHERTYPE_IPV4:
                return Bounds.holds(book, bounds, network + Protocol.IPV4_SOURCE);
            default:
                return coversIpv6Sender(bounds, header, network);
        }
    }

    private boolean coversIpv6Sender(long bounds, long header, long network) {
        int transport = headers.field(PacketHeaders.TRANSPORT);
        boolean message = headers.field(PacketHeaders.PROTOCOL) == Protocol.ICMPV6 && transport != 0;
        int type = message ? machine.load8(header + transport) : 0;
        boolean target = isNeighbour(type) && Bounds.holds(book, bounds, header + transport + NEIGHBOUR_TARGET);
        if (type == ROUTER_ADVERTISEMENT || type == REDIRECT || type == NEIGHBOUR_ADVERTISEMENT && !target) {
            return false;
        }
        // The solicitation by which an address is probed (RFC 4862) comes from nobody.
        boolean probe = type == NEIGHBOUR_SOLICITATION && isUnspecified(network + Protocol.IPV6_SOURCE);
        return probe ? target : Bounds.holds(book, bounds, network + Protocol.IPV6_SOURCE);
    }

    private boolean isUnspecified(long address) {
        int any = 0;
        for (int at = 0; at < Protocol.IPV6_ADDRESS_BYTES; at++) {
            any |= machine.load8(address + at);
        }
        return any == 0;
    }

    private boolean coversPort(long bounds, int port) {
        int first = book.get(bounds + ClaimBounds.PORT_FIRST);
        int last = book.get(bounds + ClaimBounds.PORT_LAST);
        return port >= first && port <= last || first == 0 && last == Protocol.PORT_MAXIMUM;
    }

    /** The port that a packet of a protocol with ports is from; ports are in whole packets and first fragments. */
    private int port(long header) {
        int transport = headers.field(PacketHeaders.TRANSPORT);
        boolean has = transport != 0 && headers.field(PacketHeaders.FRAGMENT) != PacketField.LATER;
        return has ? Octets.big16(machine, header + transport) : NO_PORT;
    }
}
