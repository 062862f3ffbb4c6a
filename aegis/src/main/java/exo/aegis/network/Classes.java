package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.machine.Machine;

/**
 * The classes: for each pair of ethertype and protocol that filters are about, its shapes, those of most bits first. A packet of a
 * protocol is judged by the shapes of its class and those of its ethertype's class without a protocol, in one order of their bits; where
 * there is no class of its own, by the latter alone. When the shapes change so does the class's version, for its text is another then.
 */
final class Classes {
    private static final int HASH_SHIFT = 6;

    private final NetworkBook book;
    private final Machine machine;

    Classes(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
    }

    // ---- finding ---------------------------------------------------------------------------------------------------

    /** Where the index stands of the first class that this one can be: of IP, the only one. */
    private long head(int ethertype, int protocol) {
        if (Protocol.isIp(ethertype)) {
            return (ethertype == Protocol.ETHERTYPE_IPV4 ? book.ipv4Classes : book.ipv6Classes) + (long) protocol * Width.WORD;
        }
        return book.otherClasses + (long) ((ethertype ^ ethertype >>> HASH_SHIFT) & NetworkBook.OTHER_CLASSES - 1) * Width.WORD;
    }

    /** The class of exactly this ethertype and protocol (of what is not IP, any), or 0. */
    int find(int ethertype, int protocol) {
        int index = book.get(head(ethertype, protocol));
        for (int steps = 0; index != 0 && steps < NetworkLimits.CLASSES; steps++) {
            if (book.get(book.classRecord(index) + NetworkBook.CLASS_ETHERTYPE) == ethertype) {
                return index;
            }
            index = book.get(book.classRecord(index) + NetworkBook.CLASS_NEXT);
        }
        return 0;
    }

    /** The class whose text judges a packet, or 0: no filter is about it. */
    int ofPacket(int ethertype, int protocol) {
        int own = Protocol.isIp(ethertype) ? find(ethertype, protocol) : 0;
        return own != 0 ? own : find(ethertype, ClaimAny.PROTOCOL);
    }

    int ethertype(int index) {
        return book.get(book.classRecord(index) + NetworkBook.CLASS_ETHERTYPE);
    }

    int protocol(int index) {
        return book.get(book.classRecord(index) + NetworkBook.CLASS_PROTOCOL);
    }

    boolean inUse(int index) {
        return book.get(book.classRecord(index) + NetworkBook.CLASS_SHAPES) != 0;
    }

    int firstFree() {
        for (int index = 1; index < NetworkLimits.CLASSES; index++) {
            if (!inUse(index)) {
                return index;
            }
        }
        return 0;
    }

    // ---- the merged list of shapes that a class's packets are judged by ---------------------------------------------------

    int firstOwn(int index) {
        return index == 0 ? 0 : book.get(book.classRecord(index) + NetworkBook.CLASS_FIRST_SHAPE);
    }

    /** The first of the shapes without a protocol that go with the class. */
    int firstAny(int index) {
        boolean merged = index != 0 && protocol(index) != ClaimAny.PROTOCOL;
        return merged ? firstOwn(find(ethertype(index), ClaimAny.PROTOCOL)) : 0;
    }

    int next(int shape) {
        return book.get(book.shape(shape) + NetworkBook.SHAPE_NEXT);
    }

    private int bits(int shape) {
        return shape == 0 ? -1 : book.get(book.shape(shape) + NetworkBook.SHAPE_BITS);
    }

    /** Of what is left of two lists, whether the first's first comes before the second's. */
    boolean goesFirst(int own, int any) {
        return bits(own) >= bits(any);
    }

    // ---- whether one more shape fits -------------------------------------------------------------------------------------

    /** Whether a class (0: one that is to be made) can have another shape, with so much text. */
    boolean hasRoom(int index, int ethertype, int protocol, int textSlots) {
        if (index != 0 && book.get(book.classRecord(index) + NetworkBook.CLASS_SHAPES) >= NetworkLimits.SHAPES_IN_CLASS) {
            return false;
        }
        int any = find(ethertype, ClaimAny.PROTOCOL);
        if (protocol != ClaimAny.PROTOCOL) {
            return textSlots(index) + textSlots(any) + textSlots <= ClassifierText.SHAPES_SLOTS;
        }
        for (int other = 1; other < NetworkLimits.CLASSES; other++) {
            boolean merged = inUse(other) && ethertype(other) == ethertype && other != any;
            if (merged && textSlots(other) + textSlots(any) + textSlots > ClassifierText.SHAPES_SLOTS) {
                return false;
            }
        }
        return textSlots(any) + textSlots <= ClassifierText.SHAPES_SLOTS;
    }

    private int textSlots(int index) {
        return index == 0 ? 0 : book.get(book.classRecord(index) + NetworkBook.CLASS_TEXT_SLOTS);
    }

