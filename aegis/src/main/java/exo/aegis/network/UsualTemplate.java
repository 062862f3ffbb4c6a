package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.abi.ClaimBounds;
import exo.abi.PacketField;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * The short way to what {@link TransmitTemplates} decides, for most of what is sent: UDP and TCP in whole packets of IPv4 that have no
 * options and no tag. It takes a fifth of the instructions: each field is read once, and nothing written down. Keeps true: what it
 * permits the long way permits too, by the same claim; it never refuses, but leaves all else to the long way.
 */
public final class UsualTemplate {
    /** Eight bytes of a packet each: the end of the sender's link address, ethertype, version and service; and from IP's length on. */
    private static final int LINK = 8;
    private static final int FIELDS = 16;
    private static final int SENDER = Protocol.LINK_BYTES + Protocol.IPV4_SOURCE;
    private static final int TRANSPORT = Protocol.LINK_BYTES + Protocol.IPV4_BYTES;
    /** Those bytes without the service, which may be any. */
    private static final long LINK_MASK = 0xff_ffff_ffff_ffffL;
    /** Ethertype 0x0800 and 0x45, version 4 and five words of header, as they lie behind the address. */
    private static final long IPV4_WITHOUT_OPTIONS = 0x45_0008L << 32;
    /** More fragments, or an offset. */
    private static final long FRAGMENT_MASK = 0xff3fL << 32;
    private static final int PROTOCOL_SHIFT = 56;

    private final NetworkBook book;
    private final Machine machine;

    UsualTemplate(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
    }

    /** The machine's own address is in the book now. */
    void linkAddress() {
        long own = machine.load64(book.start + NetworkBook.LINK_ADDRESS);
        machine.store64(book.start + NetworkBook.USUAL_LINK, own << 48 >>> 48);
        machine.store64(book.start + NetworkBook.USUAL_LINK + 8, own << 16 >>> 32 | IPV4_WITHOUT_OPTIONS);
    }

    /**
     * Whether a packet is of the usual form, and an account may send it by a claim; false: {@link TransmitTemplates} is to be asked.
     *
     * @param header  as there, and a multiple of 8
     */
    public boolean permits(int account, int claim, long header, long headerBytes, long packetBytes) {
        if (headerBytes < TRANSPORT + Protocol.UDP_BYTES || headerBytes > packetBytes || !isUsual(header)) {
            return false;
        }
        long fields = machine.load64(header + FIELDS);
        int protocol = (int) (fields >>> PROTOCOL_SHIFT);
        int end = TRANSPORT + (protocol == Protocol.UDP ? Protocol.UDP_BYTES : Protocol.TCP_BYTES);
        int packetEnd = Protocol.LINK_BYTES + Octets.swapped((int) fields & 0xffff, 2);
        return Protocol.hasPorts(protocol) && (fields & FRAGMENT_MASK) == 0
                && end <= headerBytes && end <= packetEnd && packetEnd <= packetBytes
                && account != 0 && claim >= 1 && claim <= NetworkLimits.CLAIMS && covers(book.claim(claim), account, header, protocol);
    }

    private boolean isUsual(long header) {
        long place = book.start + NetworkBook.USUAL_LINK;
        return machine.load32(header + Protocol.LINK_SOURCE - 2) >>> 16 == machine.load64(place)
                && (machine.load64(header + LINK) & LINK_MASK) == machine.load64(place + 8);
    }

    /** @param claim  address of the claim's record, of which the bounds come first */
    @Inlined("a call and what it saves: 14 instructions of a packet")
    private boolean covers(long claim, int account, long header, int protocol) {
        int port = Octets.swapped((int) (machine.load32(header + TRANSPORT - 2) >>> 16), 2);
        return book.get(claim + NetworkBook.CLAIM_ACCOUNT) == account && book.get(claim + NetworkBook.CLAIM_FIRST_CHILD) == 0
                && coversField(claim + ClaimBounds.ETHERTYPE, ClaimAny.ETHERTYPE, Protocol.ETHERTYPE_IPV4)
                && coversField(claim + ClaimBounds.VLAN, ClaimAny.VLAN, PacketField.UNTAGGED)
                && coversField(claim + ClaimBounds.PROTOCOL, ClaimAny.PROTOCOL, protocol)
                && coversSender(claim, header)
                && port >= book.get(claim + ClaimBounds.PORT_FIRST) && port <= book.get(claim + ClaimBounds.PORT_LAST);
    }

    private boolean coversField(long bound, int any, int value) {
        int bounded = book.get(bound);
        return bounded == value || bounded == any;
    }

    /** Of IPv4's addresses a claim's prefix is in the first word. */
    private boolean coversSender(long claim, long header) {
        int sender = (int) (machine.load64(header + SENDER - 2) >>> 16);
        int differing = sender ^ book.get(claim + ClaimBounds.ADDRESS);
        return differing == 0
                || (Octets.swapped(differing, Width.WORD) & Octets.prefixMask(book.get(claim + ClaimBounds.ADDRESS_BITS))) == 0;
    }
}
