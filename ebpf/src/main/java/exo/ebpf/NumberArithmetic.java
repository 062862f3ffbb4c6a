package exo.ebpf;

/**
 * Arithmetic on what is known of numbers ({@link Numbers}): the result stands for every result that numbers of the operands can have,
 * and maybe for more. It wraps around where machine arithmetic does. The result's record may be an operand's.
 *
 * <p>Sums of known bits as in Vishwanathan et al., Sound, Precise, and Fast Abstract Interpretation with Tristate Numbers, CGO 2022.
 */
class NumberArithmetic extends Numbers {
    /** What is at most this large can be multiplied without overflow. */
    private final long factor;

    NumberArithmetic(Memory memory, int width) {
        super(memory, width);
        factor = 1L << width / 2 - 1;
    }

    final void add(long into, long a, long b) {
        long sum = bits(a) + bits(b);
        long unknown = mask(a) + mask(b) + sum ^ sum | mask(a) | mask(b);
        boolean exact = !overflows(least(a), least(b)) && !overflows(most(a), most(b));
        setExact(into, exact, least(a) + least(b), most(a) + most(b), sum, unknown);
    }

    final void subtract(long into, long a, long b) {
        long difference = bits(a) - bits(b);
        long unknown = difference + mask(a) ^ difference - mask(b) | mask(a) | mask(b);
        boolean exact = !underflows(least(a), most(b)) && !underflows(most(a), least(b));
        setExact(into, exact, least(a) - most(b), most(a) - least(b), difference, unknown);
    }

    private void setExact(long into, boolean exact, long least, long most, long bits, long unknown) {
        set(into, exact ? least : smallest, exact ? most : largest, bits, unknown);
    }

    /** a + b is not a number of this width. */
    final boolean overflows(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 || wrapped(sum) != sum;
    }

    final boolean underflows(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 || wrapped(difference) != difference;
    }

    final void multiply(long into, long a, long b) {
        if (isConstant(a) && isConstant(b)) {
            setConstant(into, wrapped(least(a) * least(b)));
            return;
        }
        long unknown = ~(lowZeros(a) | lowZeros(b) | (lowZeros(a) + 1) * (lowZeros(b) + 1) - 1);
        if (!isWithin(a, -factor, factor) || !isWithin(b, -factor, factor)) {
            set(into, smallest, largest, 0, unknown);
            return;
        }
        long one = least(a) * least(b);
        long two = least(a) * most(b);
        long three = most(a) * least(b);
        long four = most(a) * most(b);
        set(into, lesser(lesser(one, two), lesser(three, four)), greater(greater(one, two), greater(three, four)), 0, unknown);
    }

    /** Ones where the number surely ends in zeros. */
    private long lowZeros(long number) {
        long maybe = bits(number) | mask(number);
        return maybe == 0 ? 0 : (maybe & -maybe) - 1;
    }

    final void and(long into, long a, long b) {
        long known = bits(a) & bits(b);
        long unknown = (bits(a) | mask(a)) & (bits(b) | mask(b)) & ~known;
        long most = largest;
        if (least(a) >= 0) {
            most = most(a);
        }
        if (least(b) >= 0) {
            most = lesser(most, most(b));
        }
        set(into, smallest, most, known, unknown);
    }

    final void or(long into, long a, long b) {
        long known = bits(a) | bits(b);
        long unknown = (mask(a) | mask(b)) & ~known;
        boolean positive = least(a) >= 0 && least(b) >= 0;
        set(into, positive ? greater(least(a), least(b)) : smallest, positive ? allBelow(most(a) | most(b)) : largest, known, unknown);
    }

    final void xor(long into, long a, long b) {
        long unknown = mask(a) | mask(b);
        boolean positive = least(a) >= 0 && least(b) >= 0;
        set(into, positive ? 0 : smallest, positive ? allBelow(most(a) | most(b)) : largest, bits(a) ^ bits(b), unknown);
    }

    final void negate(long into, long number) {
        boolean exact = least(number) != smallest;
        long negative = -bits(number);
        long unknown = negative ^ negative - mask(number) | mask(number);
        setExact(into, exact, -most(number), -least(number), negative, unknown);
    }

    // ---- shifts: of the count, the low bits count that can number a bit

    final void shiftLeft(long into, long number, long count) {
        if (isConstant(count)) {
            shiftLeftBy(into, number, (int) least(count) & width - 1);
        } else {
            setUnknown(into);
        }
    }

    final void shiftLeftBy(long into, long number, int by) {
        long least = wrapped(least(number) << by);
        long most = wrapped(most(number) << by);
        boolean exact = least >> by == least(number) && most >> by == most(number);
        setExact(into, exact, least, most, bits(number) << by, mask(number) << by);
    }

    final void shiftRight(long into, long number, long count) {
        long ones = -1L >>> Long.SIZE - width;
        if (!isConstant(count)) {
            boolean positive = least(number) >= 0;
            set(into, positive ? 0 : smallest, positive ? most(number) : largest, 0, -1);
            return;
        }
        int by = (int) least(count) & width - 1;
        if (by == 0) {
            copy(into, number);
            return;
        }
        boolean oneSign = (least(number) ^ most(number)) >= 0;
        long least = oneSign ? (least(number) & ones) >>> by : 0;
        long most = oneSign ? (most(number) & ones) >>> by : ones >>> by;
        set(into, least, most, (bits(number) & ones) >>> by, (mask(number) & ones) >>> by);
    }

    final void shiftRightSigned(long into, long number, long count) {
        if (!isConstant(count)) {
            set(into, lesser(least(number), 0), greater(most(number), -1), 0, -1);
            return;
        }
        int by = (int) least(count) & width - 1;
        set(into, least(number) >> by, most(number) >> by, bits(number) >> by, mask(number) >> by);
    }
}