    // ---- changes: what could be refused has been ------------------------------------------------------------------------

    /** A class without shapes yet, in a free record, whose version goes on from where it was. */
    void commitClass(int index, int ethertype, int protocol) {
        long record = book.classRecord(index);
        book.set(record + NetworkBook.CLASS_ETHERTYPE, ethertype);
        book.set(record + NetworkBook.CLASS_PROTOCOL, protocol);
        book.set(record + NetworkBook.CLASS_FIRST_SHAPE, 0);
        book.set(record + NetworkBook.CLASS_TEXT_SLOTS, 0);
        book.set(record + NetworkBook.CLASS_LEAST, ClassifierText.leastBytes(ethertype, protocol));
        book.set(record + NetworkBook.CLASS_NEXT, book.get(head(ethertype, protocol)));
        book.set(head(ethertype, protocol), index);
    }

    void commitAdd(int index, int shape) {
        long link = book.classRecord(index) + NetworkBook.CLASS_FIRST_SHAPE;
        for (int steps = 0; bits(book.get(link)) >= bits(shape) && steps < NetworkLimits.SHAPES_IN_CLASS; steps++) {
            link = book.shape(book.get(link)) + NetworkBook.SHAPE_NEXT;
        }
        book.set(book.shape(shape) + NetworkBook.SHAPE_NEXT, book.get(link));
        book.set(link, shape);
        commitCount(index, shape, 1);
    }

    /** Takes a shape out; a class without shapes is no more. */
    void commitTakeOut(int index, int shape) {
        long link = book.classRecord(index) + NetworkBook.CLASS_FIRST_SHAPE;
        for (int steps = 0; book.get(link) != shape && steps < NetworkLimits.SHAPES_IN_CLASS; steps++) {
            link = book.shape(book.get(link)) + NetworkBook.SHAPE_NEXT;
        }
        book.set(link, next(shape));
        commitCount(index, shape, -1);
        if (!inUse(index)) {
            commitUnlink(index);
        }
    }

    private void commitCount(int index, int shape, int change) {
        long record = book.classRecord(index);
        book.add(record + NetworkBook.CLASS_SHAPES, change);
        book.add(record + NetworkBook.CLASS_TEXT_SLOTS,
                change * book.get(book.shape(shape) + NetworkBook.SHAPE_TEXT_SLOTS));
        commitChanged(index);
        for (int other = 1; protocol(index) == ClaimAny.PROTOCOL && other < NetworkLimits.CLASSES; other++) {
            if (other != index && inUse(other) && ethertype(other) == ethertype(index)) {
                commitChanged(other);
            }
        }
    }

    private void commitChanged(int index) {
        long version = book.classRecord(index) + NetworkBook.CLASS_VERSION;
        machine.store64(version, machine.load64(version) + 1);
        if (ethertype(index) == Protocol.ETHERTYPE_IPV4) {
            commitUsual(index, 0);
        }
    }

    /** What machine code there is for the usual packets of a class of IPv4: of a protocol, or of all that have no class of their own. */
    private void commitUsual(int index, long entry) {
        int protocol = protocol(index);
        boolean any = protocol == ClaimAny.PROTOCOL;
        for (int each = any ? 0 : protocol; each <= (any ? NetworkBook.IPV4_PROTOCOLS - 1 : protocol); each++) {
            if (!any || entry == 0 || book.get(book.ipv4Classes + (long) each * Width.WORD) == 0) {
                long place = book.usual + (long) each * NetworkBook.USUAL_BYTES;
                machine.store64(place, entry);
                machine.store64(place + NetworkBook.USUAL_LEAST, book.get(book.classRecord(index) + NetworkBook.CLASS_LEAST));
            }
        }
    }

    private void commitUnlink(int index) {
        long link = head(ethertype(index), protocol(index));
        for (int steps = 0; book.get(link) != index && steps < NetworkLimits.CLASSES; steps++) {
            link = book.classRecord(book.get(link)) + NetworkBook.CLASS_NEXT;
        }
        book.set(link, book.get(book.classRecord(index) + NetworkBook.CLASS_NEXT));
    }

    // ---- texts -----------------------------------------------------------------------------------------------------------

    long version(int index) {
        return machine.load64(book.classRecord(index) + NetworkBook.CLASS_VERSION);
    }

    boolean isCompiled(int index) {
        return machine.load64(book.classRecord(index) + NetworkBook.CLASS_COMPILED) == version(index);
    }

    void commitCompiled(int index, long version) {
        machine.store64(book.classRecord(index) + NetworkBook.CLASS_COMPILED, version);
    }

    /** Whoever runs machine code has it here, of a version that is still the class's. */
    void commitEntry(int index, long entry) {
        if (ethertype(index) == Protocol.ETHERTYPE_IPV4 && isCompiled(index)) {
            commitUsual(index, entry);
        }
    }
}
