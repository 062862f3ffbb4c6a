package exo.ebpf;

/** Loads, stores and atomic operations of an interpreted run (RFC 9669, section 5). */
final class Access {
    private static final long LOW_32 = 0xffffffffL;

    private final Memory memory;
    private final Registers registers;
    private final Regions regions;

    Access(Memory memory, Registers registers) {
        this.memory = memory;
        this.registers = registers;
        regions = new Regions(memory);
    }

    /** Executes an instruction of class LDX, ST or STX. False, with nothing changed: it reaches outside of what it may. */
    boolean execute(long program, long run, long scratch, long word) {
        int opcode = Instruction.opcode(word);
        int instructionClass = opcode & Opcode.CLASS_MASK;
        boolean loads = instructionClass == Opcode.LDX;
        long base = registers.get(scratch, loads ? Instruction.source(word) : Instruction.destination(word));
        int size = opcode & Opcode.SIZE_MASK;
        long place = regions.place(program, run, base + Instruction.offset(word), bytes(size), !loads);
        if (place == Regions.NOWHERE) {
            return false;
        }
        if (loads) {
            boolean signed = (opcode & Opcode.MODE_MASK) == Opcode.MEMSX;
            registers.set(scratch, Instruction.destination(word), signed ? loadSigned(size, place) : load(size, place));
        } else if ((opcode & Opcode.MODE_MASK) == Opcode.ATOMIC) {
            exchange(scratch, word, size, place);
        } else {
            boolean immediate = instructionClass == Opcode.ST;
            store(size, place, immediate ? Instruction.immediate(word) : registers.get(scratch, Instruction.source(word)));
        }
        return true;
    }

    private static int bytes(int size) {
        switch (size) {
            case Opcode.BYTE:
                return Byte.BYTES;
            case Opcode.HALF:
                return Short.BYTES;
            case Opcode.WORD:
                return Integer.BYTES;
            default:
                return Long.BYTES;
        }
    }

    private long load(int size, long place) {
        switch (size) {
            case Opcode.BYTE:
                return memory.load8(place);
            case Opcode.HALF:
                return memory.load16(place);
            case Opcode.WORD:
                return memory.load32(place);
            default:
                return memory.load64(place);
        }
    }

    private long loadSigned(int size, long place) {
        switch (size) {
            case Opcode.BYTE:
                return (byte) memory.load8(place);
            case Opcode.HALF:
                return (short) memory.load16(place);
            default:
                return (int) memory.load32(place);
        }
    }

    private void store(int size, long place, long value) {
        switch (size) {
            case Opcode.BYTE:
                memory.store8(place, (int) value);
                break;
            case Opcode.HALF:
                memory.store16(place, (int) value);
                break;
            case Opcode.WORD:
                memory.store32(place, value);
                break;
            default:
                memory.store64(place, value);
        }
    }

    /** Atomic among runs, as one ends before the next begins. */
    private void exchange(long scratch, long word, int size, long place) {
        int operation = Instruction.immediate(word);
        int source = Instruction.source(word);
        long old = load(size, place);
        long expected = registers.get(scratch, 0);
        boolean equal = old == (size == Opcode.WORD ? expected & LOW_32 : expected);
        store(size, place, Atomic.stored(operation, old, registers.get(scratch, source), equal));
        if (operation == Opcode.COMPARE_EXCHANGE) {
            registers.set(scratch, 0, old);
        } else if (Atomic.writesSource(operation)) {
            registers.set(scratch, source, old);
        }
    }
}
