package exo.ebpf;

/**
 * What may be known before an instruction: a record with the values of registers and of the stack's words that are followed, which bytes of
 * the frame's stack are initialised, and between which bounds the length of region memory is. The length is the same at all times of a run, so
 * these bounds hold as soon as anything proves them.
 */
final class States {
    static final int LENGTH_LEAST = 0;
    static final int LENGTH_MOST = 8;
    /** How many frames are above this one, at least and at most. 8 bits each. */
    static final int DEPTH_LEAST = 16;
    static final int DEPTH_MOST = 17;
    /** 8 bits; 1: since the function began, a byte of a frame above may have been written. */
    static final int WROTE_ABOVE = 18;
    /** The function that it is in, by number. 16 bits. */
    static final int FUNCTION = 20;
    /** One bit for each byte of the stack, from the lowest on. */
    static final int INITIALISED = 24;
    static final int REGISTERS = INITIALISED + Limits.STACK_BYTES / Byte.SIZE;
    static final int SLOTS = REGISTERS + Limits.REGISTERS * Values.BYTES;

    /** Names that instructions give begin here; below are those of states that were joined. */
    private static final int NAMES = 64;
    private static final int FRAME_POINTER = Limits.REGISTERS - 1;

    private final Memory memory;
    private final Values values;

    States(Memory memory, Values values) {
        this.memory = memory;
        this.values = values;
    }

    static long bytes(int slots) {
        return SLOTS + (long) slots * Values.BYTES;
    }

    /** The value of a register, or from {@link Limits#REGISTERS} on of a slot. */
    static long value(long state, int number) {
        return state + REGISTERS + (long) number * Values.BYTES;
    }

    int valueCount(long scratch) {
        return Limits.REGISTERS + (int) memory.load64(scratch + CheckerScratch.SLOTS);
    }

    long lengthLeast(long state) {
        return memory.load64(state + LENGTH_LEAST);
    }

    long lengthMost(long state) {
        return memory.load64(state + LENGTH_MOST);
    }

    /** False: there is no such length. */
    boolean narrowLength(long state, long least, long most) {
        long high = Numbers.lesser(most, lengthMost(state));
        long low = Numbers.greater(least, lengthLeast(state));
        memory.store64(state + LENGTH_LEAST, low);
        memory.store64(state + LENGTH_MOST, high);
        return low <= high;
    }

    void copy(long scratch, long into, long state) {
        long bytes = memory.load64(scratch + CheckerScratch.STATE_BYTES);
        for (long at = 0; at < bytes; at += Long.BYTES) {
            memory.store64(into + at, memory.load64(state + at));
        }
    }

    /** Makes the state one that is kept, with which none was joined yet. */
    void forgetChanges(long scratch, long state) {
        int count = valueCount(scratch);
        for (int number = 0; number < count; number++) {
            values.setChanges(value(state, number), 0);
        }
    }

    /** As a function begins: no register but r10, the stack empty. Length, depths and function are not set. */
    void clear(long scratch, long state) {
        for (int at = INITIALISED; at < REGISTERS; at += Long.BYTES) {
            memory.store64(state + at, 0);
        }
        memory.store8(state + WROTE_ABOVE, 0);
        int count = valueCount(scratch);
        for (int number = 0; number < count; number++) {
            values.setUninitialised(value(state, number));
        }
        values.setConstant(value(state, FRAME_POINTER), 0);
        values.describe(value(state, FRAME_POINTER), Values.STACK, Values.NO_TAIL);
    }

    /** What a value is as a number and nothing else: into a record of its own. The length's bounds and a tail replace the length. */
    void plain(long state, long into, long value) {
        int form = values.form(value);
        if ((form & Values.BASE_MASK) != Values.NUMBER) {
            values.setUnknownNumber(into);
            return;
        }
        withoutLength(state, into, value);
        if ((form & Values.HIGH) != 0) {
            values.shiftLeftBy(into, into, Integer.SIZE);
            values.becomeNumber(into);
        }
    }

    /** The value with the length, if it contains it, made a part of the number. */
    void withoutLength(long state, long into, long value) {
        if (!values.hasLength(value)) {
            values.copyValue(into, value);
            return;
        }
        long tail = Values.tailAfter(0, values.most(value));
        int form = values.form(value) & ~Values.LENGTH;
        boolean small = values.isSmall(value);
        long least = values.least(value) + lengthLeast(state);
        long most = values.most(value) + lengthMost(state);
        if (small) {
            values.setRange(into, least, most);
        } else {
            values.setUnknown(into);
        }
        values.describe(into, form, small ? tail : Values.NO_TAIL);
    }

    /** How many bytes the memory surely has from where the value's number says: what is known by its tail, or by its bounds. */
    long tail(long state, long value) {
        long tail = values.tail(value);
        long most = values.most(value);
        return most < Values.SMALL && most > -Values.SMALL ? Numbers.greater(tail, lengthLeast(state) - most) : tail;
    }

    // ---- names

    /** Sees to it that a copy of the value, made by the instruction {@code at}, will be known to be one. */
    void share(long scratch, long state, long value, int at) {
        if (values.isConstant(value) || values.name(value) != 0 || values.form(value) == Values.UNINITIALISED || values.hasLength(value)) {
            return;
        }
        forget(scratch, state, NAMES + at);
        values.setName(value, NAMES + at, 0);
    }

    /** What has this name is of an earlier execution of the instruction that gives it. */
    private void forget(long scratch, long state, int name) {
        int count = valueCount(scratch);
        for (int number = 0; number < count; number++) {
            if (values.name(value(state, number)) == name) {
                values.setName(value(state, number), 0, 0);
            }
        }
    }

    /** Tells the other facts and the other values what the value's number being narrower means for them. False: there is no such state. */
    boolean spread(long scratch, long state, long value) {
        if (!settle(state, value)) {
            return false;
        }
        int name = values.name(value);
        int count = name == 0 || !values.isSmall(value) ? 0 : valueCount(scratch);
        for (int number = 0; number < count; number++) {
            long other = value(state, number);
            boolean related = other != value && values.name(other) == name && !values.hasLength(other);
            if (related && !tell(state, value, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean tell(long state, long value, long other) {
        long further = (long) values.displacement(other) - values.displacement(value);
        if (!values.narrow(other, values.least(value) + further, values.most(value) + further)) {
            return false;
        }
        values.raiseTail(other, Values.tailAfter(values.tail(value), further));
        return settle(state, other);
    }

    /**
     * The end, which is the length and what has a name taken off, is at least {@code least}: all that has the name is so far from memory's end.
     * False: there is no such state.
     */
    boolean spreadFromEnd(long scratch, long state, long end, long least) {
        int name = values.name(end);
        int count = name == 0 || !values.isSmall(end) || least <= -Values.SMALL ? 0 : valueCount(scratch);
        for (int number = 0; number < count; number++) {
            long other = value(state, number);
            if (values.name(other) == name && !values.hasLength(other) && values.isSmall(other)) {
                values.raiseTail(other, least - values.displacement(end) - values.displacement(other));
                if (!settle(state, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Makes tail, bounds and the length's bounds agree. */
    boolean settle(long state, long value) {
        long tail = values.tail(value);
        if (tail == Values.NO_TAIL || values.hasLength(value)) {
            return true;
        }
        if (!values.narrow(value, Long.MIN_VALUE, lengthMost(state) - tail)) {
            return false;
        }
        return values.least(value) <= -Values.SMALL || narrowLength(state, values.least(value) + tail, Long.MAX_VALUE);
    }
}
