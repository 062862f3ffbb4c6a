package exo.programs.network;

import exo.abi.EnvironmentName;
import exo.abi.FrameKind;
import exo.abi.Status;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.Octets;
import exo.exos.network.OwnClaim;

/** Packets that say that they are from another: by port, by address, by card, by what hides where the port is. */
final class SendTricks {
    private static final int ARP = 0x0806;
    private static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ECHO_PORT = 7;
    private static final int HANDLER_PORT = 8;
    private static final int ARP_BYTES = 28;
    private static final int IPV6_BYTES = 40;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int WORDS_MOST = 15;

    private final Report report;
    private final OwnClaim own;
    private final int address;
    private final ForgedPacket packet = new ForgedPacket();

    SendTricks(Report report, OwnClaim own) {
        this.report = report;
        this.own = own;
        this.address = own.addressWord();
    }

    private void unclaimed(String what) {
        report.refusal(what, packet.send(), Status.NOT_CLAIMED);
    }

    void sendAsOthers() {
        packet.udp(address, ECHO_PORT);
        unclaimed("send from the ring echo's port");
        packet.udp(address, HANDLER_PORT);
        unclaimed("send from the handler echo's port");
        packet.udp(address + 1, own.portFirst());
        unclaimed("send from another address");
        packet.udp(address, own.portFirst());
        Octets.store8(packet.va() + 11, Octets.load8(packet.va() + 11) ^ 1);
        unclaimed("send from another's card");
        packet.ipv4(address, ICMP, 5, 8);
        unclaimed("answer a ping");
        packet.ipv4(address, TCP, 5, 20);
        ForgedPacket.ports(packet.ip() + ForgedPacket.IPV4_BYTES, own.portFirst());
        unclaimed("send TCP from its port of UDP");
        arp();
        hidePorts();
        cutShort();
        otherFamilies();
        othersMemory();
    }

    private void arp() {
        forgeArp(address);
        unclaimed("say by ARP that the machine's address is at this card");
        forgeArp(address & ~0xff | 2);
        unclaimed("say by ARP that the host's address is at this card");
    }

    private void forgeArp(int sender) {
        packet.ethernet(ARP, ARP_BYTES);
        long arp = packet.ip();
        Octets.store32(arp, 0x0001_0800);
        Octets.store32(arp + 4, 0x0604_0002);
        Octets.copy(arp + 8, packet.va() + 6, 6);
        Octets.store32(arp + 14, sender);
        Octets.store32(arp + 24, sender);
    }

    /** What takes the first 20 bytes for the header finds the port that is permitted, where an option is. */
    private void hidePorts() {
        packet.ipv4(address, UDP, WORDS_MOST, ForgedPacket.UDP_BYTES + 18);
        Octets.store16(packet.ip() + ForgedPacket.IPV4_BYTES, own.portFirst());
        ForgedPacket.ports(packet.ip() + WORDS_MOST * Integer.BYTES, ECHO_PORT);
        unclaimed("hide another's port behind options that look like its own");
        packet.udp(address, ECHO_PORT).fragment(MORE_FRAGMENTS);
        unclaimed("send another's port in a first fragment");
        packet.udp(address, own.portFirst()).fragment(1);
        unclaimed("send a later fragment, which has no port and may overwrite one");
        packet.udp(address, own.portFirst()).fragment(MORE_FRAGMENTS | 100);
        unclaimed("send a fragment from the middle of another's datagram");
        packet.ipv4(address, UDP, 5, 4).fragment(MORE_FRAGMENTS);
        Octets.store16(packet.ip() + ForgedPacket.IPV4_BYTES, own.portFirst());
        unclaimed("send a first fragment too short for its ports");
    }

    private void cutShort() {
        packet.udp(address, own.portFirst());
        Octets.store16(packet.ip() + 2, 1500);
        unclaimed("send a packet that says to be longer than it is");
        packet.udp(address, own.portFirst());
        Octets.store8(packet.ip(), 0x44);
        unclaimed("send a header shorter than a header is");
        packet.udp(address, own.portFirst());
        packet.byteCount(ForgedPacket.ETHERNET_BYTES + ForgedPacket.IPV4_BYTES);
        unclaimed("send a packet without its header of UDP");
    }

    private void otherFamilies() {
        packet.ethernet(IPV6, IPV6_BYTES + ForgedPacket.UDP_BYTES);
        Octets.store8(packet.ip(), 0x60);
        Octets.store16(packet.ip() + 4, ForgedPacket.UDP_BYTES);
        Octets.store8(packet.ip() + 6, UDP);
        ForgedPacket.ports(packet.ip() + IPV6_BYTES, own.portFirst());
        unclaimed("send from its port by IPv6");
        packet.udp(address, own.portFirst());
        Octets.copy(packet.va() + 16, packet.va() + 12, ForgedPacket.IPV4_BYTES + ForgedPacket.UDP_BYTES + 20);
        Octets.store16(packet.va() + 12, VLAN);
        Octets.store16(packet.va() + 14, 5);
        packet.byteCount(ForgedPacket.ETHERNET_BYTES + ForgedPacket.IPV4_BYTES + ForgedPacket.UDP_BYTES + 22);
        unclaimed("send into a VLAN");
        packet.ethernet(0x88b5, 46);
        unclaimed("send an Ethernet type of nobody's");
    }

    private void othersMemory() {
        long self = KernelCalls.envSelf() & EnvironmentName.INDEX_MASK;
        report.refusal("send what lies in a frame of another's",
                KernelCalls.packetSend(BookTricks.frameOfAnother(self, 0, FrameKind.ORDINARY), 0, 60), Status.NOT_YOURS);
        report.refusal("send what lies in a frame of the device's",
                KernelCalls.packetSend(BookTricks.frameOfAnother(self, 0, FrameKind.NETWORK), 0, 60), Status.NOT_YOURS);
        packet.udp(address, own.portFirst());
        packet.byteCount(5000);
        report.refusal("send what lies behind its frame", packet.send(), Status.BAD_ARGUMENT);
    }
}
