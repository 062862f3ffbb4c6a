package exo.tests.wire.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Known packets byte by byte; what is read back is what was written; and no single turned bit under a checksum goes unseen. */
class PacketsTest {
    private static final long SEED = 20_071;
    private static final MacAddress CARD = MacAddress.of("52:54:00:00:00:01");
    private static final MacAddress OTHER_CARD = MacAddress.of("52:54:00:12:34:56");
    private static final Ipv4Address HOST = Ipv4Address.of("10.0.2.2");
    private static final Ipv4Address GUEST = Ipv4Address.of("10.0.2.15");
    private static final Ipv6Address FIRST = Ipv6Address.of("2001:db8::1");
    private static final Ipv6Address SECOND = Ipv6Address.of("2001:db8::2");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void same(String hex, byte[] actual) {
        assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(actual));
    }

    /** Reads, and must refuse what was changed. */
    private interface Reading {
        void of(byte[] bytes) throws MalformedPacketException;
    }

    private static void everyTurnedBitIsSeen(byte[] whole, Reading reading) throws MalformedPacketException {
        reading.of(whole);
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] turned = whole.clone();
            turned[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Executable refused = () -> reading.of(turned);
            assertThrows(MalformedPacketException.class, refused, "bit " + bit + " of " + HexFormat.of().formatHex(whole));
        }
    }

    @Test
    void theChecksumIsThatOfRfc1071() {
        byte[] example = bytes("0001 f203 f4f5 f6f7");
        assertEquals(0xffff - 0xddf2, Checksum.of(example));
        assertEquals(Checksum.of(bytes("0001 f200")), Checksum.of(bytes("0001 f2")));
        assertEquals(Checksum.of(example), Checksum.of(bytes("00"), bytes("01 f203"), bytes("f4f5 f6f7")));
    }

    @Test
    void aKnownIpv4Header() throws MalformedPacketException {
        byte[] header = bytes("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
        Ipv4Packet packet = Ipv4Packet.parse(Arrays.copyOf(header, 0x73));
        assertEquals("192.168.0.1 192.168.0.199", packet.source() + " " + packet.destination());
        assertTrue(packet.dontFragment() && !packet.isFragment());
        assertArrayEquals(header, Arrays.copyOf(packet.toBytes(), Ipv4Packet.HEADER_BYTES));
        everyTurnedBitIsSeen(Ipv4Packet.of(HOST, GUEST, Ipv4Packet.UDP, new byte[0]).withOptions(bytes("94040000")).toBytes(), Ipv4Packet::parse);
    }

    @Test
    void aKnownUdpDatagram() throws MalformedPacketException {
        Ipv4Address source = Ipv4Address.of("192.168.0.31");
        Ipv4Address destination = Ipv4Address.of("192.168.0.30");
        UdpDatagram datagram = new UdpDatagram(20, 10, bytes("4869"));
        same("0014 000a 000a 35c5 4869", datagram.toBytes(source, destination));
        same("0014 000a 000a 0000 4869", datagram.toBytesWithoutChecksum());
        assertArrayEquals(bytes("4869"), UdpDatagram.parse(datagram.toBytesWithoutChecksum(), source, destination).payload());
        everyTurnedBitIsSeen(datagram.toBytes(source, destination), bytes -> UdpDatagram.parse(bytes, source, destination));
    }

    @Test
    void aSumOfZeroIsSentAsOnes() throws MalformedPacketException {
        byte[] sum = new UdpDatagram(1, 2, bytes("0000")).toBytes(HOST, GUEST);
        byte[] datagram = new UdpDatagram(1, 2, Arrays.copyOfRange(sum, 6, 8)).toBytes(HOST, GUEST);
        assertEquals("ffff", HexFormat.of().formatHex(datagram, 6, 8));
        UdpDatagram.parse(datagram, HOST, GUEST);
    }

    @Test
    void overIpv6AChecksumIsADuty() throws MalformedPacketException {
        byte[] datagram = new UdpDatagram(1, 2, bytes("33")).toBytes(FIRST, SECOND);
        everyTurnedBitIsSeen(datagram, bytes -> UdpDatagram.parse(bytes, FIRST, SECOND));
        byte[] without = new UdpDatagram(1, 2, bytes("33")).toBytesWithoutChecksum();
        assertThrows(MalformedPacketException.class, () -> UdpDatagram.parse(without, FIRST, SECOND));
    }

    @Test
    void aKnownEchoAndItsReply() throws MalformedPacketException {
        IcmpEcho echo = IcmpEcho.request(0x1234, 1, bytes("0102030405"));
        same("0800 dcc4 1234 0001 0102030405", echo.toBytes());
        assertTrue(IcmpEcho.parse(echo.answer().toBytes()).reply());
        everyTurnedBitIsSeen(echo.toBytes(), IcmpEcho::parse);
        IcmpEcho ofIpv6 = IcmpEcho.request(0x102, 3, bytes("09"));
        same("8000 1a42 0102 0003 09", ofIpv6.toBytes(FIRST, SECOND));
        everyTurnedBitIsSeen(ofIpv6.toBytes(FIRST, SECOND), bytes -> IcmpEcho.parse(bytes, FIRST, SECOND));
    }

    @Test
    void aKnownSynchronisingSegment() throws MalformedPacketException {
        byte[] segment = bytes("9c40 0050 01020304 00000000 6002 ffff df7f 0000 020405b4");
        TcpSegment read = TcpSegment.parse(segment, HOST, GUEST);
        assertEquals(TcpSegment.SYN, read.flags());
        assertEquals(80, read.destinationPort());
        assertArrayEquals(segment, read.toBytes(HOST, GUEST));
        everyTurnedBitIsSeen(segment, bytes -> TcpSegment.parse(bytes, HOST, GUEST));
        assertEquals(TcpSegment.HEADER_BYTES, TcpSegment.syn(1, 2, 3).toBytes(HOST, GUEST).length);
    }

    @Test
    void arpAsRfc826HasIt() throws MalformedPacketException {
        ArpPacket request = ArpPacket.request(CARD, HOST, GUEST);
        byte[] frame = new EthernetFrame(MacAddress.BROADCAST, CARD, EthernetFrame.ARP, request.toBytes()).toBytes();
        same("ffffffffffff 525400000001 0806 0001 0800 06 04 0001 525400000001 0a000202 000000000000 0a00020f"
                + "00".repeat(18), frame);
        assertEquals(request, ArpPacket.parse(EthernetFrame.parse(frame).payload()));
        assertEquals(new ArpPacket(ArpPacket.REPLY, OTHER_CARD, GUEST, CARD, HOST), request.reply(OTHER_CARD));
    }

    @Test
    void tagsStandBeforeTheType() throws MalformedPacketException {
        EthernetFrame frame = new EthernetFrame(OTHER_CARD, CARD, EthernetFrame.IPV4, new byte[50]);
        same("525400123456 525400000001 8100 6005 0800" + "00".repeat(50), frame.withVlanTags(0x6005).toBytes());
        same("525400123456 525400000001 88a8 0001 8100 0002 0800" + "00".repeat(50), frame.withVlanTags(1, 2).toBytes());
        assertEquals(List.of(1, 2), EthernetFrame.parse(frame.withVlanTags(1, 2).toBytes()).vlanTags());
    }

    @Test
    void aKnownNeighbourSolicitation() throws MalformedPacketException {
        Ipv6Address own = Ipv6Address.of("fe80::1");
        Ipv6Address asked = Ipv6Address.of("fe80::f");
        NeighbourMessage solicitation = NeighbourMessage.solicitation(asked, CARD);
        byte[] message = solicitation.toBytes(own, asked.solicitedNode());
        same("60000000 0020 3a ff fe80000000000000 0000000000000001 ff02000000000000 00000001ff00000f"
                + "87 00 2a29 00000000 fe80000000000000 000000000000000f 01 01 525400000001",
                Ipv6Packet.of(own, asked.solicitedNode(), Ipv6Packet.ICMPV6, message).toBytes());
        assertEquals("33:33:ff:00:00:0f", MacAddress.ofMulticast(asked.solicitedNode()).toString());
        assertEquals(solicitation, NeighbourMessage.parse(message, own, asked.solicitedNode()));
        NeighbourMessage answer = solicitation.advertisement(OTHER_CARD);
        assertEquals(answer, NeighbourMessage.parse(answer.toBytes(asked, own), asked, own));
        everyTurnedBitIsSeen(message, bytes -> NeighbourMessage.parse(bytes, own, asked.solicitedNode()));
    }

    @Test
    void extensionHeadersStandBetween() throws MalformedPacketException {
        byte[] packet = bytes("61234567 0023 00 40 20010db800000000 0000000000000001 20010db800000000 0000000000000002"
                + "3c00 010400000000 1101 010c 000000000000000000000000 14e9 0007 000b cb10 616263");
        Ipv6Packet read = Ipv6Packet.parse(packet);
        assertEquals(2, read.extensions().size());
        assertEquals(Ipv6Packet.HEADER_BYTES + 8 + 16 + 11, packet.length);
        assertEquals(0x12, read.trafficClass());
        assertEquals(0x34567, read.flowLabel());
        assertArrayEquals(bytes("616263"), UdpDatagram.parse(read.payload(), read.source(), read.destination()).payload());
        Ipv6Packet built = Ipv6Packet.of(FIRST, SECOND, Ipv4Packet.UDP, read.payload()).withExtensions(
                Ipv6Extension.padding(Ipv6Extension.HOP_BY_HOP, 1), Ipv6Extension.padding(Ipv6Extension.DESTINATION_OPTIONS, 2));
        assertArrayEquals(Arrays.copyOfRange(packet, Ipv6Packet.HEADER_BYTES, packet.length),
                Arrays.copyOfRange(built.toBytes(), Ipv6Packet.HEADER_BYTES, built.toBytes().length));
        assertArrayEquals(packet, read.toBytes());
        byte[] fragment = Ipv6Packet.of(FIRST, SECOND, Ipv4Packet.UDP, bytes("aa"))
                .withExtensions(Ipv6Extension.fragment(1448, true, 0x01020304)).toBytes();
        same("1100 05a9 01020304 aa", Arrays.copyOfRange(fragment, Ipv6Packet.HEADER_BYTES, fragment.length));
        Ipv6Packet.parse(fragment);
    }

    @Test
    void fragmentsAreTheWholeInOrder() throws MalformedPacketException {
        byte[] payload = new byte[3_000];
        new SplittableRandom(SEED).nextBytes(payload);
        Ipv4Packet whole = Ipv4Packet.of(HOST, GUEST, Ipv4Packet.UDP, payload).withIdentification(77);
        List<Ipv4Packet> fragments = whole.fragments(1_480);
        assertEquals(3, fragments.size());
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int index = 0; index < fragments.size(); index++) {
            Ipv4Packet fragment = Ipv4Packet.parse(fragments.get(index).toBytes());
            assertEquals(index < 2, fragment.moreFragments());
            assertEquals(joined.size(), fragment.fragmentOffset());
            assertEquals(77, fragment.identification());
            assertTrue(fragment.isFragment());
            joined.writeBytes(fragment.payload());
        }
        assertArrayEquals(payload, joined.toByteArray());
        assertThrows(IllegalArgumentException.class, () -> whole.fragments(1_481));
    }

    @Test
    void whatIsTooShortIsMalformedAndNothingWorse() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Reading[] readings = {EthernetFrame::parse, ArpPacket::parse, Ipv4Packet::parse, Ipv6Packet::parse, IcmpEcho::parse,
            bytes -> UdpDatagram.parse(bytes, HOST, GUEST), bytes -> TcpSegment.parse(bytes, HOST, GUEST),
            bytes -> NeighbourMessage.parse(bytes, FIRST, SECOND)};
        int malformed = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            try {
                readings[round % readings.length].of(noise);
            } catch (MalformedPacketException refused) {
                malformed++;
            }
        }
        assertTrue(malformed > 80_000, malformed + " of 100,000 malformed");
    }

    @Test
    void addressesAreWrittenAsTheyAreRead() {
        assertEquals("52:54:00:12:34:56", OTHER_CARD.toString());
        assertEquals("255.0.2.15", Ipv4Address.of("255.0.2.15").toString());
        assertEquals(FIRST, Ipv6Address.of(FIRST.toString()));
        assertThrows(IllegalArgumentException.class, () -> Ipv6Address.of("localhost"));
        assertThrows(IllegalArgumentException.class, () -> MacAddress.of("52:54"));
    }
}
