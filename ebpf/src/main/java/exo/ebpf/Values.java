package exo.ebpf;

/**
 * What may be known of a register's value, or of a spilled one: a record of {@link #BYTES} bytes. A value is a sum of a base (nothing, or
 * where a region begins), of the length of region memory or not, and of a number, which {@link Numbers} describes in the record's first
 * bytes. All sums are of 64 bits and wrap around.
 *
 * <p>Two facts more may be known. The tail: the number, as a signed one, and the tail are together at most the length; so a pointer
 * into memory has that many bytes before it. And a name, of a number that is not known: the value's number is that and the displacement, or if
 * the value contains the length, the displacement without that. So values with the same name tell of each other, whatever their bases are.
 * Constants have no name.
 */
final class Values extends NumberComparison {
    /** {@link #NO_TAIL}: nothing is known. */
    static final int TAIL = Numbers.BYTES;
    /** 32 bits. */
    static final int DISPLACEMENT = TAIL + Long.BYTES;
    /** 16 bits; 0: none. */
    static final int NAME = DISPLACEMENT + Integer.BYTES;
    /** 8 bits: a base, and {@link #LENGTH} and {@link #HIGH}. */
    static final int FORM = NAME + Short.BYTES;
    /** 8 bits: of a value in a kept state, how often joining made it another. It goes where the form goes, and means nothing there. */
    static final int CHANGES = FORM + Byte.BYTES;
    static final int BYTES = FORM + Short.BYTES;

    // ---- forms; a region's number is the base that it is
    static final int UNINITIALISED = 0;
    static final int STACK = Addresses.REGION_STACK;
    static final int MEMORY = Addresses.REGION_MEMORY;
    static final int AREA = Addresses.REGION_AREA;
    static final int NUMBER = 4;
    static final int BASE_MASK = 7;
    static final int LENGTH = 8;
    /** The value is what the record says, shifted left by 32: half of how compilers extend 32 bits. The number has 31 bits at most. */
    static final int HIGH = 16;

    static final long NO_TAIL = Long.MIN_VALUE;
    /** Sums of numbers within this, either way, are exact, as is all that is computed of tails and lengths. */
    static final long SMALL = 1L << 40;

    Values(Memory memory) {
        super(memory, Long.SIZE);
    }

    int form(long value) {
        return memory.load8(value + FORM);
    }

    int base(long value) {
        return form(value) & BASE_MASK;
    }

    boolean hasLength(long value) {
        return (form(value) & LENGTH) != 0;
    }

    /** A number and nothing else. */
    boolean isNumber(long value) {
        return form(value) == NUMBER;
    }

    boolean isPointer(long value) {
        int base = base(value);
        return base != NUMBER && base != UNINITIALISED;
    }

    long tail(long value) {
        return memory.load64(value + TAIL);
    }

    int displacement(long value) {
        return (int) memory.load32(value + DISPLACEMENT);
    }

    int name(long value) {
        return memory.load16(value + NAME);
    }

    boolean isSmall(long value) {
        return isWithin(value, -SMALL, SMALL);
    }

    int changes(long value) {
        return memory.load8(value + CHANGES);
    }

    void setChanges(long value, int changes) {
        memory.store8(value + CHANGES, changes);
    }

    void setTail(long value, long tail) {
        memory.store64(value + TAIL, tail);
    }

    void raiseTail(long value, long tail) {
        if (tail > tail(value)) {
            setTail(value, tail);
        }
    }

    /** A tail after the number became greater by {@code by} at most. */
    static long tailAfter(long tail, long by) {
        boolean small = tail > -SMALL && by > -SMALL && by < SMALL;
        return small ? tail - by : NO_TAIL;
    }

    void setName(long value, int name, int displacement) {
        memory.store16(value + NAME, name);
        memory.store32(value + DISPLACEMENT, displacement);
    }

    /** With a displacement that may be too large to be kept. */
    void setNameIfFits(long value, int name, long displacement) {
        boolean fits = name != 0 && (int) displacement == displacement;
        setName(value, fits ? name : 0, fits ? (int) displacement : 0);
    }

    /** All but the number: no name. */
    void describe(long value, int form, long tail) {
        setTail(value, tail);
        setName(value, 0, 0);
        memory.store16(value + FORM, form);
    }

    /** The record's number is all that is known. */
    void becomeNumber(long value) {
        describe(value, NUMBER, NO_TAIL);
    }

    void setConstantNumber(long value, long constant) {
        setConstant(value, constant);
        becomeNumber(value);
    }

    void setUnknownNumber(long value) {
        setUnknown(value);
        becomeNumber(value);
    }

    void setUninitialised(long value) {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            memory.store64(value + at, 0);
        }
    }

    void copyValue(long into, long value) {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            memory.store64(into + at, memory.load64(value + at));
        }
    }

    boolean isAlike(long a, long b) {
        long differing = 0;
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            differing |= memory.load64(a + at) ^ memory.load64(b + at);
        }
        return differing == 0;
    }
}
