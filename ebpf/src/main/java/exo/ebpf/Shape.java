package exo.ebpf;

/**
 * Whether one instruction, taken by itself, is one of RFC 9669's: a registered opcode, registers that there are, and zero in every field
 * that it does not use (section 3: "Unused fields SHALL be cleared to zero"; what each uses: sections 4 and 5).
 */
final class Shape {
    private static final int FRAME_POINTER = Limits.REGISTERS - 1;
    /** What DIV and MOD have as offset if they are signed. */
    private static final int SIGNED = 1;

    private Shape() {
    }

    /** A {@link Refusal}, or 0. Says nothing of targets, helpers' numbers and second slots. */
    static int refusal(long word) {
        int opcode = Instruction.opcode(word);
        switch (opcode & Opcode.CLASS_MASK) {
            case Opcode.LD:
                return load(opcode, word);
            case Opcode.LDX:
                return memoryLoad(opcode, word);
            case Opcode.ST:
                return immediateStore(opcode, word);
            case Opcode.STX:
                return registerStore(opcode, word);
            case Opcode.JMP:
            case Opcode.JMP32:
                return jump(opcode, word);
            default:
                return arithmetic(opcode, word);
        }
    }

    // ---- loads and stores

    private static int load(int opcode, long word) {
        int mode = opcode & Opcode.MODE_MASK;
        if (mode == Opcode.ABS || mode == Opcode.IND) {
            return (opcode & Opcode.SIZE_MASK) == Opcode.DOUBLE ? Refusal.UNKNOWN_OPCODE : Refusal.NOT_PERMITTED;
        }
        if (opcode != Opcode.LOAD_IMMEDIATE_64) {
            return Refusal.UNKNOWN_OPCODE;
        }
        if (Instruction.offset(word) != 0) {
            return Refusal.RESERVED_FIELD;
        }
        return written(Instruction.destination(word));
    }

    private static int memoryLoad(int opcode, long word) {
        int mode = opcode & Opcode.MODE_MASK;
        boolean extends64 = mode == Opcode.MEMSX && (opcode & Opcode.SIZE_MASK) != Opcode.DOUBLE;
        if (mode != Opcode.MEM && !extends64) {
            return Refusal.UNKNOWN_OPCODE;
        }
        if (Instruction.immediate(word) != 0) {
            return Refusal.RESERVED_FIELD;
        }
        int source = read(Instruction.source(word));
        return source != Refusal.NONE ? source : written(Instruction.destination(word));
    }

    private static int immediateStore(int opcode, long word) {
        if ((opcode & Opcode.MODE_MASK) != Opcode.MEM) {
            return Refusal.UNKNOWN_OPCODE;
        }
        return Instruction.source(word) != 0 ? Refusal.RESERVED_FIELD : read(Instruction.destination(word));
    }

    private static int registerStore(int opcode, long word) {
        int destination = read(Instruction.destination(word));
        int source = read(Instruction.source(word));
        switch (opcode & Opcode.MODE_MASK) {
            case Opcode.MEM:
                if (Instruction.immediate(word) != 0) {
                    return Refusal.RESERVED_FIELD;
                }
                break;
            case Opcode.ATOMIC:
                int operation = atomic(opcode, Instruction.immediate(word));
                if (operation != Refusal.NONE) {
                    return operation;
                }
                if (Atomic.writesSource(Instruction.immediate(word))) {
                    source = written(Instruction.source(word));
                }
                break;
            default:
                return Refusal.UNKNOWN_OPCODE;
        }
        return destination != Refusal.NONE ? destination : source;
    }

    private static int atomic(int opcode, int immediate) {
        int size = opcode & Opcode.SIZE_MASK;
        if (size != Opcode.WORD && size != Opcode.DOUBLE) {
            return Refusal.UNKNOWN_OPCODE;
        }
        switch (immediate & ~Opcode.FETCH) {
            case Opcode.ADD:
            case Opcode.OR:
            case Opcode.AND:
            case Opcode.XOR:
                return Refusal.NONE;
            default:
                return immediate == Opcode.EXCHANGE || immediate == Opcode.COMPARE_EXCHANGE ? Refusal.NONE : Refusal.RESERVED_FIELD;
        }
    }

    // ---- arithmetic

