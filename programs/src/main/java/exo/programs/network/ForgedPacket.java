package exo.programs.network;

import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.PinnedMemory;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.Checksum;
import exo.exos.network.Octets;

/** A packet in a frame of the thief's own, put together field by field: at first from where it may be, to the host. */
final class ForgedPacket {
    static final int ETHERNET_BYTES = 14;
    static final int IPV4_BYTES = 20;
    static final int UDP_BYTES = 8;
    static final int HOST_PORT = 6060;
    private static final int IPV4 = 0x0800;
    private static final int UDP = 17;
    private static final int TIME_TO_LIVE = 64;
    private static final int LINK_SOURCE = 6;
    private static final int ETHERTYPE = 12;
    private static final int PAYLOAD_BYTES = 18;
    private static final int HOST = 2;
    private static final int LINK_ADDRESS_BYTES = 6;

    private final long page = PinnedMemory.pages(AddressSpace.PAGE_BYTES);
    private final long frame = AddressSpace.ofSelf().frameAt(page);
    private int byteCount;

    long va() {
        return page;
    }

    /** Where IP begins. */
    long ip() {
        return page + ETHERNET_BYTES;
    }

    void byteCount(int bytes) {
        byteCount = bytes;
    }

    /** As it begins: everybody is told at the Ethernet's level, as the thief cannot ask whose card is whose. */
    ForgedPacket ethernet(int ethertype, int bytes) {
        byteCount = ETHERNET_BYTES + bytes;
        for (int i = 0; i < byteCount; i++) {
            Octets.store8(page + i, i < LINK_ADDRESS_BYTES ? 0xff : 0);
        }
        for (int i = 0; i < LINK_ADDRESS_BYTES; i++) {
            Octets.store8(page + LINK_SOURCE + i, (int) (Books.networkAddress() >>> Byte.SIZE * i));
        }
        Octets.store16(page + ETHERTYPE, ethertype);
        return this;
    }

    /** @param words  of the header, with options that are all zero */
    ForgedPacket ipv4(int source, int protocol, int words, int bytes) {
        int ipBytes = words * Integer.BYTES + bytes;
        ethernet(IPV4, ipBytes);
        Octets.store8(ip(), 0x40 | words);
        Octets.store16(ip() + 2, ipBytes);
        Octets.store8(ip() + 8, TIME_TO_LIVE);
        Octets.store8(ip() + 9, protocol);
        Octets.store32(ip() + 12, source);
        Octets.store32(ip() + 16, source & ~0xff | HOST);
        return sealed(words);
    }

    private ForgedPacket sealed(int words) {
        Octets.store16(ip() + 10, 0);
        Octets.store16(ip() + 10, Checksum.of(ip(), words * Integer.BYTES));
        return this;
    }

    ForgedPacket udp(int source, int sourcePort) {
        ipv4(source, UDP, IPV4_BYTES / Integer.BYTES, UDP_BYTES + PAYLOAD_BYTES);
        ports(ip() + IPV4_BYTES, sourcePort);
        return this;
    }

    static void ports(long udp, int sourcePort) {
        Octets.store16(udp, sourcePort);
        Octets.store16(udp + 2, HOST_PORT);
        Octets.store16(udp + 4, UDP_BYTES + PAYLOAD_BYTES);
    }

    /** The word of flags and offset. */
    ForgedPacket fragment(int word) {
        Octets.store16(ip() + 6, word);
        return sealed(IPV4_BYTES / Integer.BYTES);
    }

    long send() {
        return KernelCalls.packetSend(frame, 0, byteCount);
    }
}
