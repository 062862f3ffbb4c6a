package exo.aegis.network;

import exo.abi.PacketBase;
import exo.ebpf.Limits;
import exo.ebpf.Opcode;

/**
 * Writes the text of a class: a program that finds the filter of a packet of that class, of the usual form and of at least
 * {@link Classifier#leastBytes} bytes. Region memory is the packet, the area is the network book; it writes to neither. For each shape,
 * that of most bits first: read the packet's values, make the key, multiply it to a bucket, and compare the keys there one by one.
 * All jumps lead forward. Values of filters are not in the text, so that a filter of a known shape changes nothing; what accounts
 * have chosen of it are offsets, masks, and how many there are.
 *
 * <p>A class is written shape by shape, so that each step is short: {@link #begin}, and then {@link #step} until it gives {@link #DONE}.
 */
public final class ClassifierText {
    /** There are shapes left to write. */
    public static final int MORE = 1;
    public static final int DONE = 0;
    /** The class's shapes have changed meanwhile: begin again. */
    public static final int CHANGED = -1;

    /** The beginning and the end of every text. */
    private static final int END_SLOTS = 4;
    /** What the shapes of a class may take together. */
    static final int SHAPES_SLOTS = Limits.INSTRUCTIONS - END_SLOTS;
    /** Of each text, in slots: room for any. */
    public static final int SLOTS_MAXIMUM = Limits.INSTRUCTIONS;
    /** Scratch memory with which the engine's checker is done with any text: a test has it check the largest. */
    public static final int CHECKER_BYTES = 128 << 10;
    /**
     * What a shape takes at most: 16 masked words take 151, the most of any that are hashed; six bytes 64, the most of any that are exact.
     */
    private static final int SLOTS_OF_SHAPE = 56;
    private static final int SLOTS_OF_ATOM = 8;
    /** Of one slot of a bucket: load, compare, compare, on to the next; the last is a load and a compare. */
    private static final int SLOTS_OF_PROBE = 4;
    private static final int SLOTS_OF_LAST_PROBE = 2;

    static final int IPV4_LEAST = Protocol.LINK_BYTES + Protocol.IPV4_BYTES;
    static final int IPV6_LEAST = Protocol.LINK_BYTES + Protocol.IPV6_BYTES;
    private static final int ARP_LEAST = Protocol.LINK_BYTES + 28;

    // ---- what the registers hold: r6 is used only where it must be, as whoever runs a program has to keep it for himself
    private static final int RESULT = 0;
    private static final int OTHER = RESULT;
    private static final int PACKET = 1;
    private static final int LENGTH = 2;
    private static final int KEY = 3;
    private static final int AREA = 4;
    private static final int BUCKET = 5;
    private static final int SUM = 6;
    private static final int STACK = 10;

    private static final int BYTE_MASK = 0xff;
    private static final int HALF_MASK = 0xffff;

    private final NetworkBook book;
    private final Classes classes;
    private final TextCursor cursor;

    ClassifierText(NetworkBook book, Classes classes) {
        this.book = book;
        this.classes = classes;
        cursor = new TextCursor(book);
    }

    static int slotsAtMost(int atoms) {
        return SLOTS_OF_SHAPE + SLOTS_OF_ATOM * atoms;
    }

    /** The fewest bytes of a packet of a class in its usual form, up to the end of the header that each of its protocol has. */
    static int leastBytes(int ethertype, int protocol) {
        return ethertype == Protocol.ETHERTYPE_IPV4 ? IPV4_LEAST + Protocol.headerBytes(protocol)
                : ethertype == Protocol.ETHERTYPE_IPV6 ? IPV6_LEAST + Protocol.headerBytes(protocol)
                : ethertype == Protocol.ETHERTYPE_ARP ? ARP_LEAST : IPV4_LEAST;
    }

    // ---- a text, step by step ----------------------------------------------------------------------------------------------

    /**
     * Begins the text of a class.
     *
     * @param text  physical address, a multiple of 8, of {@link #SLOTS_MAXIMUM} slots
     */
    public void begin(int ofClass, long text) {
        cursor.begin(ofClass, text, classes.version(ofClass), classes.firstOwn(ofClass), classes.firstAny(ofClass));
        cursor.emitAreaAddress(AREA, book.start);
    }

    /** The version of the class that is being written, for {@link Classifier#commitCompiled}. */
    public long version() {
        return cursor.version();
    }

