package exo.ebpf;

/** What arithmetic instructions do to what is known: to the registers of a state. */
final class Computation {
    private static final long LOW_32 = 0xffffffffL;
    /** What can be shifted left by 32 and back, either way, and is the same. */
    private static final long LOW_31 = 0x7fffffffL;
    private static final int SHIFT_MASK = Integer.SIZE - 1;

    private final States states;
    private final Values values;
    private final Sums sums;

    Computation(States states, Values values) {
        this.states = states;
        this.values = values;
        sums = new Sums(values);
    }

    /** Of class ALU or ALU64. False: it uses a register that is not initialised. */
    boolean compute(long scratch, long state, long word, int at) {
        int opcode = Instruction.opcode(word);
        int code = opcode & Opcode.CODE_MASK;
        long destination = States.value(state, Instruction.destination(word));
        long operand = operand(scratch, state, word);
        boolean reads = code != Opcode.MOV;
        if (values.form(operand) == Values.UNINITIALISED || reads && values.form(destination) == Values.UNINITIALISED) {
            return false;
        }
        boolean wide = (opcode & Opcode.CLASS_MASK) == Opcode.ALU64;
        boolean done = code == Opcode.MOV
                ? move(scratch, state, word, at, destination, operand)
                : keepForm(scratch, state, word, at, destination, operand);
        if (!done) {
            computePlain(scratch, state, word, destination, operand);
        } else if (!wide && code != Opcode.END) {
            narrow(scratch, state, destination);
        }
        return true;
    }

    /** The second operand: a register's value, or the immediate in a record of its own. */
    long operand(long scratch, long state, long word) {
        int opcode = Instruction.opcode(word);
        if ((opcode & Opcode.SOURCE_REGISTER) != 0 && !isByteSwap(opcode)) {
            return States.value(state, Instruction.source(word));
        }
        long immediate = CheckerScratch.temporary(scratch, CheckerScratch.OPERAND);
        values.setConstantNumber(immediate, Instruction.immediate(word));
        return immediate;
    }

    /** The code alone does not say: in the classes of jumps it is that of JSLE. */
    private static boolean isByteSwap(int opcode) {
        int kind = opcode & Opcode.CLASS_MASK;
        return (opcode & Opcode.CODE_MASK) == Opcode.END && (kind == Opcode.ALU || kind == Opcode.ALU64);
    }

    private boolean move(long scratch, long state, long word, int at, long destination, long operand) {
        if (Instruction.offset(word) != 0) {
            return extendsNothing(scratch, state, operand, Instruction.offset(word)) && copy(scratch, state, at, destination, operand);
        }
        return copy(scratch, state, at, destination, operand);
    }

    private boolean copy(long scratch, long state, int at, long destination, long operand) {
        states.share(scratch, state, operand, at);
        values.copyValue(destination, operand);
        return true;
    }

    private boolean extendsNothing(long scratch, long state, long value, int bitCount) {
        long bound = 1L << bitCount - 1;
        return isNumberWithin(scratch, state, value, -bound, bound - 1);
    }

    /** A number, the length included, that is between these bounds. */
    private boolean isNumberWithin(long scratch, long state, long value, long least, long most) {
        if (values.base(value) != Values.NUMBER || (values.form(value) & Values.HIGH) != 0) {
            return false;
        }
        long range = CheckerScratch.temporary(scratch, CheckerScratch.RANGE);
        states.withoutLength(state, range, value);
        return values.isWithin(range, least, most);
    }

