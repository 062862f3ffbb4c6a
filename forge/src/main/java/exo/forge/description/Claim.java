package exo.forge.description;

import exo.abi.ClaimAny;
import exo.abi.PacketField;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which packets are an environment's, as the kernel has it (ClaimBounds): by destination where they are received, by source where
 * they are sent. Of IPv4 and ARP it is to the machine's own address, which the {@code [net]} table says.
 *
 * @param text as the description has it, with single spaces
 * @param ethertype of IPv4, ARP, IPv6, or any other one
 * @param vlan or {@link PacketField#UNTAGGED}
 * @param protocol of IP, or {@link ClaimAny#PROTOCOL}
 * @param address of IPv6, 16 bytes; null: the machine's own of IPv4 and ARP, any of IPv6
 */
public record Claim(String text, int ethertype, int vlan, int protocol, byte[] address, int portFirst, int portLast) {
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86dd;
    static final int PORT_MAXIMUM = 65535;
    private static final int ADDRESS_BYTES = 16;
    private static final int OWN_ADDRESS_BYTES = 4;

    /** Leading bits of the address that count. */
    public int addressBits() {
        return address != null ? ADDRESS_BYTES * Byte.SIZE : isToOwnAddress() ? OWN_ADDRESS_BYTES * Byte.SIZE : 0;
    }

    private boolean isToOwnAddress() {
        return ethertype == IPV4 || ethertype == ARP;
    }

    /** The address as the kernel has it, zero padded. */
    public byte[] addressBytes(NetworkDescription network) {
        ByteBuffer bytes = ByteBuffer.allocate(ADDRESS_BYTES);
        if (address != null) {
            bytes.put(address);
        } else if (isToOwnAddress()) {
            for (String number : network.address().split("\\.")) {
                bytes.put((byte) Integer.parseInt(number));
            }
        }
        return bytes.array();
    }

    /** Whether a packet can be within both. */
    public boolean overlaps(Claim other) {
        boolean protocols = protocol == other.protocol || protocol == ClaimAny.PROTOCOL || other.protocol == ClaimAny.PROTOCOL;
        boolean addresses = address == null || other.address == null || Arrays.equals(address, other.address);
        return ethertype == other.ethertype && vlan == other.vlan && protocols && addresses
                && portFirst <= other.portLast && other.portFirst <= portLast;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Claim claim && claim.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
