package exo.ebpf;

/**
 * What is known where ways meet: of two states, one that stands for all that either stands for. A value that has become another many times
 * becomes wide at once, so that no loop is followed for long: bounds go to the next power of two or number that the program compares with,
 * later to the next that 32 bits have, which extending a number from them brings back, and then as far as can be.
 */
final class Joins {
    /** After so many changes of a value its bounds become wide, and after so many wider still. */
    private static final int PATIENCE = 6;
    private static final int PATIENCE_WITH_THRESHOLDS = 60;
    private static final int CHANGES_COUNTED = 200;
    private static final long LOW_32 = 0xffffffffL;
    /** In place of a name: a constant. They differ by what they are. */
    private static final int CONSTANT = 0xffff;
    /** Behind the names of a key. */
    private static final int FURTHER = Long.BYTES;
    private static final int LEADER = FURTHER + Long.BYTES;

    private final Memory memory;
    private final Values values;
    private final States states;

    Joins(Memory memory, Values values, States states) {
        this.memory = memory;
        this.values = values;
        this.states = states;
    }

    /** What comes before {@link #joinValues}: finds out of so many, from the first on, of which ones before them they stay copies. */
    void name(long scratch, long kept, long other, int first, int most) {
        int count = (int) Numbers.lesser(first + most, states.valueCount(scratch));
        for (int number = first; number < count; number++) {
            nameJoined(scratch, kept, other, number);
        }
    }

    /** Makes the kept state's values stand for the other's too, from the first on, so many of them. False: they did. */
    boolean joinValues(long scratch, long kept, long other, int first, int most) {
        int count = (int) Numbers.lesser(first + most, states.valueCount(scratch));
        boolean changed = false;
        for (int number = first; number < count; number++) {
            changed |= joinNumbered(scratch, kept, other, number);
        }
        return changed;
    }

    private boolean joinNumbered(long scratch, long kept, long other, int number) {
        long joined = CheckerScratch.temporary(scratch, CheckerScratch.JOINED);
        long value = States.value(kept, number);
        int changes = values.changes(value);
        joinValue(scratch, kept, value, other, States.value(other, number), changes);
        int name = (int) memory.load64(key(scratch, number) + LEADER);
        values.setName(joined, name, name == 0 ? 0 : displacement(value));
        values.setChanges(joined, changes);
        if (values.isAlike(joined, value)) {
            return false;
        }
        values.setChanges(joined, (int) Numbers.lesser(changes + 1, CHANGES_COUNTED));
        values.copyValue(value, joined);
        return true;
    }

    /** As {@link #joinValues}, for what a state has beside values: last, as values are told by it. */
    boolean joinHeads(long kept, long other) {
        boolean changed = lower(kept + States.LENGTH_LEAST, states.lengthLeast(other))
                | raise(kept + States.LENGTH_MOST, states.lengthMost(other));
        for (int at = States.INITIALISED; at < States.REGISTERS; at += Long.BYTES) {
            long both = memory.load64(kept + at) & memory.load64(other + at);
            changed |= both != memory.load64(kept + at);
            memory.store64(kept + at, both);
        }
        return changed | joinDepths(kept, other);
    }

    private boolean joinDepths(long kept, long other) {
        int least = (int) Numbers.lesser(memory.load8(kept + States.DEPTH_LEAST), memory.load8(other + States.DEPTH_LEAST));
        int most = (int) Numbers.greater(memory.load8(kept + States.DEPTH_MOST), memory.load8(other + States.DEPTH_MOST));
        int wrote = memory.load8(kept + States.WROTE_ABOVE) | memory.load8(other + States.WROTE_ABOVE);
        boolean changed = least != memory.load8(kept + States.DEPTH_LEAST) || most != memory.load8(kept + States.DEPTH_MOST)
                || wrote != memory.load8(kept + States.WROTE_ABOVE);
        memory.store8(kept + States.DEPTH_LEAST, least);
        memory.store8(kept + States.DEPTH_MOST, most);
        memory.store8(kept + States.WROTE_ABOVE, wrote);
        return changed;
    }

    private boolean lower(long at, long to) {
        boolean lower = to < memory.load64(at);
        if (lower) {
            memory.store64(at, to);
        }
        return lower;
    }

    private boolean raise(long at, long to) {
        boolean higher = to > memory.load64(at);
        if (higher) {
            memory.store64(at, to);
        }
        return higher;
    }

    // ---- one value

    /** Of two values in two states, into the temporary JOINED, without a name. The first is what was known before. */
    void joinValue(long scratch, long stateA, long a, long stateB, long b, long changes) {
        long joined = CheckerScratch.temporary(scratch, CheckerScratch.JOINED);
        int formA = values.form(a);
        int formB = values.form(b);
        if (formA == Values.UNINITIALISED || formB == Values.UNINITIALISED) {
            values.setUninitialised(joined);
            return;
        }
        int differing = formA ^ formB;
        boolean ofLength = ((formA | formB) & Values.LENGTH) != 0 && !(values.isConstant(a) && values.isConstant(b)
                && values.least(a) == values.least(b));
        if (differing == 0 && !ofLength) {
            joinAlike(stateA, a, stateB, b, joined);
        } else if ((differing & ~Values.LENGTH) == 0 && (formA & Values.HIGH) == 0) {
            long plainA = CheckerScratch.temporary(scratch, CheckerScratch.PLAIN_A);
            long plainB = CheckerScratch.temporary(scratch, CheckerScratch.JOINED_PLAIN);
            states.withoutLength(stateA, plainA, a);
            states.withoutLength(stateB, plainB, b);
            joinAlike(stateA, plainA, stateB, plainB, joined);
        } else {
            values.setUnknownNumber(joined);
        }
        if (changes >= PATIENCE && values.form(joined) == formA) {
            widen(scratch, a, joined, changes < PATIENCE_WITH_THRESHOLDS);
        }
    }

