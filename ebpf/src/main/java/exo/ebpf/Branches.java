package exo.ebpf;

/** What a conditional jump tells about a state, on either of its ways. */
final class Branches {
    private static final long LOW_31 = 0x7fffffffL;
    private static final long LOW_32 = 0xffffffffL;

    private final States states;
    private final Values values;
    private final Computation computation;
    private final LengthComparison lengths;

    Branches(States states, Values values, Computation computation) {
        this.states = states;
        this.values = values;
        this.computation = computation;
        lengths = new LengthComparison(states, values);
    }

    /** The jump looks at a register that is not initialised. */
    boolean readsUninitialised(long scratch, long state, long word) {
        return values.form(States.value(state, Instruction.destination(word))) == Values.UNINITIALISED
                || values.form(computation.operand(scratch, state, word)) == Values.UNINITIALISED;
    }

    /** Makes the state that of the way where the jump is taken, or is not. False: this way is never gone. */
    boolean assume(long scratch, long state, long word, boolean taken) {
        int code = Instruction.opcode(word) & Opcode.CODE_MASK;
        int condition = taken ? code : NumberComparison.inverse(code);
        long a = States.value(state, Instruction.destination(word));
        long b = computation.operand(scratch, state, word);
        if (a == b) {
            return assumeOfItself(condition);
        }
        boolean narrow = (Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.JMP32;
        if (narrow && !(isHalf(scratch, state, a, condition) && isHalf(scratch, state, b, condition))) {
            return assumeOfHalves(scratch, state, condition, a, b);
        }
        if (((values.form(a) | values.form(b)) & Values.HIGH) != 0) {
            return assumePlain(scratch, state, condition, a, b);
        }
        if (values.base(a) != values.base(b)) {
            return true;
        }
        return assumeOfOneBase(scratch, state, condition, a, b);
    }

    /** Not decided where it would be, for JSET: nobody writes it. */
    private static boolean assumeOfItself(int condition) {
        switch (condition) {
            case Opcode.JNE:
            case Opcode.JGT:
            case Opcode.JLT:
            case Opcode.JSGT:
            case Opcode.JSLT:
                return false;
            default:
                return true;
        }
    }

    /** Its low half, extended as the condition does, is the value. */
    private boolean isHalf(long scratch, long state, long value, int condition) {
        if (values.base(value) != Values.NUMBER || (values.form(value) & Values.HIGH) != 0) {
            return false;
        }
        long range = CheckerScratch.temporary(scratch, CheckerScratch.RANGE);
        states.withoutLength(state, range, value);
        return values.isWithin(range, 0, NumberComparison.isSigned(condition) ? LOW_31 : LOW_32);
    }

    private boolean assumeOfHalves(long scratch, long state, int condition, long a, long b) {
        long plainA = plain(scratch, state, CheckerScratch.PLAIN_A, a);
        long plainB = plain(scratch, state, CheckerScratch.PLAIN_B, b);
        boolean possible = values.assumeOfHalves(condition, plainA, plainB, CheckerScratch.temporary(scratch, CheckerScratch.HALF_A),
                CheckerScratch.temporary(scratch, CheckerScratch.HALF_B));
        return possible && take(scratch, state, a, plainA) && take(scratch, state, b, plainB);
    }

    private boolean assumePlain(long scratch, long state, int condition, long a, long b) {
        long plainA = plain(scratch, state, CheckerScratch.PLAIN_A, a);
        long plainB = plain(scratch, state, CheckerScratch.PLAIN_B, b);
        return values.assume(condition, plainA, plainB) && take(scratch, state, a, plainA) && take(scratch, state, b, plainB);
    }

    private long plain(long scratch, long state, int temporary, long value) {
        long plain = CheckerScratch.temporary(scratch, temporary);
        states.plain(state, plain, value);
        return plain;
    }

    /** If the value is a number, it is narrowed to the plain one. */
    private boolean take(long scratch, long state, long value, long plain) {
        return !values.isNumber(value) || values.narrow(value, plain) && states.spread(scratch, state, value);
    }

    private boolean assumeOfOneBase(long scratch, long state, int condition, long a, long b) {
        boolean lengthInA = values.hasLength(a);
        if (lengthInA != values.hasLength(b)) {
            return lengthInA ? lengths.assume(scratch, state, NumberComparison.mirrored(condition), b, a)
                    : lengths.assume(scratch, state, condition, a, b);
        }
        boolean pointers = values.base(a) != Values.NUMBER;
        boolean comparable = !pointers || isComparable(condition, a) && isComparable(condition, b);
        if (lengthInA || !comparable) {
            return true;
        }
        if (!values.assume(condition, a, b)) {
            return false;
        }
        passTails(state, condition, a, b);
        return states.spread(scratch, state, a) && states.spread(scratch, state, b);
    }

    /** A pointer whose address has the order of its number: it does not wrap around. */
    private boolean isComparable(int condition, long pointer) {
        return condition != Opcode.JSET && condition != NumberComparison.CLEAR && values.isWithin(pointer, 0, Values.SMALL);
    }

    /** What is less than a number that has bytes before it has as many, too. Numbers have been narrowed by the condition. */
    private void passTails(long state, int condition, long a, long b) {
        if (!values.isSmall(a) || !values.isSmall(b)) {
            return;
        }
        switch (condition) {
            case Opcode.JEQ:
                passTail(state, a, b, 0);
                passTail(state, b, a, 0);
                break;
            case Opcode.JSLT:
                passTail(state, a, b, 1);
                break;
            case Opcode.JSLE:
                passTail(state, a, b, 0);
                break;
            case Opcode.JSGT:
                passTail(state, b, a, 1);
                break;
            case Opcode.JSGE:
                passTail(state, b, a, 0);
                break;
            default:
                if (values.least(a) >= 0 && values.least(b) >= 0) {
                    passUnsigned(state, condition, a, b);
                }
        }
    }

    private void passUnsigned(long state, int condition, long a, long b) {
        switch (condition) {
            case Opcode.JLT:
                passTail(state, a, b, 1);
                break;
            case Opcode.JLE:
                passTail(state, a, b, 0);
                break;
            case Opcode.JGT:
                passTail(state, b, a, 1);
                break;
            case Opcode.JGE:
                passTail(state, b, a, 0);
                break;
            default:
        }
    }

    /** The lesser is at least {@code by} less than the greater. */
    private void passTail(long state, long lesser, long greater, long by) {
        values.raiseTail(lesser, Values.tailAfter(states.tail(state, greater), -by));
    }
}
