package exo.tests.kernel.network;

import java.util.Arrays;

/** Packets made field by field, from this machine's own Ethernet address. */
final class Packets {
    static final int HERE = 0x0a000001;
    static final int THERE = 0x0a000063;
    static final int TCP = 6;
    static final int UDP = 17;

    private Packets() {
    }

    static void half(byte[] packet, int at, int value) {
        packet[at] = (byte) (value >>> 8);
        packet[at + 1] = (byte) value;
    }

    static void word(byte[] packet, int at, int value) {
        half(packet, at, value >>> 16);
        half(packet, at + 2, value);
    }

    private static byte[] ethernet(int bytes, int ethertype) {
        byte[] packet = new byte[bytes];
        Arrays.fill(packet, 0, 6, (byte) 0x22);
        System.arraycopy(NetworkStage.OWN_LINK_ADDRESS, 0, packet, 6, 6);
        half(packet, 12, ethertype);
        return packet;
    }

    /** IPv4 with so many words of options, and 40 bytes behind its header. */
    static byte[] ipv4(int protocol, int from, int to, int fromPort, int toPort, int optionWords) {
        int header = 20 + 4 * optionWords;
        byte[] packet = ethernet(14 + header + 40, 0x800);
        packet[14] = (byte) (0x45 + optionWords);
        half(packet, 16, header + 40);
        packet[22] = 64;
        packet[23] = (byte) protocol;
        word(packet, 26, from);
        word(packet, 30, to);
        half(packet, 14 + header, fromPort);
        half(packet, 14 + header + 2, toPort);
        return packet;
    }

    static byte[] ipv4(int protocol, int from, int to, int fromPort, int toPort) {
        return ipv4(protocol, from, to, fromPort, toPort, 0);
    }

    /** The same as a fragment: flags and offset as in the header. */
    static byte[] fragment(byte[] packet, int flagsAndOffset) {
        byte[] changed = packet.clone();
        half(changed, 20, flagsAndOffset);
        return changed;
    }

    static byte[] arp(int operation, int sender, int target) {
        byte[] packet = ethernet(42, 0x806);
        word(packet, 14, 0x00010800);
        half(packet, 18, 0x0604);
        half(packet, 20, operation);
        System.arraycopy(NetworkStage.OWN_LINK_ADDRESS, 0, packet, 22, 6);
        word(packet, 28, sender);
        word(packet, 38, target);
        return packet;
    }

    /** IPv6 from an address whose first word is given, and the rest 1, with 40 bytes behind its header. */
    static byte[] ipv6(int next, int from) {
        byte[] packet = ethernet(94, 0x86dd);
        packet[14] = 0x60;
        half(packet, 18, 40);
        packet[20] = (byte) next;
        packet[21] = 64;
        word(packet, 22, from);
        packet[37] = 1;
        word(packet, 38, 0xfe800000);
        packet[53] = 2;
        return packet;
    }

    static byte[] tagged(byte[] packet, int ethertype, int vlan) {
        byte[] longer = new byte[packet.length + 4];
        System.arraycopy(packet, 0, longer, 0, 12);
        half(longer, 12, ethertype);
        half(longer, 14, vlan);
        System.arraycopy(packet, 12, longer, 16, packet.length - 12);
        return longer;
    }
}
