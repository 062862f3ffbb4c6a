package exo.ebpf;

/**
 * What may be known of a number: bounds, as a signed number, and which of its bits are known. A record of {@link #BYTES} bytes in memory
 * stands for all numbers that are within its bounds and have its known bits. There is always one: what would leave none is told instead.
 *
 * <p>The width of numbers is a parameter so that tests can try every one of them: they are kept sign-extended to 64 bits, as are the masks.
 * In every record bounds and bits agree as far as they imply each other ({@link #set}).
 */
class Numbers {
    // ---- a record
    /** Bounds, signed, both inclusive. */
    static final int LEAST = 0;
    static final int MOST = 8;
    /** The known bits; 0 where unknown. */
    static final int BITS = 16;
    /** 1: the bit is unknown. */
    static final int MASK = 24;
    static final int BYTES = 32;

    protected final Memory memory;
    protected final int width;
    /** The smallest and the largest number of the width, signed. */
    protected final long smallest;
    protected final long largest;

    Numbers(Memory memory, int width) {
        this.memory = memory;
        this.width = width;
        smallest = -1L << width - 1;
        largest = ~smallest;
    }

    final long least(long number) {
        return memory.load64(number + LEAST);
    }

    final long most(long number) {
        return memory.load64(number + MOST);
    }

    final long bits(long number) {
        return memory.load64(number + BITS);
    }

    final long mask(long number) {
        return memory.load64(number + MASK);
    }

    final boolean isConstant(long number) {
        return least(number) == most(number);
    }

    final boolean isWithin(long number, long least, long most) {
        return least(number) >= least && most(number) <= most;
    }

    /** The number of this width that agrees with the value in its low bits. */
    final long wrapped(long value) {
        int unused = Long.SIZE - width;
        return value << unused >> unused;
    }

    final void setConstant(long number, long value) {
        store(number, value, value, value, 0);
    }

    final void setUnknown(long number) {
        store(number, smallest, largest, 0, -1);
    }

    final void setRange(long number, long least, long most) {
        set(number, least, most, 0, -1);
    }

    final void copy(long into, long number) {
        store(into, least(number), most(number), bits(number), mask(number));
    }

    /** Keeps of a number what is within the bounds too. False: nothing is, and the record is as before. */
    final boolean narrow(long number, long least, long most) {
        return set(number, greater(least, least(number)), lesser(most, most(number)), bits(number), mask(number));
    }

    /** As {@link #narrow(long, long, long)}, to what agrees with other's bits too. */
    final boolean narrow(long number, long other) {
        long mask = mask(number) & mask(other);
        boolean contradictory = ((bits(number) ^ bits(other)) & ~(mask(number) | mask(other))) != 0;
        return !contradictory && set(number, greater(least(other), least(number)), lesser(most(other), most(number)),
                bits(number) | bits(other), mask);
    }

    /**
     * Makes the record say all of this, and what follows: bits from bounds that agree in their high bits, and bounds from bits.
     * False: no number is all of it, and the record is as before.
     */
    final boolean set(long number, long least, long most, long bits, long mask) {
        long unknown = wrapped(mask);
        long known = wrapped(bits) & ~unknown;
        long low = greater(least, leastOf(known, unknown));
        long high = lesser(most, mostOf(known, unknown));
        if (low > high) {
            return false;
        }
        long differing = allBelow(low ^ high);
        if (((known ^ low) & ~unknown & ~differing) != 0) {
            return false;
        }
        unknown &= differing;
        known = (known | low & ~differing) & ~unknown;
        low = greater(low, leastOf(known, unknown));
        high = lesser(high, mostOf(known, unknown));
        if (low > high) {
            return false;
        }
        store(number, low, high, known, unknown);
        return true;
    }

    private long leastOf(long bits, long mask) {
        return bits | mask & smallest;
    }

    private long mostOf(long bits, long mask) {
        return bits | mask & largest;
    }

    static long lesser(long a, long b) {
        return a < b ? a : b;
    }

    static long greater(long a, long b) {
        return a > b ? a : b;
    }

    /** Ones from the highest one downwards. */
    static long allBelow(long value) {
        long filled = value;
        for (int by = 1; by < Long.SIZE; by <<= 1) {
            filled |= filled >>> by;
        }
        return filled;
    }

    private void store(long number, long least, long most, long bits, long mask) {
        memory.store64(number + LEAST, least);
        memory.store64(number + MOST, most);
        memory.store64(number + BITS, bits);
        memory.store64(number + MASK, mask);
    }

    /** What is known if it is one of two numbers. */
    final void join(long into, long a, long b) {
        long unknown = mask(a) | mask(b) | bits(a) ^ bits(b);
        set(into, lesser(least(a), least(b)), greater(most(a), most(b)), bits(a), unknown);
    }

    /** The low bits, zero-extended. */
    final void truncate(long into, long number, int bitCount) {
        long low = (1L << bitCount) - 1;
        long least = least(number);
        long most = most(number);
        boolean alike = least >> bitCount == most >> bitCount;
        set(into, alike ? least & low : 0, alike ? most & low : low, bits(number) & low, mask(number) & low);
    }

    /** The low bits, sign-extended. */
    final void signExtend(long into, long number, int bitCount) {
        int unused = Long.SIZE - bitCount;
        long bound = 1L << bitCount - 1;
        boolean same = isWithin(number, -bound, bound - 1);
        long unknown = mask(number) << unused >> unused;
        long known = bits(number) << unused >> unused;
        set(into, same ? least(number) : -bound, same ? most(number) : bound - 1, known, unknown);
    }
}