    /** Operations that more is known after than a number. False: this is none, with nothing done. */
    private boolean keepForm(long scratch, long state, long word, int at, long destination, long operand) {
        boolean wide = (Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.ALU64;
        switch (Instruction.opcode(word) & Opcode.CODE_MASK) {
            case Opcode.ADD:
                if (values.isConstant(destination)) {
                    states.share(scratch, state, operand, at);
                }
                return sums.add(destination, destination, operand);
            case Opcode.SUB:
                return sums.subtract(destination, destination, operand);
            case Opcode.AND:
                return values.isNumber(operand) && values.isConstant(operand)
                        && clearsNothing(scratch, state, destination, values.least(operand));
            case Opcode.LSH:
                return wide && isBy32(operand) && raise(scratch, state, destination);
            case Opcode.RSH:
            case Opcode.ARSH:
                return wide && isBy32(operand) && lower(destination);
            case Opcode.END:
                return Instruction.opcode(word) == (Opcode.ALU | Opcode.END) && keepsOrder(scratch, state, word, destination);
            default:
                return false;
        }
    }

    private boolean clearsNothing(long scratch, long state, long value, long mask) {
        return mask > 0 && (mask & mask + 1) == 0 && isNumberWithin(scratch, state, value, 0, mask);
    }

    private boolean isBy32(long operand) {
        return values.isNumber(operand) && values.isConstant(operand) && values.least(operand) == Integer.SIZE;
    }

    private boolean raise(long scratch, long state, long value) {
        if (values.isConstant(value) && !values.hasLength(value) || !isNumberWithin(scratch, state, value, 0, LOW_31)) {
            return false;
        }
        setForm(value, values.form(value) | Values.HIGH);
        return true;
    }

    private boolean lower(long value) {
        if ((values.form(value) & Values.HIGH) == 0) {
            return false;
        }
        setForm(value, values.form(value) & ~Values.HIGH);
        return true;
    }

    private void setForm(long value, int form) {
        int name = values.name(value);
        int displacement = values.displacement(value);
        values.describe(value, form, values.tail(value));
        values.setName(value, name, displacement);
    }

    /** A conversion to little-endian drops what is above its width, and that is all. */
    private boolean keepsOrder(long scratch, long state, long word, long value) {
        int bitCount = Instruction.immediate(word);
        return bitCount == Long.SIZE || isNumberWithin(scratch, state, value, 0, (1L << bitCount) - 1);
    }

    /** Of the destination, keeps the low 32 bits alone. */
    private void narrow(long scratch, long state, long destination) {
        if (isNumberWithin(scratch, state, destination, 0, LOW_32)) {
            return;
        }
        long plain = CheckerScratch.temporary(scratch, CheckerScratch.PLAIN_A);
        states.plain(state, plain, destination);
        values.truncate(destination, plain, Integer.SIZE);
        values.becomeNumber(destination);
    }

    // ---- with numbers and nothing else

    private void computePlain(long scratch, long state, long word, long destination, long operand) {
        long a = CheckerScratch.temporary(scratch, CheckerScratch.PLAIN_A);
        long b = CheckerScratch.temporary(scratch, CheckerScratch.PLAIN_B);
        int code = Instruction.opcode(word) & Opcode.CODE_MASK;
        if (values.form(destination) == Values.UNINITIALISED) {
            values.setConstantNumber(a, 0);
        } else {
            states.plain(state, a, destination);
        }
        states.plain(state, b, operand);
        if (values.isConstant(b) && (values.isConstant(a) || code == Opcode.MOV)) {
            values.setConstant(destination, Arithmetic.result(word, values.least(a), values.least(b)));
        } else if (code == Opcode.MOV) {
            values.signExtend(destination, b, Instruction.offset(word));
            truncateUnlessWide(word, destination);
        } else if (code == Opcode.END) {
            swap(word, destination, a);
        } else if ((Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.ALU64) {
            compute(word, destination, a, b);
        } else {
            computeHalf(word, destination, a, b);
        }
        values.becomeNumber(destination);
    }

    private void truncateUnlessWide(long word, long value) {
        if ((Instruction.opcode(word) & Opcode.CLASS_MASK) != Opcode.ALU64) {
            values.truncate(value, value, Integer.SIZE);
        }
    }

    private void swap(long word, long destination, long number) {
        int bitCount = Instruction.immediate(word);
        if (Instruction.opcode(word) == (Opcode.ALU | Opcode.END)) {
            values.truncate(destination, number, bitCount);
        } else if (bitCount == Long.SIZE) {
            values.setUnknown(destination);
        } else {
            values.setRange(destination, 0, (1L << bitCount) - 1);
        }
    }

    private void computeHalf(long word, long destination, long a, long b) {
        int code = Instruction.opcode(word) & Opcode.CODE_MASK;
        boolean shifts = code == Opcode.LSH || code == Opcode.RSH || code == Opcode.ARSH;
        boolean signed = code == Opcode.ARSH || (code == Opcode.DIV || code == Opcode.MOD) && Instruction.offset(word) != 0;
        if (signed) {
            values.signExtend(a, a, Integer.SIZE);
            values.signExtend(b, b, Integer.SIZE);
        } else {
            values.truncate(a, a, Integer.SIZE);
            values.truncate(b, b, Integer.SIZE);
        }
        if (shifts && values.isConstant(b)) {
            values.setConstant(b, values.least(b) & SHIFT_MASK);
        }
        compute(word, destination, a, b);
        values.truncate(destination, destination, Integer.SIZE);
    }

    private void compute(long word, long into, long a, long b) {
        boolean signed = Instruction.offset(word) != 0;
        switch (Instruction.opcode(word) & Opcode.CODE_MASK) {
            case Opcode.ADD:
                values.add(into, a, b);
                break;
            case Opcode.SUB:
                values.subtract(into, a, b);
                break;
            case Opcode.MUL:
                values.multiply(into, a, b);
                break;
            case Opcode.OR:
                values.or(into, a, b);
                break;
            case Opcode.AND:
                values.and(into, a, b);
                break;
            case Opcode.XOR:
                values.xor(into, a, b);
                break;
            case Opcode.LSH:
                values.shiftLeft(into, a, b);
                break;
            case Opcode.RSH:
                values.shiftRight(into, a, b);
                break;
            case Opcode.ARSH:
                values.shiftRightSigned(into, a, b);
                break;
            case Opcode.NEG:
                values.negate(into, a);
                break;
            default:
                divide(word, into, a, b, signed);
        }
    }

    private void divide(long word, long into, long a, long b, boolean signed) {
        boolean remains = (Instruction.opcode(word) & Opcode.CODE_MASK) == Opcode.MOD;
        if (remains) {
            if (signed) {
                values.remainderSigned(into, a, b);
            } else {
                values.remainder(into, a, b);
            }
        } else if (signed) {
            values.divideSigned(into, a, b);
        } else {
            values.divide(into, a, b);
        }
    }
}
