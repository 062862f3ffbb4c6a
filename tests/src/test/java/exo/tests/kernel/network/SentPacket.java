package exo.tests.kernel.network;

import java.util.Arrays;

/** A packet on its way out, and from whom it says that it is: the oracle on what may be sent, which knows no line of the kernel's. */
public final class SentPacket {
    /** Within so many octets all headers have to lie. */
    public static final int LOOKED_AT = 240;
    private static final int LINK_BYTES = 6;
    private static final int ARP = 0x806;
    private static final int ARP_BYTES = 28;
    private static final long ARP_KIND = 0x0001_0800_0604L;
    private static final int IPV4 = 0x800;
    private static final int IPV6 = 0x86dd;
    private static final int ICMPV6 = 58;
    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int REDIRECT = 137;
    private static final int NEIGHBOUR_BYTES = 24;

    private final byte[] octets;
    private final ParsedPacket parsed;
    private final boolean sound;

    /**
     * @param packet  all of it
     * @param station  the machine's own address
     */
    public SentPacket(byte[] packet, byte[] station) {
        octets = Arrays.copyOf(packet, Math.min(packet.length, LOOKED_AT));
        parsed = new ParsedPacket(octets);
        sound = parsed.wellFormed() && Arrays.equals(octets, LINK_BYTES, 2 * LINK_BYTES, station, 0, LINK_BYTES)
                && isWhole(packet.length, station);
    }

    private boolean isWhole(int packetBytes, byte[] station) {
        int network = parsed.network();
        switch (parsed.ethertype()) {
            case ARP:
                return octets.length - network >= ARP_BYTES
                        && ((long) parsed.half(network) << 32 | (long) parsed.half(network + 2) << 16 | parsed.half(network + 4)) == ARP_KIND
                        && Arrays.equals(octets, network + 8, network + 8 + LINK_BYTES, station, 0, LINK_BYTES);
            case IPV4:
                return isWhole(packetBytes, network + parsed.half(network + 2));
            case IPV6:
                return isWhole(packetBytes, network + 40 + parsed.half(network + 4));
            default:
                return true;
        }
    }

    private boolean isWhole(int packetBytes, int end) {
        int headers = parsed.transport() < 0 ? parsed.network() : parsed.transport() + aboveBytes();
        return headers <= octets.length && headers <= end && end <= packetBytes;
    }

    private int aboveBytes() {
        return switch (parsed.protocol()) {
            case 6 -> 20;
            case 17 -> 8;
            case 1 -> 4;
            case ICMPV6 -> isNeighbour() ? NEIGHBOUR_BYTES : 4;
            default -> 0;
        };
    }

    private int type() {
        return parsed.protocol() == ICMPV6 && parsed.transport() >= 0 && parsed.transport() < octets.length
                ? parsed.octet(parsed.transport()) : -1;
    }

    private boolean isNeighbour() {
        return type() == SOLICITATION || type() == ADVERTISEMENT;
    }

    /** Whether it is from within a claim of which nothing was split off. */
    public boolean isFrom(Claim claim) {
        return sound && (claim.ethertype() == Claim.ANY_ETHERTYPE || claim.ethertype() == parsed.ethertype())
                && (claim.vlan() == Claim.ANY_VLAN || claim.vlan() == (parsed.vlan() < 0 ? Claim.UNTAGGED : parsed.vlan()))
                && (claim.protocol() == Claim.ANY_PROTOCOL || claim.protocol() == parsed.protocol())
                && (claim.addressBits() == 0 || isFromAddress(claim)) && isFromPort(claim);
    }

    private boolean isFromAddress(Claim claim) {
        int network = parsed.network();
        if (parsed.ethertype() == ARP) {
            return claim.hasPrefix(octets, network + (isZero(network + 14, 4) ? 24 : 14));
        }
        if (parsed.ethertype() == IPV4) {
            return claim.hasPrefix(octets, network + 12);
        }
        boolean target = isNeighbour() && claim.hasPrefix(octets, parsed.transport() + 8);
        if (type() == ROUTER_ADVERTISEMENT || type() == REDIRECT || type() == ADVERTISEMENT && !target) {
            return false;
        }
        return type() == SOLICITATION && isZero(network + 8, 16) ? target : claim.hasPrefix(octets, network + 8);
    }

    private boolean isZero(int from, int count) {
        for (int at = from; at < from + count; at++) {
            if (octets[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isFromPort(Claim claim) {
        if (claim.allPorts()) {
            return true;
        }
        int port = parsed.transport() < 0 ? -1 : parsed.half(parsed.transport());
        return port >= claim.portFirst() && port <= claim.portLast();
    }
}
