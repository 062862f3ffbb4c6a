package exo.aegis.network;

import exo.ebpf.Instruction;
import exo.ebpf.Limits;
import exo.ebpf.Opcode;
import exo.machine.Machine;

/**
 * Where the text that is being written stands: kept in the book, as it is written in many steps. Jumps to the end of a shape are chained
 * through their offsets until the end is known.
 */
final class TextCursor {
    // ---- in the book's header
    private static final int TEXT = NetworkBook.TEXT;
    private static final int VERSION = NetworkBook.TEXT + 8;
    private static final int CLASS = NetworkBook.TEXT + 16;
    private static final int OWN = NetworkBook.TEXT + 20;
    private static final int ANY = NetworkBook.TEXT + 24;
    private static final int SLOTS = NetworkBook.TEXT + 28;
    /** The jump written last that leads to the end of the shape; its offset is the one before. */
    private static final int LAST_JUMP = NetworkBook.TEXT + 32;
    private static final int NO_JUMP = 0xffff;

    private final NetworkBook book;
    private final Machine machine;
    private final long start;

    TextCursor(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
        this.start = book.start;
    }

    void begin(int ofClass, long text, long version, int own, int any) {
        machine.store64(start + TEXT, text);
        machine.store64(start + VERSION, version);
        book.set(start + CLASS, ofClass);
        book.set(start + SLOTS, 0);
        book.set(start + LAST_JUMP, NO_JUMP);
        next(own, any);
    }

    /** The shapes to come. */
    void next(int own, int any) {
        book.set(start + OWN, own);
        book.set(start + ANY, any);
    }

    long version() {
        return machine.load64(start + VERSION);
    }

    int ofClass() {
        return book.get(start + CLASS);
    }

    int own() {
        return book.get(start + OWN);
    }

    int any() {
        return book.get(start + ANY);
    }

    int slots() {
        return book.get(start + SLOTS);
    }

    private long place(int slot) {
        return machine.load64(start + TEXT) + (long) slot * Limits.INSTRUCTION_BYTES;
    }

    void emit(int opcode, int destination, int source, int offset, int immediate) {
        machine.store64(place(slots()), Instruction.of(opcode, destination, source, offset, immediate));
        book.add(start + SLOTS, 1);
    }

    /** The program's address of a byte of the book, in two slots. */
    void emitAreaAddress(int register, long inBook) {
        emit(Opcode.LOAD_IMMEDIATE_64, register, Opcode.IMMEDIATE_MAP_VALUE, 0, 0);
        emit(0, 0, 0, 0, (int) (inBook - start));
    }

    /** A jump to where {@link #landJumps} is called next. */
    void emitJump(int opcode, int destination, int source, int immediate) {
        int slot = slots();
        emit(opcode, destination, source, book.get(start + LAST_JUMP), immediate);
        book.set(start + LAST_JUMP, slot);
    }

    void landJumps() {
        int jump = book.get(start + LAST_JUMP);
        for (int steps = 0; jump != NO_JUMP && steps < Limits.INSTRUCTIONS; steps++) {
            long word = machine.load64(place(jump));
            machine.store64(place(jump), Instruction.of(Instruction.opcode(word), Instruction.destination(word),
                    Instruction.source(word), slots() - jump - 1, Instruction.immediate(word)));
            jump = Instruction.offset(word) & NO_JUMP;
        }
        book.set(start + LAST_JUMP, NO_JUMP);
    }
}
