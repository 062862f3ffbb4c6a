package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.machine.Machine;

/**
 * Which filter gets a packet: the one that matches and has most fixed bits. A packet of the usual form (no VLAN tag, and if it is IP,
 * no options or extension headers, and no fragment) goes to the program of its class; any other, and every packet of a class whose shapes
 * have changed since it was compiled, is classified in Java. Both decide alike.
 */
public final class Classifier {
    private static final int NOT_USUAL = -1;
    private static final int ETHERTYPE_MASK = 0xffff;
    // What the four bytes from the ethertype on are as the machine loads them; and those from IPv4's fragment field to its protocol.
    private static final int RAW_IPV4 = 0x0008;
    private static final int RAW_IPV6 = 0xdd86;
    private static final int RAW_VLAN = 0x0081;
    private static final int RAW_SERVICE_VLAN = 0xa888;
    private static final int RAW_VERSION_MASK = 0xff_ffff;
    private static final int RAW_IPV4_NO_OPTIONS = 0x45_0008;
    private static final int FRAGMENT_WORD = 20;
    private static final int RAW_FRAGMENT_MASK = 0xff3f;
    private static final int IPV4_PROTOCOL_SHIFT = 24;
    private static final int IPV6_VERSION_SHIFT = 20;
    private static final int VERSION_MASK = 15;
    private static final int VERSION_6 = 6;

    private final NetworkBook book;
    private final Machine machine;
    private final Classes classes;
    private final StructureSearch search;
    private final ClassPrograms programs;

    Classifier(NetworkBook book, Classes classes, StructureSearch search, ClassPrograms programs) {
        this.book = book;
        this.machine = book.machine;
        this.classes = classes;
        this.search = search;
        this.programs = programs;
    }

    /**
     * The filter that gets a packet, or 0: nobody does.
     *
     * @param packet  physical address of the Ethernet header, a multiple of 4
     */
    public int classify(long packet, long length) {
        int index = usualClass(packet, length);
        if (index > 0 && classes.isCompiled(index)) {
            int filter = programs.run(index, packet, length);
            if (filter != ClassPrograms.NO_RESULT) {
                return filter;
            }
        }
        return index == 0 ? 0 : search.classify(packet, length);
    }

    /** The class of a packet of the usual form, 0: there is none; or NOT_USUAL. */
    int usualClass(long packet, long length) {
        if (length < ClassifierText.IPV4_LEAST) {
            return NOT_USUAL;
        }
        int word = book.get(packet + Protocol.LINK_ETHERTYPE);
        int index;
        if ((word & RAW_VERSION_MASK) == RAW_IPV4_NO_OPTIONS) {
            int second = book.get(packet + FRAGMENT_WORD);
            if ((second & RAW_FRAGMENT_MASK) != 0) {
                return NOT_USUAL;
            }
            index = ofIp(book.ipv4Classes, second >>> IPV4_PROTOCOL_SHIFT);
        } else {
            index = otherClass(packet, length, word);
        }
        return index > 0 && length < book.get(book.classRecord(index) + NetworkBook.CLASS_LEAST) ? NOT_USUAL : index;
    }

    private int ofIp(long table, int protocol) {
        int own = book.get(table + (long) protocol * Width.WORD);
        return own != 0 ? own : book.get(table + (long) ClaimAny.PROTOCOL * Width.WORD);
    }

    private int otherClass(long packet, long length, int word) {
        int raw = word & ETHERTYPE_MASK;
        if (raw == RAW_IPV6) {
            int protocol = machine.load8(packet + Protocol.LINK_BYTES + Protocol.IPV6_NEXT);
            boolean usual = (word >>> IPV6_VERSION_SHIFT & VERSION_MASK) == VERSION_6 && length >= ClassifierText.IPV6_LEAST
                    && !Protocol.isExtension(protocol);
            return usual ? ofIp(book.ipv6Classes, protocol) : NOT_USUAL;
        }
        return raw == RAW_IPV4 || raw == RAW_VLAN || raw == RAW_SERVICE_VLAN ? NOT_USUAL
                : classes.find(Octets.swapped(raw, 2), ClaimAny.PROTOCOL);
    }

    // ---- keeping the programs up to date ---------------------------------------------------------------------------------

    /** A class, from an index on, whose program is not that of its shapes, or 0: {@link ClassifierText} writes its text. */
    public int stale(int from) {
        for (int index = from < 1 ? 1 : from; index < NetworkLimits.CLASSES; index++) {
            if (classes.inUse(index) && !classes.isCompiled(index)) {
                return index;
            }
        }
        return 0;
    }

    /** Of a class: it rises when its text becomes another. */
    public long version(int ofClass) {
        return classes.version(ofClass);
    }

    /** The fewest bytes that packets have which the class's program is run for: Program.MEMORY_BYTES_LEAST. */
    public int leastBytes(int ofClass) {
        return book.get(book.classRecord(ofClass) + NetworkBook.CLASS_LEAST);
    }

    /** From here on the program is run that the class's text of this version was compiled to. */
    public void commitCompiled(int ofClass, long version) {
        classes.commitCompiled(ofClass, version);
    }

    /** The same, of machine code that {@link #usual} is to lead to. */
    public void commitCompiled(int ofClass, long version, long entry) {
        classes.commitCompiled(ofClass, version);
        classes.commitEntry(ofClass, entry);
    }

    /**
     * Physical address of a table with {@link NetworkBook#USUAL_BYTES} for each protocol of IPv4: for packets of the usual form, where the
     * machine code is that tells them, or 0, and behind that the fewest bytes of one.
     */
    public long usual() {
        return book.usual;
    }
}
