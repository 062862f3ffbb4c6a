package exo.ebpf;

/** The machine code of arithmetic (RFC 9669, sections 4.1 and 4.2): what {@link Arithmetic} computes. */
final class ArithmeticCode {
    private final OperandCode operands;
    private final DivisionCode division;
    private final Assembler code;

    ArithmeticCode(Assembler code, OperandCode operands) {
        this.code = code;
        this.operands = operands;
        this.division = new DivisionCode(code, operands);
    }

    /** Of an instruction of class ALU or ALU64. */
    long instruction(long at, long program, long uses, long word) {
        int opcode = Instruction.opcode(word);
        int wide = (opcode & Opcode.CLASS_MASK) == Opcode.ALU64 ? Assembler.WIDE : 0;
        int destination = Compilation.machine(Instruction.destination(word));
        switch (opcode & Opcode.CODE_MASK) {
            case Opcode.END:
                return swapped(at, opcode, destination, Instruction.immediate(word));
            case Opcode.NEG:
                return code.registers(at, Assembler.UNARY | wide, Assembler.DIGIT_NEGATE, destination);
            case Opcode.LSH:
            case Opcode.RSH:
            case Opcode.ARSH:
                return shifted(at, uses, word, wide, destination);
            case Opcode.DIV:
            case Opcode.MOD:
                return division.instruction(at, program, uses, word, wide);
            default:
                return (opcode & Opcode.SOURCE_REGISTER) != 0 ? byRegister(at, uses, word, wide, destination)
                        : byImmediate(at, program, word, wide, destination);
        }
    }

    // ---- two operands

    private long byRegister(long at, long uses, long word, int wide, int destination) {
        int source = Instruction.source(word);
        int code8 = Instruction.opcode(word) & Opcode.CODE_MASK;
        if (code8 == Opcode.MOV && source == Compilation.FRAME_POINTER && Instruction.offset(word) == 0 && wide != 0) {
            return operands.loadFramePointer(at, uses, destination);
        }
        long next = operands.prepare(at, uses, source, Compilation.TEMPORARY);
        int register = OperandCode.registerOf(source, Compilation.TEMPORARY);
        switch (code8) {
            case Opcode.MUL:
                return code.registers(next, Assembler.MULTIPLY | wide, destination, register);
            case Opcode.MOV:
                return moved(next, Instruction.offset(word), wide, destination, register);
            default:
                return code.registers(next, form(code8) | wide, register, destination);
        }
    }

    private long moved(long at, int signBits, int wide, int to, int from) {
        switch (signBits) {
            case Byte.SIZE:
                return code.registers(at, Assembler.LOAD_SIGN_8 | wide, to, from);
            case Short.SIZE:
                return code.registers(at, Assembler.LOAD_SIGN_16 | wide, to, from);
            case Integer.SIZE:
                return code.registers(at, Assembler.LOAD_SIGN_32, to, from);
            default:
                return code.move(at, wide, to, from);
        }
    }

    private static int form(int operation) {
        switch (operation) {
            case Opcode.ADD:
                return Assembler.ADD;
            case Opcode.SUB:
                return Assembler.SUB;
            case Opcode.OR:
                return Assembler.OR;
            case Opcode.AND:
                return Assembler.AND;
            default:
                return Assembler.XOR;
        }
    }

    private long byImmediate(long at, long program, long word, int wide, int destination) {
        int operation = Instruction.opcode(word) & Opcode.CODE_MASK;
        int value = Instruction.immediate(word);
        if (operation == Opcode.MOV) {
            return operands.loadImmediate(at, program, wide, destination, value);
        }
        if (OperandCode.isPlain(value)) {
            return operation == Opcode.MUL ? multiplied(at, wide, destination, value)
                    : code.byImmediate(at, wide, digit(operation), destination, value);
        }
        long next = operands.loadImmediate(at, program, wide, Compilation.TEMPORARY, value);
        return operation == Opcode.MUL ? code.registers(next, Assembler.MULTIPLY | wide, destination, Compilation.TEMPORARY)
                : code.registers(next, form(operation) | wide, Compilation.TEMPORARY, destination);
    }

    private long multiplied(long at, int wide, int destination, int value) {
        if (value == (byte) value) {
            return code.immediate8(code.registers(at, Assembler.MULTIPLY_BY_8 | wide, destination, destination), value);
        }
        return code.immediate32(code.registers(at, Assembler.MULTIPLY_BY_32 | wide, destination, destination), value);
    }

    private static int digit(int operation) {
        switch (operation) {
            case Opcode.ADD:
                return Assembler.DIGIT_ADD;
            case Opcode.SUB:
                return Assembler.DIGIT_SUB;
            case Opcode.OR:
                return Assembler.DIGIT_OR;
            case Opcode.AND:
                return Assembler.DIGIT_AND;
            default:
                return Assembler.DIGIT_XOR;
        }
    }

    // ---- shifts

    private long shifted(long at, long uses, long word, int wide, int destination) {
        int digit = shiftDigit(Instruction.opcode(word) & Opcode.CODE_MASK);
        if ((Instruction.opcode(word) & Opcode.SOURCE_REGISTER) == 0) {
            int mask = wide != 0 ? Long.SIZE - 1 : Integer.SIZE - 1;
            long next = code.registers(at, Assembler.SHIFT_BY_IMMEDIATE | wide, digit, destination);
            return code.immediate8(next, Instruction.immediate(word) & mask);
        }
        int source = Instruction.source(word);
        if (OperandCode.registerOf(source, Assembler.NONE) == Assembler.RCX) {
            return code.registers(at, Assembler.SHIFT_BY_CL | wide, digit, destination);
        }
        // The machine's count is in CL, which is r4's.
        long next = operands.prepare(at, uses, source, Compilation.TEMPORARY);
        int count = OperandCode.registerOf(source, Compilation.TEMPORARY);
        int kept = Compilation.OTHER_TEMPORARY;
        next = code.move(next, Assembler.WIDE, kept, Assembler.RCX);
        next = code.move(next, 0, Assembler.RCX, count);
        next = code.registers(next, Assembler.SHIFT_BY_CL | wide, digit, destination == Assembler.RCX ? kept : destination);
        return code.move(next, Assembler.WIDE, Assembler.RCX, kept);
    }

    private static int shiftDigit(int operation) {
        switch (operation) {
            case Opcode.LSH:
                return Assembler.DIGIT_SHIFT_LEFT;
            case Opcode.RSH:
                return Assembler.DIGIT_SHIFT_RIGHT;
            default:
                return Assembler.DIGIT_SHIFT_RIGHT_SIGNED;
        }
    }

    // ---- byte order

    private long swapped(long at, int opcode, int register, int width) {
        boolean swaps = opcode != (Opcode.ALU | Opcode.END);
        switch (width) {
            case Short.SIZE:
                return swapped16(at, swaps, register);
            case Integer.SIZE:
                return swaps ? code.swapBytes(at, 0, register) : code.move(at, 0, register, register);
            default:
                return swaps ? code.swapBytes(at, Assembler.WIDE, register) : at;
        }
    }

    private long swapped16(long at, boolean swaps, int register) {
        long next = at;
        if (swaps) {
            next = code.registers(next, Assembler.SHIFT_BY_IMMEDIATE | Assembler.OPERANDS_16, Assembler.DIGIT_ROTATE_RIGHT, register);
            next = code.immediate8(next, Byte.SIZE);
        }
        return code.registers(next, Assembler.LOAD_ZERO_16, register, register);
    }
}
