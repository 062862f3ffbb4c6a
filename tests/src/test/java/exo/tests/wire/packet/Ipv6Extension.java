package exo.tests.wire.packet;

/**
 * An extension header between the IPv6 header and what it carries (RFC 8200 section 4), without the type of the next and its own
 * length, which are written for it.
 *
 * @param type as the header before it names this one
 * @param data filled up with zeros to 6 bytes, or 6 and a multiple of 8
 */
public record Ipv6Extension(int type, byte[] data) {
    public static final int HOP_BY_HOP = 0;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int DESTINATION_OPTIONS = 60;
    static final int UNIT_BYTES = 8;
    static final int BYTES_BEFORE_DATA = 2;
    private static final int FRAGMENT_OFFSET_MASK = 0xfff8;
    /** Option PadN, the only one that every node must skip without a thought (section 4.2). */
    private static final int PAD_N = 1;

    /** Options that say nothing, in a header of so many units of 8 bytes. */
    public static Ipv6Extension padding(int type, int units) {
        int dataBytes = units * UNIT_BYTES - BYTES_BEFORE_DATA;
        PacketWriter data = new PacketWriter();
        while (data.toBytes().length < dataBytes) {
            int filling = Math.min(dataBytes - data.toBytes().length - BYTES_BEFORE_DATA, 0xff);
            data.u8(PAD_N).u8(filling).padTo(data.toBytes().length + filling);
        }
        return new Ipv6Extension(type, data.toBytes());
    }

    /** @param offset in bytes, a multiple of 8 */
    public static Ipv6Extension fragment(int offset, boolean more, int identification) {
        return new Ipv6Extension(FRAGMENT,
                new PacketWriter().u16(offset & FRAGMENT_OFFSET_MASK | (more ? 1 : 0)).u32(identification).toBytes());
    }

    static boolean isOne(int type) {
        return type == HOP_BY_HOP || type == ROUTING || type == FRAGMENT || type == DESTINATION_OPTIONS;
    }

    int units() {
        return (BYTES_BEFORE_DATA + data.length + UNIT_BYTES - 1) / UNIT_BYTES;
    }
}