    /** Of the same form. The length and different numbers are a number that has a tail, which says more. */
    private void joinAlike(long stateA, long a, long stateB, long b, long joined) {
        values.join(joined, a, b);
        boolean length = values.hasLength(a);
        values.describe(joined, values.form(a), length ? Values.NO_TAIL : Numbers.lesser(states.tail(stateA, a), states.tail(stateB, b)));
    }

    private void widen(long scratch, long before, long joined, boolean thresholds) {
        long least = values.least(joined);
        long most = values.most(joined);
        boolean lower = least < values.least(before);
        boolean higher = most > values.most(before);
        if (lower) {
            least = thresholds ? thresholdBelow(scratch, least) : widthBelow(least);
        }
        if (higher) {
            most = thresholds ? thresholdAbove(scratch, most) : widthAbove(most);
        }
        if (lower || higher) {
            values.set(joined, least, most, values.bits(joined), values.mask(joined));
        }
        long tail = values.tail(joined);
        if (tail < values.tail(before)) {
            values.setTail(joined, thresholds && tail >= 0 ? Values.allBelow(tail) + 1 >> 1 : Values.NO_TAIL);
        }
    }

    private static long widthBelow(long number) {
        return number >= 0 ? 0 : number >= Integer.MIN_VALUE ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private static long widthAbove(long number) {
        return number < 0 ? -1 : number <= Integer.MAX_VALUE ? Integer.MAX_VALUE : number <= LOW_32 ? LOW_32 : Long.MAX_VALUE;
    }

    private long thresholdAbove(long scratch, long number) {
        long best = number >= 0 ? Values.allBelow(number) : -1;
        long count = memory.load64(scratch + CheckerScratch.THRESHOLDS);
        for (long at = 0; at < count; at++) {
            long threshold = memory.load64(scratch + CheckerScratch.THRESHOLD + at * Long.BYTES);
            long last = threshold - 1 >= number ? threshold - 1 : threshold;
            if (last >= number && last < best) {
                best = last;
            }
        }
        return best;
    }

    private long thresholdBelow(long scratch, long number) {
        long best = number >= 0 ? 0 : ~Values.allBelow(~number);
        long count = memory.load64(scratch + CheckerScratch.THRESHOLDS);
        for (long at = 0; at < count; at++) {
            long threshold = memory.load64(scratch + CheckerScratch.THRESHOLD + at * Long.BYTES);
            long first = threshold + 1 <= number ? threshold + 1 : threshold;
            if (first <= number && first > best) {
                best = first;
            }
        }
        return best;
    }

    // ---- names: values keep having one in common if they differed by the same in both states

    /**
     * A value's key is the names that it has in both states, and by how much more it is displaced in one than in the other. The first
     * value that has a key leads those that have it too, and they are named after it.
     */
    private void nameJoined(long scratch, long kept, long other, int number) {
        long a = States.value(kept, number);
        long b = States.value(other, number);
        long names = names(a, b);
        long further = (long) displacement(a) - displacement(b);
        long key = key(scratch, number);
        memory.store64(key, names);
        memory.store64(key + FURTHER, further);
        memory.store64(key + LEADER, names == 0 ? 0 : leader(scratch, number, names, further) + 1L);
    }

    private static long key(long scratch, int number) {
        return scratch + CheckerScratch.NAMES + (long) number * CheckerScratch.NAME_BYTES;
    }

    private int leader(long scratch, int number, long names, long further) {
        int leader = 0;
        while (leader < number && (memory.load64(key(scratch, leader)) != names || memory.load64(key(scratch, leader) + FURTHER) != further)) {
            leader++;
        }
        return leader;
    }

    /** Both names in one number; 0: it has none when joined. */
    private long names(long a, long b) {
        int nameA = name(a);
        int nameB = name(b);
        boolean sameConstant = nameA == CONSTANT && nameB == CONSTANT && values.least(a) == values.least(b);
        boolean named = nameA != 0 && nameB != 0 && values.form(a) == values.form(b) && !sameConstant;
        return named ? (long) nameA << Short.SIZE | nameB : 0;
    }

    private int name(long value) {
        int form = values.form(value);
        if (form == Values.UNINITIALISED || (form & Values.LENGTH) != 0) {
            return 0;
        }
        if (!values.isConstant(value)) {
            return values.name(value);
        }
        return values.least(value) == (int) values.least(value) ? CONSTANT : 0;
    }

    private int displacement(long value) {
        return values.isConstant(value) ? (int) values.least(value) : values.displacement(value);
    }
}