    private static int arithmetic(int opcode, long word) {
        boolean wide = (opcode & Opcode.CLASS_MASK) == Opcode.ALU64;
        boolean register = (opcode & Opcode.SOURCE_REGISTER) != 0;
        int code = opcode & Opcode.CODE_MASK;
        if (code > Opcode.END || code == Opcode.NEG && register || code == Opcode.END && register && wide) {
            return Refusal.UNKNOWN_OPCODE;
        }
        if (!mayHaveOffset(code, Instruction.offset(word), wide, register)) {
            return Refusal.RESERVED_FIELD;
        }
        int operand = code == Opcode.END ? swapped(word) : code == Opcode.NEG ? alone(word) : operand(register, word);
        return operand != Refusal.NONE ? operand : written(Instruction.destination(word));
    }

    private static boolean mayHaveOffset(int code, int offset, boolean wide, boolean register) {
        switch (code) {
            case Opcode.DIV:
            case Opcode.MOD:
                return offset == 0 || offset == SIGNED;
            case Opcode.MOV:
                return offset == 0 || register && (offset == Byte.SIZE || offset == Short.SIZE || wide && offset == Integer.SIZE);
            default:
                return offset == 0;
        }
    }

    /** The width of a byte swap is its immediate. */
    private static int swapped(long word) {
        int width = Instruction.immediate(word);
        boolean known = width == Short.SIZE || width == Integer.SIZE || width == Long.SIZE;
        return known && Instruction.source(word) == 0 ? Refusal.NONE : Refusal.RESERVED_FIELD;
    }

    private static int alone(long word) {
        return Instruction.source(word) == 0 && Instruction.immediate(word) == 0 ? Refusal.NONE : Refusal.RESERVED_FIELD;
    }

    /** The second operand is the source register or the immediate; the other field is not used. */
    private static int operand(boolean register, long word) {
        if (register) {
            return Instruction.immediate(word) != 0 ? Refusal.RESERVED_FIELD : read(Instruction.source(word));
        }
        return Instruction.source(word) != 0 ? Refusal.RESERVED_FIELD : Refusal.NONE;
    }

    // ---- jumps

    private static int jump(int opcode, long word) {
        boolean wide = (opcode & Opcode.CLASS_MASK) == Opcode.JMP;
        boolean register = (opcode & Opcode.SOURCE_REGISTER) != 0;
        switch (opcode & Opcode.CODE_MASK) {
            case Opcode.JA:
                return register ? Refusal.UNKNOWN_OPCODE : only(word, wide, !wide);
            case Opcode.CALL:
                return wide ? call(register, word) : Refusal.UNKNOWN_OPCODE;
            case Opcode.EXIT:
                return wide && !register ? only(word, false, false) : Refusal.UNKNOWN_OPCODE;
            default:
                return (opcode & Opcode.CODE_MASK) > Opcode.JSLE ? Refusal.UNKNOWN_OPCODE : condition(register, word);
        }
    }

    private static int condition(boolean register, long word) {
        int operand = operand(register, word);
        return operand != Refusal.NONE ? operand : read(Instruction.destination(word));
    }

    /** Neither register is used, and of offset and immediate what is said. */
    private static int only(long word, boolean offset, boolean immediate) {
        boolean registers = Instruction.destination(word) == 0 && Instruction.source(word) == 0;
        boolean offsetFits = offset || Instruction.offset(word) == 0;
        boolean immediateFits = immediate || Instruction.immediate(word) == 0;
        return registers && offsetFits && immediateFits ? Refusal.NONE : Refusal.RESERVED_FIELD;
    }

    private static int call(boolean register, long word) {
        if (Instruction.offset(word) != 0) {
            return Refusal.RESERVED_FIELD;
        }
        if (register) {
            return alone(word) != Refusal.NONE ? Refusal.RESERVED_FIELD : read(Instruction.destination(word));
        }
        if (Instruction.destination(word) != 0) {
            return Refusal.RESERVED_FIELD;
        }
        switch (Instruction.source(word)) {
            case Opcode.CALL_HELPER:
            case Opcode.CALL_FUNCTION:
                return Refusal.NONE;
            case Opcode.CALL_BY_TYPE:
                return Refusal.NOT_PERMITTED;
            default:
                return Refusal.RESERVED_FIELD;
        }
    }

    // ---- registers

    private static int read(int register) {
        return register < Limits.REGISTERS ? Refusal.NONE : Refusal.NO_SUCH_REGISTER;
    }

    private static int written(int register) {
        return register == FRAME_POINTER ? Refusal.WRITES_FRAME_POINTER : read(register);
    }
}
