package exo.ebpf;

/** Evaluates one instruction in the current state, and says where it leads, in which state. */
final class Evaluation {
    private static final int MEMORY_REGISTER = 1;
    private static final int LENGTH_REGISTER = 2;
    private static final int LD_SLOTS = 2;
    private static final long LOW_32 = 0xffffffffL;

    private final Memory memory;
    private final Values values;
    private final States states;
    private final Places places;
    private final FunctionResults results;
    private final Computation computation;
    private final Branches branches;
    private final CheckedAccess access;
    private final CheckedCalls calls;

    Evaluation(Memory memory, Values values, States states, Places places, FunctionResults results) {
        this.memory = memory;
        this.values = values;
        this.states = states;
        this.places = places;
        this.results = results;
        computation = new Computation(states, values);
        branches = new Branches(states, values, computation);
        StackBytes stack = new StackBytes(memory, values, states);
        access = new CheckedAccess(memory, values, states, stack);
        calls = new CheckedCalls(memory, values, states, stack, access, results);
    }

    /** Makes the current state that in which a run begins. */
    void setFirstState(long program, long scratch) {
        long state = memory.load64(scratch + CheckerScratch.STATE);
        states.clear(scratch, state);
        memory.store64(state + States.LENGTH_LEAST, memory.load64(program + Program.MEMORY_BYTES_LEAST));
        memory.store64(state + States.LENGTH_MOST, memory.load64(program + Program.MEMORY_BYTES_MOST));
        memory.store64(state + States.DEPTH_LEAST, 0);
        setBase(States.value(state, MEMORY_REGISTER), Values.MEMORY, 0);
        setBase(States.value(state, LENGTH_REGISTER), Values.NUMBER | Values.LENGTH, 0);
    }

    private void setBase(long value, int form, long number) {
        values.setConstant(value, number);
        values.describe(value, form, Values.NO_TAIL);
    }

    /** Gives a {@link Refusal}; if it is NONE, current state and instruction are what is to be evaluated next. */
    int evaluate(long program, long scratch, int at) {
        long state = memory.load64(scratch + CheckerScratch.STATE);
        long word = word(program, at);
        if (isBranching(scratch)) {
            return goOnBranching(program, scratch, state, word, at);
        }
        switch (Instruction.opcode(word) & Opcode.CLASS_MASK) {
            case Opcode.ALU:
            case Opcode.ALU64:
                return computation.compute(scratch, state, word, at) ? goOn(program, scratch, at + 1, at) : Refusal.UNINITIALISED_REGISTER;
            case Opcode.LD:
                loadImmediate(state, word, word(program, at + 1));
                return goOn(program, scratch, at + LD_SLOTS, at);
            case Opcode.JMP:
            case Opcode.JMP32:
                return jump(program, scratch, state, word, at);
            default:
                int refusal = access.access(program, scratch, state, word, at);
                return refusal != Refusal.NONE ? refusal : goOn(program, scratch, at + 1, at);
        }
    }

    private long word(long program, int at) {
        return memory.load64(memory.load64(program + Program.TEXT) + (long) at * Limits.INSTRUCTION_BYTES);
    }

    private void loadImmediate(long state, long word, long second) {
        long value = States.value(state, Instruction.destination(word));
        long high = Instruction.immediate(second);
        if (Instruction.source(word) == Opcode.IMMEDIATE_MAP_VALUE) {
            setBase(value, Values.AREA, high);
        } else {
            values.setConstantNumber(value, high << Integer.SIZE | Instruction.immediate(word) & LOW_32);
        }
    }

    // ---- where it goes on

    /** In the current state. Where ways may meet, the state is kept there. */
    private int goOn(long program, long scratch, int next, int from) {
        if (!places.isPlace(scratch, next, word(program, next))) {
            memory.store64(scratch + CheckerScratch.CURRENT, next);
            return Refusal.NONE;
        }
        stop(scratch);
        return reach(scratch, memory.load64(scratch + CheckerScratch.STATE), next, from);
    }

    private void stop(long scratch) {
        memory.store64(scratch + CheckerScratch.CURRENT, CheckerScratch.NOWHERE);
    }

    private int reach(long scratch, long state, int at, int from) {
        return places.reach(scratch, state, at, from) ? Refusal.NONE : Refusal.TOO_COMPLEX;
    }

    private int jump(long program, long scratch, long state, long word, int at) {
        if (!Jumps.isJump(word)) {
            return callOrExit(program, scratch, state, word, at);
        }
        int target = (int) Jumps.target(word, at);
        if (!Jumps.isConditional(word)) {
            return goOn(program, scratch, target, at);
        }
        if (branches.readsUninitialised(scratch, state, word)) {
            return Refusal.UNINITIALISED_REGISTER;
        }
        long other = memory.load64(scratch + CheckerScratch.OTHER_STATE);
        states.copy(scratch, other, state);
        boolean possible = branches.assume(scratch, other, word, true);
        memory.store64(scratch + CheckerScratch.BRANCHED, possible ? CheckerScratch.TAKEN : CheckerScratch.NOT_TAKEN);
        return Refusal.NONE;
    }

    /** Whether the current instruction is a jump that has been looked at, of which the ways are to be followed yet: each takes a step. */
    boolean isBranching(long scratch) {
        return memory.load64(scratch + CheckerScratch.BRANCHED) != 0;
    }

    private int goOnBranching(long program, long scratch, long state, long word, int at) {
        if (memory.load64(scratch + CheckerScratch.BRANCHED) == CheckerScratch.TAKEN) {
            memory.store64(scratch + CheckerScratch.BRANCHED, CheckerScratch.NOT_TAKEN);
            return reach(scratch, memory.load64(scratch + CheckerScratch.OTHER_STATE), (int) Jumps.target(word, at), at);
        }
        memory.store64(scratch + CheckerScratch.BRANCHED, 0);
        return fallThrough(program, scratch, state, word, at);
    }

    private int fallThrough(long program, long scratch, long state, long word, int at) {
        if (branches.assume(scratch, state, word, false)) {
            return goOn(program, scratch, at + 1, at);
        }
        stop(scratch);
        return Refusal.NONE;
    }

    private int callOrExit(long program, long scratch, long state, long word, int at) {
        if (Instruction.opcode(word) == (Opcode.JMP | Opcode.EXIT)) {
            return exit(scratch, state);
        }
        if (Jumps.isLocalCall(word)) {
            return callFunction(program, scratch, state, word, at);
        }
        int refusal = calls.callHelper(program, scratch, state, word);
        return refusal != Refusal.NONE ? refusal : goOn(program, scratch, at + 1, at);
    }

    private int exit(long scratch, long state) {
        boolean first = memory.load16(state + States.FUNCTION) == 0;
        if (first && values.form(States.value(state, 0)) == Values.UNINITIALISED) {
            return Refusal.UNINITIALISED_REGISTER;
        }
        results.addReturn(scratch, state);
        stop(scratch);
        return Refusal.NONE;
    }

    private int callFunction(long program, long scratch, long state, long word, int at) {
        int callee = (int) Jumps.callee(word, at);
        int function = places.function(program, scratch, callee);
        long other = memory.load64(scratch + CheckerScratch.OTHER_STATE);
        if (!calls.enter(scratch, state, other, function)) {
            return Refusal.TOO_DEEP;
        }
        int refusal = reach(scratch, other, callee, at);
        if (refusal != Refusal.NONE) {
            return refusal;
        }
        if (results.returns(scratch, function) && calls.leave(scratch, state, function)) {
            return goOn(program, scratch, at + 1, at);
        }
        stop(scratch);
        return Refusal.NONE;
    }
}
