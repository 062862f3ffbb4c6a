package exo.aegis.network;

import exo.abi.ClaimBounds;
import exo.abi.FilterLimits;
import exo.machine.Machine;

/**
 * Where all that the kernel knows of filters and claims lies: one run of physical memory, which is also what the compiled classifier sees
 * as its area. Records of each kind have indices from 1; index 0 stands for none. Numbers are of 32 bits where nothing else is said.
 */
public final class NetworkBook {
    // ---- the header
    /** Heads of the lists of free records. */
    static final int FREE_CLAIM = 0;
    static final int FREE_SHAPE = 4;
    static final int FREE_FILTER = 8;
    /** Shapes above this index were never used. */
    static final int SHAPES_USED = 12;
    /** 64 bits: drawn at boot, odd; from a key to its bucket. */
    static final int BUCKET_SECRET = 64;
    /** 64 bits for each word of a filter's values: from the values to a key. */
    static final int WORD_SECRETS = 72;
    static final int WORDS = FilterLimits.ATOMS / 2;
    /** What the parser found of the packet last looked at: see PacketHeaders. */
    static final int HEADERS = 256;
    /** Values of that packet, under the shape last tried. */
    static final int PACKET_VALUES = 320;
    /** The filter that is being bound: as in a shape, and its values behind. */
    static final int INCOMING = 512;
    static final int INCOMING_VALUES = 768;
    /** Words that two shapes share: see Ties. */
    static final int COMMON = 1024;
    /** Where the text that is being written stands: see TextCursor. */
    static final int TEXT = 1536;
    /** The machine's own Ethernet address, six bytes. */
    static final int LINK_ADDRESS = 1600;
    /** 64 bits each: how that address lies in what is sent, see UsualTemplate. */
    static final int USUAL_LINK = 1608;
    /**
     * The table of values: so near that a program reaches it, and the secrets, from the book's beginning without computing an address.
     */
    static final int TABLE = 2048;

    // ---- a class: the filters about one ethertype and protocol
    static final int CLASS_BYTES = 64;
    static final int CLASS_ETHERTYPE = 0;
    /** Or ClaimAny.PROTOCOL. */
    static final int CLASS_PROTOCOL = 4;
    /** Its shapes, those of most bits first. */
    static final int CLASS_FIRST_SHAPE = 8;
    /** 0: the record is free. */
    static final int CLASS_SHAPES = 12;
    /** What the text for its own shapes takes at most. */
    static final int CLASS_TEXT_SLOTS = 16;
    /** Of the classes whose ethertype hashes alike, the next. */
    static final int CLASS_NEXT = 20;
    /** 64 bits: raised whenever the text becomes another, and never lowered; and what is compiled. */
    static final int CLASS_VERSION = 24;
    static final int CLASS_COMPILED = 32;
    /** The fewest bytes that packets of the usual form have which the text is run for. */
    static final int CLASS_LEAST = 40;

    // ---- a shape: which bits the filters are about that have it
    static final int SHAPE_BYTES = 256;
    static final int SHAPE_CLASS = 0;
    static final int SHAPE_NEXT = 4;
    /** Atoms, other than those that the class says. */
    static final int SHAPE_ATOMS = 8;
    /** Fixed bits of a filter: the class's as well. */
    static final int SHAPE_BITS = 12;
    static final int SHAPE_FILTERS = 16;
    static final int SHAPE_FLAGS = 20;
    /** Bits that the values take in a key: the key is exact up to KEY_VALUE_BITS. */
    static final int SHAPE_KEY_BITS = 24;
    static final int SHAPE_TEXT_SLOTS = 28;
    /** base << 16 | width << 8 | offset, for each atom. */
    static final int SHAPE_PLACES = 64;
    /** Raw masks, for each atom. */
    static final int SHAPE_MASKS = 128;
    /** Of INCOMING alone. */
    static final int INCOMING_ETHERTYPE = 192;
    static final int INCOMING_PROTOCOL = 196;
    /** A flag: an atom is about the VLAN, so the packets are tagged. */
    static final int TAGGED = 1;

