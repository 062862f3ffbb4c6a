package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.aegis.network.NetworkStatus;
import org.junit.jupiter.api.Test;

/** Nobody sends what another would get the answer to: every packet is from the machine's own address and within a claim of its sender's. */
final class TransmitTest {
    private static final int HERE = Packets.HERE;
    private static final int THERE = Packets.THERE;
    private static final int UDP = Packets.UDP;
    private static final int PORT = 7;
    private static final int SIX = 0x20010db8;
    private static final int ICMP6 = 58;
    private static final int NOBODY = 9;

    private final NetworkStage stage = new NetworkStage(7, 8);
    private final int port = stage.split(1, 1, Claim.of(0x800).protocol(UDP).address(Claim.ipv4(HERE), 32).ports(PORT, PORT), 2);
    private final int arp = stage.split(1, 1, Claim.of(0x806).address(Claim.ipv4(HERE), 32), 3);
    private final int tcp = stage.split(1, 1, Claim.of(0x800).protocol(6).address(Claim.ipv4(HERE), 32).vlan(Claim.UNTAGGED), 4);
    private final int six = stage.split(1, 1, Claim.of(0x86dd).protocol(ICMP6).address(sixAddress(), 128), 5);
    private final int sixPort = stage.split(1, 1, Claim.of(0x86dd).protocol(UDP).address(sixAddress(), 128).ports(PORT, PORT), 5);

    private static byte[] sixAddress() {
        byte[] address = Claim.ipv4(SIX);
        address[15] = 1;
        return address;
    }

    private void permitted(int claim, int account, byte[] packet) {
        assertEquals(claim, stage.permits(account, packet));
        assertEquals(claim, stage.network().templates().permitsBy(account, claim, 8L << 20, packet.length, packet.length));
    }

    private void refused(int code, int account, byte[] packet) {
        assertEquals(code, NetworkStatus.code(stage.permits(account, packet)));
    }

    private static byte[] with(byte[] packet, int at, int value) {
        byte[] changed = packet.clone();
        changed[at] = (byte) value;
        return changed;
    }

    @Test
    void addressAndPortAreTheSenders() {
        permitted(port, 2, Packets.ipv4(UDP, HERE, THERE, PORT, 99));
        refused(NetworkStatus.NOT_CLAIMED, 2, Packets.ipv4(UDP, HERE, THERE, PORT + 1, PORT));
        refused(NetworkStatus.NOT_CLAIMED, 2, Packets.ipv4(UDP, HERE + 1, THERE, PORT, PORT));
        refused(NetworkStatus.NOT_CLAIMED, 2, Packets.ipv4(6, HERE, THERE, PORT, PORT));
        refused(NetworkStatus.NOT_CLAIMED, 3, Packets.ipv4(UDP, HERE, THERE, PORT, 99));
        refused(NetworkStatus.NOT_CLAIMED, NOBODY, Packets.ipv4(UDP, HERE, THERE, PORT, 99));
        refused(NetworkStatus.NOT_CLAIMED, 1, Packets.ipv4(UDP, HERE, THERE, PORT, 99));
        refused(NetworkStatus.NOT_CLAIMED, 64, Packets.ipv4(UDP, HERE, THERE, PORT, 99));
    }

    @Test
    void theLinkAddressIsTheMachines() {
        refused(NetworkStatus.FOREIGN_LINK_ADDRESS, 2, with(Packets.ipv4(UDP, HERE, THERE, PORT, 99), 11, 0));
        refused(NetworkStatus.FOREIGN_LINK_ADDRESS, 3, with(Packets.arp(1, HERE, THERE), 6, 0));
        refused(NetworkStatus.FOREIGN_LINK_ADDRESS, 3, with(Packets.arp(1, HERE, THERE), 27, 0));
    }

    @Test
    void arpSpeaksForNobodyElse() {
        permitted(arp, 3, Packets.arp(1, HERE, THERE));
        permitted(arp, 3, Packets.arp(2, HERE, THERE));
        permitted(arp, 3, Packets.arp(1, 0, HERE));
        refused(NetworkStatus.NOT_CLAIMED, 3, Packets.arp(2, THERE, HERE));
        refused(NetworkStatus.NOT_CLAIMED, 3, Packets.arp(1, 0, THERE));
        refused(NetworkStatus.NOT_CLAIMED, 2, Packets.arp(1, HERE, THERE));
        refused(NetworkStatus.UNPARSABLE, 3, with(Packets.arp(1, HERE, THERE), 17, 5));
        refused(NetworkStatus.UNPARSABLE, 3, with(Packets.arp(1, HERE, THERE), 18, 5));
    }

    @Test
    void optionsArePassedOverAndNotMistakenForPorts() {
        permitted(port, 2, Packets.ipv4(UDP, HERE, THERE, PORT, 99, 3));
        byte[] disguised = Packets.ipv4(UDP, HERE, THERE, PORT + 1, 99, 1);
        Packets.half(disguised, 34, PORT);
        refused(NetworkStatus.NOT_CLAIMED, 2, disguised);
    }

