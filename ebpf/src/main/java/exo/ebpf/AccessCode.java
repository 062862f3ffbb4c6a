package exo.ebpf;

/**
 * The machine code of loads, stores and atomic operations (RFC 9669, section 5). What was proved takes one instruction, whose address is
 * the program's and the region's delta; the rest goes through {@link GuardCode}.
 */
final class AccessCode {
    private final Memory memory;
    private final Assembler code;
    private final OperandCode operands;
    private final Placement placement;
    private final AtomicCode atomics;

    AccessCode(Memory memory, Assembler code, OperandCode operands) {
        this.memory = memory;
        this.code = code;
        this.operands = operands;
        this.placement = new Placement(memory);
        this.atomics = new AtomicCode(code, operands);
    }

    /** Of an instruction of class LDX, ST or STX. */
    long instruction(long at, long program, long state, long uses, long word, int index) {
        int kind = placement.of(program, word, index);
        long next = prepare(at, state, uses, word, index, kind);
        int base = base(uses, kind);
        int scaled = index(word, kind);
        int displacement = kind == Placement.GUARDED ? 0 : Instruction.offset(word);
        int opcode = Instruction.opcode(word);
        if (Placement.isLoad(word)) {
            return code.place(next, load(opcode), Compilation.machine(Instruction.destination(word)), base, scaled, displacement);
        }
        if ((opcode & Opcode.MODE_MASK) == Opcode.ATOMIC) {
            return atomics.instruction(next, uses, word, base, scaled, displacement);
        }
        int source = Instruction.source(word);
        int value = OperandCode.registerOf(source, Compilation.OTHER_TEMPORARY);
        if ((opcode & Opcode.CLASS_MASK) == Opcode.STX) {
            next = operands.prepare(next, uses, source, Compilation.OTHER_TEMPORARY);
            return code.place(next, store(opcode), value, base, scaled, displacement);
        }
        return storeImmediate(next, program, word, base, scaled, displacement);
    }

    // ---- the address: base, index and displacement

    private long prepare(long at, long state, long uses, long word, int index, int kind) {
        if (kind == Placement.GUARDED) {
            return guard(at, state, uses, word, index);
        }
        boolean loadsDelta = kind == Placement.STACK && Compilation.stackDelta(uses) == Assembler.NONE;
        return loadsDelta ? operands.loadStackDelta(at, uses, Compilation.TEMPORARY) : at;
    }

    private long guard(long at, long state, long uses, long word, int index) {
        int base = Placement.base(word);
        int offset = Instruction.offset(word);
        long next = operands.prepare(at, uses, base, Compilation.TEMPORARY);
        int address = OperandCode.registerOf(base, Compilation.TEMPORARY);
        if (offset != 0) {
            next = code.place(next, Assembler.ADDRESS, Compilation.TEMPORARY, address, Assembler.NONE, offset);
        } else if (address != Compilation.TEMPORARY) {
            next = code.move(next, Assembler.WIDE, Compilation.TEMPORARY, address);
        }
        next = code.moveImmediate(next, 0, Compilation.OTHER_TEMPORARY, index);
        int kind = Compilation.guard(Placement.size(word), !Placement.isLoad(word));
        return code.call(next, memory.load64(state + Compilation.GUARDS + (long) kind * Long.BYTES));
    }

    private static int base(long uses, int kind) {
        switch (kind) {
            case Placement.FRAME:
                return Assembler.RBP;
            case Placement.MEMORY:
                return Compilation.MEMORY_DELTA;
            case Placement.AREA:
                return Compilation.AREA_DELTA;
            case Placement.STACK:
                int delta = Compilation.stackDelta(uses);
                return delta == Assembler.NONE ? Compilation.TEMPORARY : delta;
            default:
                return Compilation.TEMPORARY;
        }
    }

    private static int index(long word, int kind) {
        boolean bare = kind == Placement.FRAME || kind == Placement.GUARDED;
        return bare ? Assembler.NONE : Compilation.machine(Placement.base(word));
    }

    // ---- what is loaded or stored

    private static int load(int opcode) {
        boolean signed = (opcode & Opcode.MODE_MASK) == Opcode.MEMSX;
        switch (opcode & Opcode.SIZE_MASK) {
            case Opcode.BYTE:
                return signed ? Assembler.LOAD_SIGN_8 | Assembler.WIDE : Assembler.LOAD_ZERO_8;
            case Opcode.HALF:
                return signed ? Assembler.LOAD_SIGN_16 | Assembler.WIDE : Assembler.LOAD_ZERO_16;
            case Opcode.WORD:
                return signed ? Assembler.LOAD_SIGN_32 : Assembler.LOAD;
            default:
                return Assembler.LOAD | Assembler.WIDE;
        }
    }

    private static int store(int opcode) {
        switch (opcode & Opcode.SIZE_MASK) {
            case Opcode.BYTE:
                return Assembler.STORE_8;
            case Opcode.HALF:
                return Assembler.STORE | Assembler.OPERANDS_16;
            case Opcode.WORD:
                return Assembler.STORE;
            default:
                return Assembler.STORE | Assembler.WIDE;
        }
    }

    private long storeImmediate(long at, long program, long word, int base, int index, int displacement) {
        int value = Instruction.immediate(word);
        switch (Placement.size(word)) {
            case Opcode.BYTE:
                return code.immediate8(code.place(at, Assembler.STORE_IMMEDIATE_8, 0, base, index, displacement), value);
            case Opcode.HALF:
                return code.immediate16(code.place(at, Assembler.STORE_IMMEDIATE | Assembler.OPERANDS_16, 0, base, index, displacement),
                        value);
            default:
                break;
        }
        int wide = Placement.size(word) == Opcode.DOUBLE ? Assembler.WIDE : 0;
        if (OperandCode.isPlain(value)) {
            return code.immediate32(code.place(at, Assembler.STORE_IMMEDIATE | wide, 0, base, index, displacement), value);
        }
        long next = operands.loadImmediate(at, program, wide, Compilation.OTHER_TEMPORARY, value);
        return code.place(next, Assembler.STORE | wide, Compilation.OTHER_TEMPORARY, base, index, displacement);
    }
}
