package exo.tests.wire.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IPv6 address. */
public record Ipv6Address(long high, long low) {
    private static final Ipv6Address SOLICITED_NODE = of("ff02::1:ff00:0");
    private static final long SOLICITED_NODE_BITS = 0xff_ffffL;

    /** Of its text (RFC 4291 section 2.2). */
    public static Ipv6Address of(String text) {
        if (!text.contains(":")) {
            throw new IllegalArgumentException(text);
        }
        try {
            // A literal is never looked up.
            PacketReader reader = new PacketReader("address", InetAddress.getByName(text).getAddress());
            return new Ipv6Address(reader.u64(), reader.u64());
        } catch (UnknownHostException | MalformedPacketException noAddress) {
            throw new IllegalArgumentException(text, noAddress);
        }
    }

    /** Where its neighbours ask for it (RFC 4291 section 2.7.1). */
    public Ipv6Address solicitedNode() {
        return new Ipv6Address(SOLICITED_NODE.high, SOLICITED_NODE.low | low & SOLICITED_NODE_BITS);
    }

    byte[] toBytes() {
        return new PacketWriter().u64(high).u64(low).toBytes();
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(toBytes()).getHostAddress();
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }
}