    @Test
    void laterFragmentsNeedTheWholeProtocol() {
        byte[] datagram = Packets.ipv4(UDP, HERE, THERE, PORT, 99);
        permitted(port, 2, Packets.fragment(datagram, 0x2000));
        refused(NetworkStatus.NOT_CLAIMED, 2, Packets.fragment(datagram, 0x0001));
        permitted(tcp, 4, Packets.fragment(Packets.ipv4(6, HERE, THERE, 1, 2), 0x2001));
    }

    @Test
    void whatIsNotWhollyThereIsNotSent() {
        byte[] datagram = Packets.ipv4(UDP, HERE, THERE, PORT, 99);
        for (int bytes = 0; bytes < 14 + 20 + 8; bytes++) {
            assertEquals(NetworkStatus.UNPARSABLE, NetworkStatus.code(stage.permits(2, datagram, bytes, datagram.length)));
        }
        assertEquals(port, stage.permits(2, datagram, 42, datagram.length));
        refused(NetworkStatus.UNPARSABLE, 2, with(datagram, 17, 61));
        refused(NetworkStatus.UNPARSABLE, 2, with(datagram, 17, 27));
        refused(NetworkStatus.UNPARSABLE, 2, with(datagram, 14, 0x65));
        refused(NetworkStatus.UNPARSABLE, 2, with(datagram, 14, 0x44));
        assertEquals(NetworkStatus.UNPARSABLE, NetworkStatus.code(stage.permits(2, datagram, datagram.length, 41)));
    }

    @Test
    void aTagIsPartOfTheClaim() {
        byte[] segment = Packets.ipv4(6, HERE, THERE, 1, 2);
        permitted(tcp, 4, segment);
        refused(NetworkStatus.NOT_CLAIMED, 4, Packets.tagged(segment, 0x8100, 5));
        byte[] datagram = Packets.ipv4(UDP, HERE, THERE, PORT, 99);
        permitted(port, 2, Packets.tagged(datagram, 0x8100, 5));
        refused(NetworkStatus.NOT_CLAIMED, 2, Packets.tagged(Packets.tagged(datagram, 0x8100, 5), 0x8100, 5));
    }

    @Test
    void extensionHeadersAreLookedThrough() {
        permitted(sixPort, 5, port(Packets.ipv6(UDP, SIX), 54));
        byte[] hops = Packets.ipv6(0, SIX);
        hops[54] = (byte) UDP;
        permitted(sixPort, 5, port(hops, 62));
        refused(NetworkStatus.NOT_CLAIMED, 5, hops);
        refused(NetworkStatus.NOT_CLAIMED, 5, port(Packets.ipv6(UDP, SIX + 1), 54));
        refused(NetworkStatus.NOT_CLAIMED, 5, with(with(Packets.ipv6(44, SIX), 54, UDP), 57, 8));
        refused(NetworkStatus.UNPARSABLE, 5, with(Packets.ipv6(0, SIX), 55, 9));
    }

    private static byte[] port(byte[] packet, int at) {
        byte[] changed = packet.clone();
        Packets.half(changed, at, PORT);
        return changed;
    }

    @Test
    void neighbourDiscoverySpeaksForNobodyElse() {
        byte[] advertisement = with(Packets.ipv6(ICMP6, SIX), 54, 136);
        refused(NetworkStatus.NOT_CLAIMED, 5, advertisement);
        System.arraycopy(sixAddress(), 0, advertisement, 62, 16);
        permitted(six, 5, advertisement);
        refused(NetworkStatus.NOT_CLAIMED, 5, with(advertisement, 77, 2));
        byte[] probe = Packets.ipv6(ICMP6, 0);
        probe[37] = 0;
        probe[54] = (byte) 135;
        refused(NetworkStatus.NOT_CLAIMED, 5, probe);
        System.arraycopy(sixAddress(), 0, probe, 62, 16);
        permitted(six, 5, probe);
        refused(NetworkStatus.NOT_CLAIMED, 5, with(Packets.ipv6(ICMP6, SIX), 54, 134));
        refused(NetworkStatus.NOT_CLAIMED, 5, with(Packets.ipv6(ICMP6, SIX), 54, 137));
        permitted(six, 5, with(Packets.ipv6(ICMP6, SIX), 54, 128));
    }

    @Test
    void aClaimThatWasSplitSendsNothing() {
        permitted(tcp, 4, Packets.ipv4(6, HERE, THERE, 1, 2));
        stage.split(4, tcp, Claim.of(0x800).protocol(6).address(Claim.ipv4(HERE), 32).vlan(Claim.UNTAGGED).ports(80, 80), 2);
        refused(NetworkStatus.NOT_CLAIMED, 4, Packets.ipv4(6, HERE, THERE, 1, 2));
        refused(NetworkStatus.NOT_CLAIMED, 4, Packets.ipv4(6, HERE, THERE, 80, 2));
    }
}