    /** Writes one shape, or the end. */
    public int step() {
        int ofClass = cursor.ofClass();
        if (classes.version(ofClass) != cursor.version()) {
            return CHANGED;
        }
        int own = cursor.own();
        int any = cursor.any();
        if (own == 0 && any == 0) {
            cursor.emit(Opcode.ALU64 | Opcode.MOV, RESULT, 0, 0, 0);
            cursor.emit(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
            return DONE;
        }
        boolean first = classes.goesFirst(own, any);
        int shape = first ? own : any;
        if (book.get(book.shape(shape) + NetworkBook.SHAPE_FLAGS) != NetworkBook.TAGGED) {
            writeShape(shape, ofClass);
        }
        cursor.next(first ? classes.next(own) : own, first ? any : classes.next(any));
        return MORE;
    }

    /** Slots written so far: after {@link #DONE}, the program's length. */
    public int slots() {
        return cursor.slots();
    }

    // ---- a shape -----------------------------------------------------------------------------------------------------------

    private void writeShape(int shape, int ofClass) {
        long record = book.shape(shape);
        int end = lastByte(record, ofClass);
        if (end > leastBytes(classes.ethertype(ofClass), classes.protocol(ofClass))) {
            cursor.emitJump(Opcode.JMP | Opcode.JLT, LENGTH, 0, end);
        }
        boolean exact = book.get(record + NetworkBook.SHAPE_KEY_BITS) <= FilterTable.KEY_VALUE_BITS;
        if (exact) {
            writeExactKey(shape, record, ofClass);
        } else {
            writeHashedKey(shape, record, ofClass);
        }
        writeBucket();
        writeProbes();
        if (!exact) {
            writeComparison(record);
        }
        cursor.emit(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
        cursor.landJumps();
    }

    /** Where an atom's base is in a packet of the usual form. */
    private int baseOffset(int base, int ofClass) {
        return base == PacketBase.LINK ? 0 : base == PacketBase.NETWORK ? Protocol.LINK_BYTES
                : classes.ethertype(ofClass) == Protocol.ETHERTYPE_IPV4 ? IPV4_LEAST : IPV6_LEAST;
    }

    private int lastByte(long record, int ofClass) {
        int last = 0;
        for (int atom = 0; atom < book.get(record + NetworkBook.SHAPE_ATOMS); atom++) {
            int place = book.place(record, atom);
            int end = NetworkBook.base(place) == PacketBase.FIELD ? 0 : baseOffset(NetworkBook.base(place), ofClass)
                    + NetworkBook.offset(place) + NetworkBook.width(place);
            last = end > last ? end : last;
        }
        return last;
    }

    // ---- the key -----------------------------------------------------------------------------------------------------------

    /** An atom's raw value into a register; false: it is 0 in every packet of the usual form, and the register is as before. */
    private boolean writeValue(int register, long record, int atom, int ofClass) {
        int place = book.place(record, atom);
        int mask = book.mask(record, atom);
        if (NetworkBook.base(place) == PacketBase.FIELD) {
            return false;
        }
        int width = NetworkBook.width(place);
        int size = width == 1 ? Opcode.BYTE : width == 2 ? Opcode.HALF : Opcode.WORD;
        cursor.emit(Opcode.LDX | Opcode.MEM | size, register, PACKET,
                baseOffset(NetworkBook.base(place), ofClass) + NetworkBook.offset(place), 0);
        if (mask != (width == 1 ? BYTE_MASK : width == 2 ? HALF_MASK : -1)) {
            cursor.emit(Opcode.ALU64 | Opcode.AND, register, 0, 0, mask);
        }
        return true;
    }

    /** Values from {@code first} to {@code last}, exclusive, side by side into KEY; false: all are 0, and nothing was written. */
    private boolean writeValues(long record, int first, int last, boolean halves, int ofClass) {
        boolean begun = false;
        int at = 0;
        for (int atom = first; atom < last; atom++) {
            int register = begun ? OTHER : KEY;
            if (writeValue(register, record, atom, ofClass)) {
                if (at > 0) {
                    cursor.emit(Opcode.ALU64 | Opcode.LSH, register, 0, 0, at);
                }
                if (begun) {
                    cursor.emit(Opcode.ALU64 | Opcode.OR | Opcode.SOURCE_REGISTER, KEY, OTHER, 0, 0);
                }
                begun = true;
            }
            at += halves ? Width.WORD_BITS : ShapeForm.keyBits(book.place(record, atom), book.mask(record, atom));
        }
        return begun;
    }

    private void writeExactKey(int shape, long record, int ofClass) {
        if (writeValues(record, 0, book.get(record + NetworkBook.SHAPE_ATOMS), false, ofClass)) {
            cursor.emit(Opcode.ALU64 | Opcode.LSH, KEY, 0, 0, FilterTable.KEY_SHAPE_BITS);
            cursor.emit(Opcode.ALU64 | Opcode.OR, KEY, 0, 0, shape);
        } else {
            cursor.emit(Opcode.ALU64 | Opcode.MOV, KEY, 0, 0, shape);
        }
    }

    private void writeHashedKey(int shape, long record, int ofClass) {
        int atoms = book.get(record + NetworkBook.SHAPE_ATOMS);
        for (int word = 0; word * 2 < atoms; word++) {
            int last = word * 2 + 2 < atoms ? word * 2 + 2 : atoms;
            if (!writeValues(record, word * 2, last, true, ofClass)) {
                cursor.emit(Opcode.ALU64 | Opcode.MOV, KEY, 0, 0, 0);
            }
            cursor.emit(Opcode.STX | Opcode.MEM | Opcode.DOUBLE, STACK, KEY, stackOffset(word), 0);
            cursor.emit(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, OTHER, AREA, NetworkBook.WORD_SECRETS + word * Width.DOUBLE, 0);
            cursor.emit(Opcode.ALU64 | Opcode.MUL | Opcode.SOURCE_REGISTER, KEY, OTHER, 0, 0);
            int code = word == 0 ? Opcode.MOV : Opcode.ADD;
            cursor.emit(Opcode.ALU64 | code | Opcode.SOURCE_REGISTER, SUM, KEY, 0, 0);
        }
        cursor.emit(Opcode.ALU64 | Opcode.AND, SUM, 0, 0, -1 << FilterTable.KEY_SHAPE_BITS);
        cursor.emit(Opcode.ALU64 | Opcode.OR, SUM, 0, 0, shape);
        cursor.emit(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, KEY, SUM, 0, 0);
    }

    private static int stackOffset(int word) {
        return -(word + 1) * Width.DOUBLE;
    }

    // ---- the search --------------------------------------------------------------------------------------------------------

    private void writeBucket() {
        cursor.emit(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, BUCKET, AREA, NetworkBook.BUCKET_SECRET, 0);
        cursor.emit(Opcode.ALU64 | Opcode.MUL | Opcode.SOURCE_REGISTER, BUCKET, KEY, 0, 0);
        cursor.emit(Opcode.ALU64 | Opcode.RSH, BUCKET, 0, 0, FilterTable.shift(book.filterCount));
        cursor.emit(Opcode.ALU64 | Opcode.AND, BUCKET, 0, 0, -FilterTable.BUCKET_BYTES);
        cursor.emit(Opcode.ALU64 | Opcode.ADD | Opcode.SOURCE_REGISTER, BUCKET, AREA, 0, 0);
    }

    /** Goes through the bucket until there is the key, or none. */
    private void writeProbes() {
        for (int slot = 0; slot < FilterTable.SLOTS; slot++) {
            cursor.emit(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, OTHER, BUCKET, NetworkBook.TABLE, 0);
            if (slot == FilterTable.SLOTS - 1) {
                cursor.emitJump(Opcode.JMP | Opcode.JNE | Opcode.SOURCE_REGISTER, OTHER, KEY, 0);
                continue;
            }
            cursor.emit(Opcode.JMP | Opcode.JEQ | Opcode.SOURCE_REGISTER, OTHER, KEY, jumpOverProbes(slot), 0);
            cursor.emitJump(Opcode.JMP | Opcode.JEQ, OTHER, 0, 0);
            cursor.emit(Opcode.ALU64 | Opcode.ADD, BUCKET, 0, 0, FilterTable.SLOT_BYTES);
        }
        cursor.emit(Opcode.LDX | Opcode.MEM | Opcode.WORD, RESULT, BUCKET, NetworkBook.TABLE + FilterTable.INDEX, 0);
    }

    /** From the first compare of a slot's probe to behind the last probe. */
    private static int jumpOverProbes(int slot) {
        return SLOTS_OF_PROBE - 2 + SLOTS_OF_PROBE * (FilterTable.SLOTS - 2 - slot) + SLOTS_OF_LAST_PROBE;
    }

    private void writeComparison(long record) {
        cursor.emitJump(Opcode.JMP | Opcode.JGT, RESULT, 0, book.filterCount);
        cursor.emit(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, BUCKET, RESULT, 0, 0);
        cursor.emit(Opcode.ALU64 | Opcode.MUL, BUCKET, 0, 0, NetworkBook.FILTER_BYTES);
        cursor.emitAreaAddress(KEY, book.filter(0));
        cursor.emit(Opcode.ALU64 | Opcode.ADD | Opcode.SOURCE_REGISTER, BUCKET, KEY, 0, 0);
        int atoms = book.get(record + NetworkBook.SHAPE_ATOMS);
        for (int word = 0; word * 2 < atoms; word++) {
            cursor.emit(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, KEY, BUCKET, NetworkBook.FILTER_VALUES + word * Width.DOUBLE, 0);
            cursor.emit(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, SUM, STACK, stackOffset(word), 0);
            cursor.emitJump(Opcode.JMP | Opcode.JNE | Opcode.SOURCE_REGISTER, KEY, SUM, 0);
        }
    }
}