    // ---- a filter
    static final int FILTER_BYTES = 128;
    /** 0: the record is free. */
    static final int FILTER_ACCOUNT = 0;
    static final int FILTER_CLAIM = 4;
    static final int FILTER_SHAPE = 8;
    /** Filters of the same shape and account; of free ones, the next. */
    static final int FILTER_NEXT = 12;
    static final int FILTER_PREVIOUS = 16;
    /** 64 bits: its key in the table; and what its owner said to keep. */
    static final int FILTER_KEY = 24;
    static final int FILTER_COOKIE = 32;
    /** Raw values, for each atom of the shape, zero behind. */
    static final int FILTER_VALUES = 64;
    static final int VALUES_BYTES = FilterLimits.ATOMS * Width.WORD;

    // ---- a claim
    static final int CLAIM_BYTES = 128;
    /** ClaimBounds come first. */
    static final int CLAIM_ACCOUNT = ClaimBounds.BYTES;
    /** The claim that it was split from; 0 for the root's. */
    static final int CLAIM_PARENT = ClaimBounds.BYTES + 4;
    static final int CLAIM_FIRST_CHILD = ClaimBounds.BYTES + 8;
    /** Claims of one parent. */
    static final int CLAIM_NEXT = ClaimBounds.BYTES + 12;
    static final int CLAIM_PREVIOUS = ClaimBounds.BYTES + 16;
    static final int CLAIM_FILTERS = ClaimBounds.BYTES + 20;
    /** Claims of one account. */
    static final int CLAIM_NEXT_HELD = ClaimBounds.BYTES + 24;
    static final int CLAIM_PREVIOUS_HELD = ClaimBounds.BYTES + 28;

    /** By protocol, ClaimAny.PROTOCOL included, for each of IPv4 and IPv6; and by a hash of the ethertype, the first of the others. */
    static final int PROTOCOLS = 257;
    static final int OTHER_CLASSES = 64;
    static final int IPV4_PROTOCOLS = 256;
    public static final int USUAL_BYTES = 16;
    public static final int USUAL_LEAST = 8;

    final Machine machine;
    final int filterCount;
    final long start;
    final long ipv4Classes;
    final long ipv6Classes;
    final long otherClasses;
    final long claimsHeld;
    private final long claims;
    private final long classes;
    private final long shapes;
    /** Heads of lists of filters: for each shape and account. */
    private final long lists;
    private final long filters;
    final long table;
    /** For each protocol of IPv4 where the machine code is that tells its usual packets, or 0, and the fewest bytes of one: 64 bits each. */
    final long usual;
    private final long end;

    /**
     * A book from an address on, a multiple of 8, or better of 128.
     *
     * @param filterCount  filters that it is to have room for, 1 to {@link NetworkLimits#FILTERS_MAXIMUM}
     */
    public NetworkBook(Machine machine, long start, int filterCount) {
        this.machine = machine;
        this.start = start;
        this.filterCount = filterCount;
        table = start + TABLE;
        ipv4Classes = table + FilterTable.bytes(filterCount);
        ipv6Classes = ipv4Classes + PROTOCOLS * Width.WORD;
        otherClasses = ipv6Classes + PROTOCOLS * Width.WORD;
        claimsHeld = otherClasses + OTHER_CLASSES * Width.WORD;
        claims = claimsHeld + NetworkLimits.ACCOUNTS * Width.WORD;
        classes = claims + (NetworkLimits.CLAIMS + 1) * CLAIM_BYTES;
        shapes = classes + NetworkLimits.CLASSES * CLASS_BYTES;
        lists = shapes + (NetworkLimits.SHAPES + 1) * SHAPE_BYTES;
        filters = lists + (long) (NetworkLimits.SHAPES + 1) * NetworkLimits.ACCOUNTS * Width.WORD;
        usual = filters + (filterCount + 1L) * FILTER_BYTES;
        end = usual + IPV4_PROTOCOLS * USUAL_BYTES;
    }

