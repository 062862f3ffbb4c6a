package exo.ebpf;

/**
 * What follows for two numbers from that a condition holds between them. The conditions are a jump's, by the high four bits of its opcode,
 * and one more, {@link #CLEAR}, which is that JSET does not hold.
 */
class NumberComparison extends NumberDivision {
    /** The numbers have no bit in common. */
    static final int CLEAR = 0xe0;

    NumberComparison(Memory memory, int width) {
        super(memory, width);
    }

    /** The condition that holds if the given one does not. */
    static int inverse(int condition) {
        switch (condition) {
            case Opcode.JEQ:
                return Opcode.JNE;
            case Opcode.JNE:
                return Opcode.JEQ;
            case Opcode.JGT:
                return Opcode.JLE;
            case Opcode.JLE:
                return Opcode.JGT;
            case Opcode.JGE:
                return Opcode.JLT;
            case Opcode.JLT:
                return Opcode.JGE;
            case Opcode.JSGT:
                return Opcode.JSLE;
            case Opcode.JSLE:
                return Opcode.JSGT;
            case Opcode.JSGE:
                return Opcode.JSLT;
            case Opcode.JSLT:
                return Opcode.JSGE;
            default:
                return CLEAR;
        }
    }

    /** The condition between b and a that the given one is between a and b. */
    static int mirrored(int condition) {
        switch (condition) {
            case Opcode.JGT:
                return Opcode.JLT;
            case Opcode.JLT:
                return Opcode.JGT;
            case Opcode.JGE:
                return Opcode.JLE;
            case Opcode.JLE:
                return Opcode.JGE;
            case Opcode.JSGT:
                return Opcode.JSLT;
            case Opcode.JSLT:
                return Opcode.JSGT;
            case Opcode.JSGE:
                return Opcode.JSLE;
            case Opcode.JSLE:
                return Opcode.JSGE;
            default:
                return condition;
        }
    }

    static boolean isSigned(int condition) {
        return condition == Opcode.JSGT || condition == Opcode.JSGE || condition == Opcode.JSLT || condition == Opcode.JSLE;
    }

    /** Narrows both to where the condition can hold. False: it cannot, and the records say nothing any more. They are not the same one. */
    final boolean assume(int condition, long a, long b) {
        switch (condition) {
            case Opcode.JEQ:
                return narrow(a, b) && narrow(b, a);
            case Opcode.JNE:
                return differ(a, b);
            case Opcode.JSET:
                return meet(a, b);
            case CLEAR:
                return (bits(a) & bits(b)) == 0 && clear(a, b) && clear(b, a);
            case Opcode.JSGT:
                return lessSigned(b, a);
            case Opcode.JSGE:
                return narrow(b, smallest, most(a)) && narrow(a, least(b), largest);
            case Opcode.JSLT:
                return lessSigned(a, b);
            case Opcode.JSLE:
                return narrow(a, smallest, most(b)) && narrow(b, least(a), largest);
            case Opcode.JGT:
                return less(b, a);
            case Opcode.JGE:
                return lessOrEqual(b, a);
            case Opcode.JLT:
                return less(a, b);
            default:
                return lessOrEqual(a, b);
        }
    }

    private boolean lessSigned(long a, long b) {
        return most(b) != smallest && least(a) != largest && narrow(a, smallest, most(b) - 1) && narrow(b, least(a) + 1, largest);
    }

    private boolean less(long a, long b) {
        long most = unsignedMost(b);
        long least = unsignedLeast(a);
        return most != 0 && least != -1 && narrowUnsigned(a, least, wrapped(most - 1)) && narrowUnsigned(b, wrapped(least + 1), most);
    }

    private boolean lessOrEqual(long a, long b) {
        long most = unsignedMost(b);
        long least = unsignedLeast(a);
        return narrowUnsigned(a, least, most) && narrowUnsigned(b, least, most);
    }

    private boolean differ(long a, long b) {
        if (isConstant(b) && !trim(a, least(b))) {
            return false;
        }
        return !isConstant(a) || trim(b, least(a));
    }

    /** Takes a number away that is at an end. */
    private boolean trim(long number, long without) {
        if (isConstant(number)) {
            return least(number) != without;
        }
        if (least(number) == without) {
            return narrow(number, without + 1, largest);
        }
        return most(number) != without || narrow(number, smallest, without - 1);
    }

    private boolean meet(long a, long b) {
        long common = (bits(a) | mask(a)) & (bits(b) | mask(b));
        if (common == 0) {
            return false;
        }
        // One bit alone must be set in both. The sign, which is extended, is many.
        boolean single = (common & common - 1) == 0;
        return !single || bitSet(a, common) && bitSet(b, common);
    }

    private boolean bitSet(long number, long bit) {
        return set(number, least(number), most(number), bits(number) | bit, mask(number) & ~bit);
    }

    /** The bits that b surely has, a has not. */
    private boolean clear(long a, long b) {
        return set(a, least(a), most(a), bits(a), mask(a) & ~bits(b));
    }

    // ---- unsigned: sign-extended numbers have the order of unsigned numbers under unsigned comparison

    final long unsignedLeast(long number) {
        return (least(number) ^ most(number)) >= 0 ? least(number) : bits(number);
    }

    final long unsignedMost(long number) {
        return (least(number) ^ most(number)) >= 0 ? most(number) : bits(number) | mask(number);
    }

    private boolean narrowUnsigned(long number, long least, long most) {
        if (Arithmetic.isBelow(most, least)) {
            return false;
        }
        if ((least ^ most) >= 0) {
            return narrow(number, least, most);
        }
        if (least(number) >= 0) {
            return narrow(number, least, largest);
        }
        return most(number) >= 0 || narrow(number, smallest, most);
    }

    // ---- the low halves alone

    /** As {@link #assume}, for a condition between the low halves. The last two are records to work with. */
    final boolean assumeOfHalves(int condition, long a, long b, long halfA, long halfB) {
        boolean signed = isSigned(condition);
        half(halfA, a, signed);
        half(halfB, b, signed);
        return assume(condition, halfA, halfB) && narrowByHalf(a, halfA, signed) && narrowByHalf(b, halfB, signed);
    }

    private void half(long into, long number, boolean signed) {
        if (signed) {
            signExtend(into, number, width / 2);
        } else {
            truncate(into, number, width / 2);
        }
    }

    private boolean narrowByHalf(long number, long half, boolean signed) {
        long bound = 1L << width / 2;
        if (isWithin(number, signed ? -(bound / 2) : 0, signed ? bound / 2 - 1 : bound - 1)) {
            return narrow(number, half);
        }
        if (!signed || !isWithin(number, 0, bound - 1)) {
            return true;
        }
        if (least(half) >= 0) {
            return narrow(number, least(half), most(half));
        }
        return most(half) >= 0 || narrow(number, least(half) + bound, most(half) + bound);
    }
}
