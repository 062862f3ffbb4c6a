package exo.ebpf;

/** What is known of each function's returns: a record of {@link #BYTES} bytes, the join of all that were found. */
final class FunctionResults {
    /** r0, as the function sees it. */
    private static final int VALUE = 0;
    private static final int LENGTH_LEAST = VALUE + Values.BYTES;
    private static final int LENGTH_MOST = LENGTH_LEAST + Long.BYTES;
    private static final int FLAGS = LENGTH_MOST + Long.BYTES;
    private static final int CHANGES = FLAGS + Long.BYTES;
    static final int BYTES = CHANGES + Long.BYTES;

    private static final long RETURNS = 1;
    private static final long WROTE_ABOVE = 2;
    /** Its callers have not all seen what it returns now. */
    private static final long CHANGED = 4;

    private final Memory memory;
    private final Values values;
    private final States states;
    private final Joins joins;

    FunctionResults(Memory memory, Values values, States states, Joins joins) {
        this.memory = memory;
        this.values = values;
        this.states = states;
        this.joins = joins;
    }

    static long record(long scratch, int function) {
        return scratch + CheckerScratch.FUNCTIONS + (long) function * BYTES;
    }

    void clear(long scratch, int function) {
        memory.store64(record(scratch, function) + FLAGS, 0);
        memory.store64(record(scratch, function) + CHANGES, 0);
    }

    boolean returns(long scratch, int function) {
        return has(scratch, function, RETURNS);
    }

    boolean hasChanged(long scratch, int function) {
        return has(scratch, function, CHANGED);
    }

    void forgetChange(long scratch, int function) {
        long flags = record(scratch, function) + FLAGS;
        memory.store64(flags, memory.load64(flags) & ~CHANGED);
    }

    private boolean has(long scratch, int function, long flag) {
        return (memory.load64(record(scratch, function) + FLAGS) & flag) != 0;
    }

    /** A function returns from this state. */
    void addReturn(long scratch, long state) {
        int function = memory.load16(state + States.FUNCTION);
        long record = record(scratch, function);
        long flags = memory.load64(record + FLAGS);
        boolean changed = (flags & RETURNS) == 0 ? setFirst(record, state) : joinNext(scratch, record, state);
        long now = flags | RETURNS | (memory.load8(state + States.WROTE_ABOVE) != 0 ? WROTE_ABOVE : 0);
        if (changed || now != flags) {
            memory.store64(record + FLAGS, now | CHANGED);
            memory.store64(scratch + CheckerScratch.RETURNED, 1);
        }
    }

    private boolean setFirst(long record, long state) {
        values.copyValue(record + VALUE, States.value(state, 0));
        values.setName(record + VALUE, 0, 0);
        values.setChanges(record + VALUE, 0);
        memory.store64(record + LENGTH_LEAST, states.lengthLeast(state));
        memory.store64(record + LENGTH_MOST, states.lengthMost(state));
        return true;
    }

    private boolean joinNext(long scratch, long record, long state) {
        long changes = memory.load64(record + CHANGES);
        long joined = CheckerScratch.temporary(scratch, CheckerScratch.JOINED);
        long least = memory.load64(record + LENGTH_LEAST);
        long most = memory.load64(record + LENGTH_MOST);
        // Its length's bounds are in the record where a state has them.
        joins.joinValue(scratch, record + LENGTH_LEAST - States.LENGTH_LEAST, record + VALUE, state, States.value(state, 0), changes);
        boolean longer = states.lengthLeast(state) < least || states.lengthMost(state) > most;
        if (!longer && values.isAlike(joined, record + VALUE)) {
            return false;
        }
        values.copyValue(record + VALUE, joined);
        memory.store64(record + LENGTH_LEAST, Numbers.lesser(least, states.lengthLeast(state)));
        memory.store64(record + LENGTH_MOST, Numbers.greater(most, states.lengthMost(state)));
        memory.store64(record + CHANGES, changes + 1);
        return true;
    }

    /** Makes the state that after the call of a function that returns. False: the length that is known here and there is none. */
    boolean apply(long scratch, long state, int function) {
        long record = record(scratch, function);
        long result = States.value(state, 0);
        values.copyValue(result, record + VALUE);
        if (values.base(result) == Values.STACK) {
            long frame = CheckerScratch.temporary(scratch, CheckerScratch.OPERAND);
            values.setConstantNumber(frame, -Limits.STACK_BYTES);
            values.add(result, result, frame);
            values.setTail(result, Values.NO_TAIL);
        }
        return states.narrowLength(state, memory.load64(record + LENGTH_LEAST), memory.load64(record + LENGTH_MOST));
    }

    /** The function may have written to frames above its own. */
    boolean wroteAbove(long scratch, int function) {
        return has(scratch, function, WROTE_ABOVE);
    }
}
