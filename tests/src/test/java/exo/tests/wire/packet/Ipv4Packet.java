package exo.tests.wire.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An IPv4 packet (RFC 791).
 *
 * @param fragmentOffset in bytes, a multiple of 8
 * @param options a multiple of 4 bytes, at most 40
 */
public record Ipv4Packet(int trafficClass, int identification, boolean dontFragment, boolean moreFragments, int fragmentOffset,
        int timeToLive, int protocol, Ipv4Address source, Ipv4Address destination, byte[] options, byte[] payload) {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int HEADER_BYTES = 20;
    private static final int VERSION = 4;
    private static final int CHECKSUM_OFFSET = 10;
    private static final int BYTES_IN_WORD = 4;
    private static final int HALF_BYTE = 4;
    private static final int WORDS_MASK = 0xf;
    private static final int FLAG_DONT_FRAGMENT = 0x4000;
    private static final int FLAG_MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1fff;
    private static final int OFFSET_UNIT_BYTES = 8;
    private static final int TIME_TO_LIVE = 64;

    /** One with no options, not a fragment. */
    public static Ipv4Packet of(Ipv4Address source, Ipv4Address destination, int protocol, byte[] payload) {
        return new Ipv4Packet(0, 0, false, false, 0, TIME_TO_LIVE, protocol, source, destination, new byte[0], payload);
    }

    public Ipv4Packet withOptions(byte... changed) {
        return new Ipv4Packet(trafficClass, identification, dontFragment, moreFragments, fragmentOffset, timeToLive, protocol,
                source, destination, changed, payload);
    }

    public Ipv4Packet withIdentification(int changed) {
        return new Ipv4Packet(trafficClass, changed, dontFragment, moreFragments, fragmentOffset, timeToLive, protocol, source,
                destination, options, payload);
    }

    public boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    public byte[] toBytes() {
        int words = (HEADER_BYTES + options.length) / BYTES_IN_WORD;
        int flags = (dontFragment ? FLAG_DONT_FRAGMENT : 0) | (moreFragments ? FLAG_MORE_FRAGMENTS : 0);
        byte[] header = new PacketWriter().u8(VERSION << HALF_BYTE | words).u8(trafficClass)
                .u16(HEADER_BYTES + options.length + payload.length).u16(identification)
                .u16(flags | fragmentOffset / OFFSET_UNIT_BYTES).u8(timeToLive).u8(protocol).u16(0).u32(source.value())
                .u32(destination.value()).bytes(options).withChecksumAt(CHECKSUM_OFFSET, Checksum.NOTHING_BEFORE);
        return new PacketWriter().bytes(header).bytes(payload).toBytes();
    }

    /** What lies behind the packet's own length is not its. */
    public static Ipv4Packet parse(byte[] bytes) throws MalformedPacketException {
        PacketReader reader = new PacketReader("IPv4 packet", bytes);
        int versionAndWords = reader.u8();
        reader.check(versionAndWords >>> HALF_BYTE == VERSION, "has version " + (versionAndWords >>> HALF_BYTE));
        int headerBytes = (versionAndWords & WORDS_MASK) * BYTES_IN_WORD;
        reader.check(headerBytes >= HEADER_BYTES && headerBytes <= bytes.length, "has a header of " + headerBytes + " bytes");
        reader.check(Checksum.holds(Arrays.copyOf(bytes, headerBytes)), "has a wrong header checksum");
        int trafficClass = reader.u8();
        int length = reader.u16();
        reader.check(length >= headerBytes && length <= bytes.length, "of " + bytes.length + " bytes says " + length);
        int identification = reader.u16();
        int flagsAndOffset = reader.u16();
        int timeToLive = reader.u8();
        int protocol = reader.u8();
        reader.u16();
        return new Ipv4Packet(trafficClass, identification, (flagsAndOffset & FLAG_DONT_FRAGMENT) != 0,
                (flagsAndOffset & FLAG_MORE_FRAGMENTS) != 0, (flagsAndOffset & OFFSET_MASK) * OFFSET_UNIT_BYTES, timeToLive, protocol,
                new Ipv4Address(reader.u32()), new Ipv4Address(reader.u32()), reader.bytes(headerBytes - HEADER_BYTES),
                reader.bytes(length - headerBytes));
    }

    /**
     * The same in fragments.
     *
     * @param payloadBytes of each but the last, a multiple of 8
     */
    public List<Ipv4Packet> fragments(int payloadBytes) {
        if (payloadBytes <= 0 || payloadBytes % OFFSET_UNIT_BYTES != 0) {
            throw new IllegalArgumentException("fragments of " + payloadBytes + " bytes");
        }
        List<Ipv4Packet> fragments = new ArrayList<>();
        for (int start = 0; start < payload.length; start += payloadBytes) {
            int end = Math.min(start + payloadBytes, payload.length);
            fragments.add(new Ipv4Packet(trafficClass, identification, dontFragment, end < payload.length || moreFragments,
                    fragmentOffset + start, timeToLive, protocol, source, destination, options, Arrays.copyOfRange(payload, start, end)));
        }
        return fragments;
    }
}
