package exo.forge.ebpf;

import exo.ebpf.Opcode;

/** Signed bounds of a number, both inclusive. Arithmetic that could leave 64 bits leaves nothing known. */
record Range(long least, long most) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final int WORD_MASK = Long.SIZE - 1;

    static Range of(long number) {
        return new Range(number, number);
    }

    /** The numbers of so many bits, signed. */
    static Range signed(int bits) {
        return new Range(-1L << bits - 1, ~(-1L << bits - 1));
    }

    static Range unsigned(int bits) {
        return bits == Long.SIZE ? ALL : new Range(0, (1L << bits) - 1);
    }

    boolean isConstant() {
        return least == most;
    }

    boolean isWithin(Range other) {
        return least >= other.least && most <= other.most;
    }

    Range join(Range other) {
        return new Range(Math.min(least, other.least), Math.max(most, other.most));
    }

    /** What is in both, or null. */
    Range meet(Range other) {
        Range both = new Range(Math.max(least, other.least), Math.min(most, other.most));
        return both.least <= both.most ? both : null;
    }

    Range negated() {
        return least == Long.MIN_VALUE ? ALL : new Range(-most, -least);
    }

    static Range arithmetic(int code, Range a, Range b) {
        if (a.isConstant() && b.isConstant()) {
            return of(arithmetic(code, a.least, b.least));
        }
        switch (code) {
            case Opcode.ADD:
                return corners(a, b, Math::addExact);
            case Opcode.SUB:
                return corners(a, b, Math::subtractExact);
            case Opcode.MUL:
                return corners(a, b, Math::multiplyExact);
            case Opcode.DIV:
                return quotient(a, b);
            case Opcode.MOD:
                return remainder(a, b);
            case Opcode.AND:
                return and(a, b);
            case Opcode.OR:
            case Opcode.XOR:
                return orOrXor(a, b);
            default:
                return b.isConstant() ? shifted(code, a, (int) b.least & WORD_MASK) : shiftedByAny(code, a);
        }
    }

    /** As the instruction computes it: RFC 9669, section 4.1. */
    private static long arithmetic(int code, long a, long b) {
        switch (code) {
            case Opcode.ADD:
                return a + b;
            case Opcode.SUB:
                return a - b;
            case Opcode.MUL:
                return a * b;
            case Opcode.DIV:
                return b == 0 ? 0 : a / b;
            case Opcode.MOD:
                return b == 0 ? a : a % b;
            case Opcode.AND:
                return a & b;
            case Opcode.OR:
                return a | b;
            case Opcode.XOR:
                return a ^ b;
            case Opcode.LSH:
                return a << b;
            case Opcode.ARSH:
                return a >> b;
            default:
                return a >>> b;
        }
    }

    private interface Exact {
        long of(long a, long b);
    }

    private static Range corners(Range a, Range b, Exact operation) {
        try {
            long one = operation.of(a.least, b.least);
            long two = operation.of(a.least, b.most);
            long three = operation.of(a.most, b.least);
            long four = operation.of(a.most, b.most);
            return new Range(Math.min(Math.min(one, two), Math.min(three, four)), Math.max(Math.max(one, two), Math.max(three, four)));
        } catch (ArithmeticException overflow) {
            return ALL;
        }
    }

    private static Range quotient(Range a, Range b) {
        if (b.least > 0) {
            return corners(a, b, (dividend, divisor) -> dividend / divisor);
        }
        if (a.least == Long.MIN_VALUE) {
            return ALL;
        }
        long size = Math.max(Math.abs(a.least), Math.abs(a.most));
        return new Range(-size, size);
    }

    private static Range remainder(Range a, Range b) {
        Range byDividend = new Range(Math.min(a.least, 0), Math.max(a.most, 0));
        return b.least > 0 ? byDividend.meet(new Range(1 - b.most, b.most - 1)) : byDividend;
    }

    private static Range and(Range a, Range b) {
        if (a.least >= 0 || b.least >= 0) {
            return new Range(0, a.least < 0 ? b.most : b.least < 0 ? a.most : Math.min(a.most, b.most));
        }
        return new Range(-1L << bits(a.join(b)), -1).join(new Range(-1, Math.max(a.most, b.most)));
    }

    private static Range orOrXor(Range a, Range b) {
        int bits = bits(a.join(b));
        boolean positive = a.least >= 0 && b.least >= 0;
        return bits >= WORD_MASK ? new Range(positive ? 0 : Long.MIN_VALUE, Long.MAX_VALUE)
                : new Range(positive ? 0 : -1L << bits, (1L << bits) - 1);
    }

    /** Bits beside the sign that the numbers need. */
    private static int bits(Range range) {
        long needed = Math.max(range.least ^ range.least >> WORD_MASK, range.most ^ range.most >> WORD_MASK);
        return Long.SIZE - Long.numberOfLeadingZeros(needed);
    }

    private static Range shifted(int code, Range a, int by) {
        switch (code) {
            case Opcode.LSH:
                boolean exact = a.least << by >> by == a.least && a.most << by >> by == a.most;
                return exact ? new Range(a.least << by, a.most << by) : ALL;
            case Opcode.ARSH:
                return new Range(a.least >> by, a.most >> by);
            default:
                return a.least >= 0 || by == 0 ? new Range(a.least >>> by, a.most >>> by)
                        : new Range(0, -1L >>> by);
        }
    }

    private static Range shiftedByAny(int code, Range a) {
        switch (code) {
            case Opcode.LSH:
                return ALL;
            case Opcode.ARSH:
                return new Range(Math.min(a.least, 0), Math.max(a.most, -1));
            default:
                return a.least >= 0 ? new Range(0, a.most) : ALL;
        }
    }

    // ---- under a condition

    /** What a is when the condition holds between it and b; null: it cannot. */
    Range assume(int condition, Range b) {
        boolean alike = least >= 0 && b.least >= 0;
        switch (condition) {
            case Opcode.JEQ:
                return meet(b);
            case Opcode.JNE:
                return without(b);
            case Opcode.JSLT:
                return b.most == Long.MIN_VALUE ? null : meet(new Range(Long.MIN_VALUE, b.most - 1));
            case Opcode.JSLE:
                return meet(new Range(Long.MIN_VALUE, b.most));
            case Opcode.JSGT:
                return b.least == Long.MAX_VALUE ? null : meet(new Range(b.least + 1, Long.MAX_VALUE));
            case Opcode.JSGE:
                return meet(new Range(b.least, Long.MAX_VALUE));
            case Opcode.JLT:
                // Below what is not negative nothing is negative.
                return b.least >= 0 ? b.most == 0 ? null : meet(new Range(0, b.most - 1)) : this;
            case Opcode.JLE:
                return b.least >= 0 ? meet(new Range(0, b.most)) : this;
            case Opcode.JGT:
                return alike ? b.least == Long.MAX_VALUE ? null : meet(new Range(b.least + 1, Long.MAX_VALUE)) : this;
            case Opcode.JGE:
                return alike ? meet(new Range(b.least, Long.MAX_VALUE)) : this;
            default:
                return this;
        }
    }

    private Range without(Range b) {
        if (!b.isConstant()) {
            return this;
        }
        if (isConstant()) {
            return least == b.least ? null : this;
        }
        if (least == b.least) {
            return new Range(least + 1, most);
        }
        return most == b.least ? new Range(least, most - 1) : this;
    }
}
