package exo.tests.kernel.network;

import java.util.Arrays;

/** The bounds of a claim, and what they mean. */
public record Claim(int ethertype, int vlan, int protocol, int addressBits, byte[] address, int portFirst, int portLast) {
    public static final int ANY_ETHERTYPE = 0x10000;
    public static final int UNTAGGED = 4096;
    public static final int ANY_VLAN = 4097;
    public static final int ANY_PROTOCOL = 256;
    public static final int ALL_PORTS = 0xffff;
    public static final Claim EVERYTHING = of(ANY_ETHERTYPE);

    public static Claim of(int ethertype) {
        return new Claim(ethertype, ANY_VLAN, ANY_PROTOCOL, 0, new byte[16], 0, ALL_PORTS);
    }

    public static byte[] ipv4(int address) {
        return new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    public Claim protocol(int value) {
        return new Claim(ethertype, vlan, value, addressBits, address, portFirst, portLast);
    }

    public Claim vlan(int value) {
        return new Claim(ethertype, value, protocol, addressBits, address, portFirst, portLast);
    }

    public Claim address(byte[] value, int bits) {
        return new Claim(ethertype, vlan, protocol, bits, value, portFirst, portLast);
    }

    public Claim ports(int first, int last) {
        return new Claim(ethertype, vlan, protocol, addressBits, address, first, last);
    }

    /** Whether a received packet is in the claim. */
    boolean holds(ParsedPacket packet) {
        if (!packet.wellFormed() || ethertype != ANY_ETHERTYPE && ethertype != packet.ethertype()
                || vlan != ANY_VLAN && vlan != (packet.vlan() < 0 ? UNTAGGED : packet.vlan())
                || protocol != ANY_PROTOCOL && protocol != packet.protocol()) {
            return false;
        }
        int destination = packet.network() + (ethertype == 0x800 ? 16 : 24);
        for (int bit = 0; bit < addressBits; bit++) {
            int at = destination + bit / 8;
            if (at >= packet.octets().length || ((packet.octet(at) ^ address[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        if (portFirst == 0 && portLast == ALL_PORTS) {
            return true;
        }
        int at = packet.transport() + 2;
        return packet.transport() >= 0 && at + 2 <= packet.octets().length && packet.half(at) >= portFirst
                && packet.half(at) <= portLast;
    }

    /** Whether all of another one is within this. */
    public boolean contains(Claim other) {
        return (ethertype == ANY_ETHERTYPE || ethertype == other.ethertype) && (vlan == ANY_VLAN || vlan == other.vlan)
                && (protocol == ANY_PROTOCOL || protocol == other.protocol) && addressBits <= other.addressBits
                && hasPrefix(other.address, 0) && portFirst <= other.portFirst && other.portLast <= portLast;
    }

    /** Whether whatever a filter matches is within this. */
    public boolean contains(Filter filter) {
        return (ethertype == ANY_ETHERTYPE || filter.fixes(Atom.ETHERTYPE, ethertype))
                && (vlan == ANY_VLAN || (vlan == UNTAGGED ? !filter.isTagged() : filter.fixes(Atom.VLAN, vlan)))
                && (protocol == ANY_PROTOCOL || filter.fixes(Atom.PROTOCOL, protocol))
                && containsAddresses(filter) && containsPorts(filter);
    }

    private boolean containsAddresses(Filter filter) {
        int local = ethertype == 0x800 ? 16 : 24;
        for (int bit = 0; bit < addressBits; bit++) {
            int place = 1 << 7 - bit % 8;
            if ((filter.mask(Atom.NETWORK, local + bit / 8) & place) == 0
                    || ((filter.value(Atom.NETWORK, local + bit / 8) ^ address[bit / 8]) & place) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean containsPorts(Filter filter) {
        if (allPorts()) {
            return true;
        }
        int mask = filter.mask(Atom.TRANSPORT, 2) << 8 | filter.mask(Atom.TRANSPORT, 3);
        int value = filter.value(Atom.TRANSPORT, 2) << 8 | filter.value(Atom.TRANSPORT, 3);
        return mask != 0 && value >= portFirst && (value | ~mask & ALL_PORTS) <= portLast;
    }

    boolean allPorts() {
        return portFirst == 0 && portLast == ALL_PORTS;
    }

    /** Whether the octets from a place on begin with the address. */
    boolean hasPrefix(byte[] octets, int at) {
        for (int bit = 0; bit < addressBits; bit++) {
            if (at + bit / 8 >= octets.length || ((octets[at + bit / 8] ^ address[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean overlaps(Claim other) {
        int bits = Math.min(addressBits, other.addressBits);
        for (int bit = 0; bit < bits; bit++) {
            if (((address[bit / 8] ^ other.address[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return alike(ethertype, other.ethertype, ANY_ETHERTYPE) && alike(vlan, other.vlan, ANY_VLAN)
                && alike(protocol, other.protocol, ANY_PROTOCOL) && portFirst <= other.portLast && other.portFirst <= portLast;
    }

    private static boolean alike(int one, int other, int any) {
        return one == any || other == any || one == other;
    }

    @Override
    public String toString() {
        return "[" + Integer.toHexString(ethertype) + " vlan " + vlan + " protocol " + protocol + " address "
                + Arrays.toString(address) + "/" + addressBits + " ports " + portFirst + "-" + portLast + "]";
    }
}
