package exo.programs.network;

import static exo.ebpf.Opcode.HALF;
import static exo.ebpf.Opcode.JLT;
import static exo.ebpf.Opcode.JMP;
import static exo.ebpf.Opcode.JNE;
import static exo.ebpf.Opcode.MEM;
import static exo.ebpf.Opcode.ST;
import static exo.ebpf.Opcode.WORD;

import exo.abi.HandlerHelper;
import exo.abi.PacketVerdict;

/**
 * A packet handler that answers ARP (RFC 826): who asks for the address that its filter is for is told the card's. Written instruction by
 * instruction, as the card's address is among them.
 */
final class ArpReply {
    private static final int BYTES = 42;
    private static final int LINK_SOURCE = 6;
    private static final int HARDWARE_AND_PROTOCOL = 14;
    private static final int SIZES_AND_OPERATION = 18;
    private static final int OPERATION = 20;
    private static final int SENDER_LINK = 22;
    private static final int SENDER = 28;
    private static final int TARGET_LINK = 32;
    private static final int TARGET = 38;
    /** As a processor reads them: Ethernet, IPv4; 6, 4, a request; a reply. */
    private static final int ETHERNET_IPV4 = 0x0008_0100;
    private static final int SIZES_REQUEST = 0x0100_0406;
    private static final int REPLY = 0x0200;

    private final Instructions text = new Instructions();

    private ArpReply() {
    }

    private void move(int width, int to, int from) {
        text.load(width, 3, 1, from).store(width, 1, to, 3);
    }

    /** Of the card, its first octet lowest. */
    private void storeAddress(int offset, long address) {
        text.put(ST | MEM | WORD, 1, 0, offset, (int) address);
        text.put(ST | MEM | HALF, 1, 0, offset + Integer.BYTES, (int) (address >>> Integer.SIZE));
    }

    /** @param address  the card's Ethernet address, its first octet lowest */
    static long[] text(long address) {
        return new ArpReply().write(address);
    }

    /** Goes to the end, which drops the packet, unless a word is this. */
    private int unless(int offset, int word) {
        text.load(WORD, 3, 1, offset).put(JMP | JNE, 3, 0, 0, word);
        return text.length() - 1;
    }

    private long[] write(long address) {
        int tooShort = text.put(JMP | JLT, 2, 0, 0, BYTES).length() - 1;
        int otherKind = unless(HARDWARE_AND_PROTOCOL, ETHERNET_IPV4);
        int noRequest = unless(SIZES_AND_OPERATION, SIZES_REQUEST);
        move(WORD, 0, SENDER_LINK);
        move(HALF, Integer.BYTES, SENDER_LINK + Integer.BYTES);
        move(WORD, TARGET_LINK, SENDER_LINK);
        move(HALF, TARGET_LINK + Integer.BYTES, SENDER_LINK + Integer.BYTES);
        text.load(WORD, 3, 1, TARGET).load(WORD, 4, 1, SENDER).store(WORD, 1, TARGET, 4).store(WORD, 1, SENDER, 3);
        storeAddress(LINK_SOURCE, address);
        storeAddress(SENDER_LINK, address);
        text.put(ST | MEM | HALF, 1, 0, OPERATION, REPLY).set(1, BYTES).call(HandlerHelper.SEND);
        text.landHere(tooShort);
        text.landHere(otherKind);
        text.landHere(noRequest);
        return text.exit(PacketVerdict.DROP);
    }
}
