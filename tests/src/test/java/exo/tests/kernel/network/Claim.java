package exo.tests.kernel.network;

import java.util.Arrays;

/** The bounds of a claim, and what they mean. */
record Claim(int ethertype, int vlan, int protocol, int addressBits, byte[] address, int portFirst, int portLast) {
    static final int ANY_ETHERTYPE = 0x10000;
    static final int UNTAGGED = 4096;
    static final int ANY_VLAN = 4097;
    static final int ANY_PROTOCOL = 256;
    static final int ALL_PORTS = 0xffff;
    static final Claim EVERYTHING = of(ANY_ETHERTYPE);

    static Claim of(int ethertype) {
        return new Claim(ethertype, ANY_VLAN, ANY_PROTOCOL, 0, new byte[16], 0, ALL_PORTS);
    }

    static byte[] ipv4(int address) {
        return new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    Claim protocol(int value) {
        return new Claim(ethertype, vlan, value, addressBits, address, portFirst, portLast);
    }

    Claim vlan(int value) {
        return new Claim(ethertype, value, protocol, addressBits, address, portFirst, portLast);
    }

    Claim address(byte[] value, int bits) {
        return new Claim(ethertype, vlan, protocol, bits, value, portFirst, portLast);
    }

    Claim ports(int first, int last) {
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

    boolean overlaps(Claim other) {
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
