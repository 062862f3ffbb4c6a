package exo.ebpf;

/**
 * The instructions for which a state is kept: where jumps lead and functions begin, and calls of functions, which go on when the function is
 * known to return. Which of them are to be evaluated again is a bit for each; the foremost is next, so that inner loops come to rest first.
 */
final class Places {
    private static final int WORD_BITS = Long.SIZE;
    /** Of a join: the state that a place is reached in, the place, and from where. */
    private static final int AT = 8;
    private static final int FROM = 16;
    private static final int VALUES_IN_PART = 8;

    private final Memory memory;
    private final States states;
    private final Joins joins;

    Places(Memory memory, States states, Joins joins) {
        this.memory = memory;
        this.states = states;
        this.joins = joins;
    }

    boolean isPlace(long scratch, int at, long word) {
        int mark = Marks.at(memory, memory.load64(scratch + CheckerScratch.MARKS), at);
        return (mark & (Marks.JUMP_TARGET | Marks.FUNCTION)) != 0 || Jumps.isLocalCall(word);
    }

    /** The kept state of a place; 0: none is. */
    long state(long scratch, int at) {
        int number = memory.load16(stateOf(scratch, at));
        long stateBytes = memory.load64(scratch + CheckerScratch.STATE_BYTES);
        return number == 0 ? 0 : memory.load64(scratch + CheckerScratch.STATES) + (number - 1L) * stateBytes;
    }

    private static long stateOf(long scratch, int at) {
        return scratch + CheckerScratch.STATE_OF + (long) at * Short.BYTES;
    }

    /**
     * A place is reached in a state, from an instruction. If a state is kept for it the two are to be joined, before anything else is
     * evaluated. False: there is no room for one more.
     */
    boolean reach(long scratch, long state, int at, int from) {
        if (state(scratch, at) != 0) {
            addJoin(scratch, state, at, from);
            return true;
        }
        long count = memory.load64(scratch + CheckerScratch.STATE_COUNT);
        if (count == memory.load64(scratch + CheckerScratch.STATES_MOST)) {
            return false;
        }
        memory.store64(scratch + CheckerScratch.STATE_COUNT, count + 1);
        memory.store16(stateOf(scratch, at), (int) count + 1);
        long kept = state(scratch, at);
        states.copy(scratch, kept, state);
        states.forgetChanges(scratch, kept);
        becomeAnother(scratch, at, from);
        return true;
    }

    private void becomeAnother(long scratch, int at, int from) {
        memory.store16(memory.load64(scratch + CheckerScratch.PREDECESSORS) + (long) at * Short.BYTES, from);
        setPending(scratch, at);
    }

    // ---- joining: of one instruction there are two at most, of the two states, which stay as they are meanwhile

    private void addJoin(long scratch, long state, int at, int from) {
        long count = memory.load64(scratch + CheckerScratch.JOINS);
        long join = scratch + CheckerScratch.JOIN + count * CheckerScratch.JOIN_BYTES;
        memory.store64(join, state);
        memory.store64(join + AT, at);
        memory.store64(join + FROM, from);
        memory.store64(scratch + CheckerScratch.JOINS, count + 1);
    }

    boolean isJoining(long scratch) {
        return memory.load64(scratch + CheckerScratch.JOINS) != 0;
    }

    /** A part of the last join, which as a whole is more than a step may take: its names, some at a time, and then its values. */
    void joinPart(long scratch) {
        long count = memory.load64(scratch + CheckerScratch.JOINS);
        long join = scratch + CheckerScratch.JOIN + (count - 1) * CheckerScratch.JOIN_BYTES;
        int at = (int) memory.load64(join + AT);
        int part = (int) memory.load64(scratch + CheckerScratch.JOIN_PART);
        memory.store64(scratch + CheckerScratch.JOIN_PART, part + 1);
        int named = (states.valueCount(scratch) + VALUES_IN_PART - 1) / VALUES_IN_PART;
        if (part < named) {
            joins.name(scratch, state(scratch, at), memory.load64(join), part * VALUES_IN_PART, VALUES_IN_PART);
            memory.store64(scratch + CheckerScratch.JOIN_CHANGED, 0);
            return;
        }
        int first = (part - named) * VALUES_IN_PART;
        if (joins.joinValues(scratch, state(scratch, at), memory.load64(join), first, VALUES_IN_PART)) {
            memory.store64(scratch + CheckerScratch.JOIN_CHANGED, 1);
        }
        if (first + VALUES_IN_PART >= states.valueCount(scratch)) {
            endJoin(scratch, join, at);
        }
    }

    private void endJoin(long scratch, long join, int at) {
        boolean changed = joins.joinHeads(state(scratch, at), memory.load64(join));
        if (changed || memory.load64(scratch + CheckerScratch.JOIN_CHANGED) != 0) {
            becomeAnother(scratch, at, (int) memory.load64(join + FROM));
        }
        memory.store64(scratch + CheckerScratch.JOIN_PART, 0);
        memory.store64(scratch + CheckerScratch.JOINS, memory.load64(scratch + CheckerScratch.JOINS) - 1);
    }

    private void setPending(long scratch, int at) {
        long word = scratch + CheckerScratch.PENDING + (long) (at / WORD_BITS) * Long.BYTES;
        memory.store64(word, memory.load64(word) | 1L << at % WORD_BITS);
    }

    /** The foremost place that is to be evaluated, which it is not any more, its state now being the current one; or NOWHERE. */
    int takePending(long scratch) {
        for (int number = 0; number < Limits.INSTRUCTIONS / WORD_BITS; number++) {
            long word = scratch + CheckerScratch.PENDING + (long) number * Long.BYTES;
            long bits = memory.load64(word);
            if (bits != 0) {
                memory.store64(word, bits & bits - 1);
                int at = number * WORD_BITS + lowest(bits);
                states.copy(scratch, memory.load64(scratch + CheckerScratch.STATE), state(scratch, at));
                return at;
            }
        }
        return CheckerScratch.NOWHERE;
    }

    private static int lowest(long bits) {
        int lowest = 0;
        while ((bits >>> lowest & 1) == 0) {
            lowest++;
        }
        return lowest;
    }

    /** Where a function has become another, its calls are to be evaluated again. True: all calls have been looked at. */
    boolean markCallers(long program, long scratch, FunctionResults results, int instructions) {
        long end = memory.load64(scratch + CheckerScratch.INSTRUCTIONS);
        long at = memory.load64(scratch + CheckerScratch.CURSOR);
        for (int looked = 0; looked < instructions && at < end; looked++) {
            markCaller(program, scratch, results, (int) at);
            at++;
        }
        memory.store64(scratch + CheckerScratch.CURSOR, at);
        if (at < end) {
            return false;
        }
        for (int function = 0; function < Limits.FUNCTIONS; function++) {
            results.forgetChange(scratch, function);
        }
        return true;
    }

    private void markCaller(long program, long scratch, FunctionResults results, int at) {
        long word = memory.load64(memory.load64(program + Program.TEXT) + (long) at * Limits.INSTRUCTION_BYTES);
        if (state(scratch, at) != 0 && Jumps.isLocalCall(word)
                && results.hasChanged(scratch, function(program, scratch, (int) Jumps.callee(word, at)))) {
            setPending(scratch, at);
        }
    }

    /** The number of the function that begins there. */
    int function(long program, long scratch, int at) {
        long marks = memory.load64(scratch + CheckerScratch.MARKS);
        int last = (int) memory.load64(program + Program.FUNCTIONS) - 1;
        int number = 0;
        while (number < last && Marks.function(memory, marks, number) != at) {
            number++;
        }
        return number;
    }
}