    /** See {@link Classifier#usual}. */
    public long usual() {
        return usual;
    }

    /** What a book for so many filters takes. */
    public static long bytes(int filterCount) {
        return TABLE + (2 * PROTOCOLS + OTHER_CLASSES + NetworkLimits.ACCOUNTS) * Width.WORD
                + (NetworkLimits.CLAIMS + 1) * CLAIM_BYTES + NetworkLimits.CLASSES * CLASS_BYTES
                + (NetworkLimits.SHAPES + 1L) * (SHAPE_BYTES + NetworkLimits.ACCOUNTS * Width.WORD)
                + (filterCount + 1L) * FILTER_BYTES + FilterTable.bytes(filterCount) + IPV4_PROTOCOLS * USUAL_BYTES;
    }

    /** Where the book begins, and how long it is: the area of the compiled classifier. */
    public long start() {
        return start;
    }

    public long byteCount() {
        return end - start;
    }

    /** Empties the book and draws its secrets. Boot only. */
    void initialise() {
        machine.zero(start, byteCount());
        for (int word = 0; word <= WORDS; word++) {
            machine.store64(start + BUCKET_SECRET + (long) word * Width.DOUBLE, machine.entropy() | 1);
        }
        for (int index = NetworkLimits.CLAIMS; index >= 1; index--) {
            push(FREE_CLAIM, index, claim(index) + CLAIM_NEXT);
        }
        for (int index = NetworkLimits.SHAPES; index >= 1; index--) {
            push(FREE_SHAPE, index, shape(index) + SHAPE_NEXT);
        }
        for (int index = filterCount; index >= 1; index--) {
            push(FREE_FILTER, index, filter(index) + FILTER_NEXT);
        }
    }

    // ---- numbers ---------------------------------------------------------------------------------------------------

    int get(long address) {
        return (int) machine.load32(address);
    }

    void set(long address, int value) {
        machine.store32(address, value & 0xffff_ffffL);
    }

    void add(long address, int value) {
        set(address, get(address) + value);
    }

    // ---- free records: the first is looked at before it is taken -------------------------------------------------------

    int firstFree(int head) {
        return get(start + head);
    }

    void push(int head, int index, long nextPlace) {
        set(nextPlace, get(start + head));
        set(start + head, index);
    }

    void pop(int head, long nextPlace) {
        set(start + head, get(nextPlace));
    }

    // ---- records ---------------------------------------------------------------------------------------------------

    long claim(int index) {
        return claims + (long) index * CLAIM_BYTES;
    }

    long classRecord(int index) {
        return classes + (long) index * CLASS_BYTES;
    }

    long shape(int index) {
        return shapes + (long) index * SHAPE_BYTES;
    }

    /** Where the index of the first filter is that an account has of a shape. */
    long list(int shape, int account) {
        return lists + ((long) shape * NetworkLimits.ACCOUNTS + account) * Width.WORD;
    }

    long filter(int index) {
        return filters + (long) index * FILTER_BYTES;
    }

    int place(long shapeRecord, int atom) {
        return get(shapeRecord + SHAPE_PLACES + (long) atom * Width.WORD);
    }

    int mask(long shapeRecord, int atom) {
        return get(shapeRecord + SHAPE_MASKS + (long) atom * Width.WORD);
    }

    // ---- an atom's place -------------------------------------------------------------------------------------------

    static int placeOf(int base, int width, int offset) {
        return base << 16 | width << 8 | offset;
    }

    static int base(int place) {
        return place >>> 16;
    }

    static int width(int place) {
        return place >>> 8 & 0xff;
    }

    static int offset(int place) {
        return place & 0xff;
    }

    /** Which aligned word of which base an atom lies in, in canonical order. */
    static int word(int place) {
        return base(place) << 8 | offset(place) >>> 2;
    }

    /** How far left its raw value lies in that word. */
    static int shift(int place) {
        return (place & 3) * Width.OCTET_BITS;
    }

    boolean isAccount(int account) {
        return account >= 1 && account < NetworkLimits.ACCOUNTS;
    }
}
