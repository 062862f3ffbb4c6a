package exo.ebpf;

/** What calls make known: of helpers, and of the program's functions. */
final class CheckedCalls {
    private static final int FIRST_ARGUMENT = 1;
    private static final int LAST_ARGUMENT = 5;
    private static final int COUNT_BITS = 4;
    private static final int COUNT_MASK = 15;
    private static final int COUNTS_IN_WORD = Long.SIZE / COUNT_BITS;
    private static final long LOW_31 = 0x7fffffffL;

    private final Memory memory;
    private final Values values;
    private final States states;
    private final StackBytes stack;
    private final CheckedAccess access;
    private final FunctionResults results;

    CheckedCalls(Memory memory, Values values, States states, StackBytes stack, CheckedAccess access, FunctionResults results) {
        this.memory = memory;
        this.values = values;
        this.states = states;
        this.stack = stack;
        this.access = access;
        this.results = results;
    }

    // ---- helpers

    /** Gives a {@link Refusal}. */
    int callHelper(long program, long scratch, long state, long word) {
        int arguments = 0;
        if (Instruction.opcode(word) != Opcode.CALL_REGISTER) {
            arguments = arguments(program, Instruction.immediate(word));
        } else if (values.form(States.value(state, Instruction.destination(word))) == Values.UNINITIALISED) {
            return Refusal.UNINITIALISED_REGISTER;
        }
        for (int register = FIRST_ARGUMENT; register < FIRST_ARGUMENT + arguments; register++) {
            if (values.form(States.value(state, register)) == Values.UNINITIALISED) {
                return Refusal.UNINITIALISED_REGISTER;
            }
        }
        if (mayTellStack(scratch, state)) {
            handOut(scratch, state);
            access.writeAnywhere(scratch, state);
        }
        values.setUnknownNumber(States.value(state, 0));
        dropArguments(state);
        return Refusal.NONE;
    }

    private int arguments(long program, int helper) {
        long counts = memory.load64(program + Program.HELPER_ARGUMENTS + (long) (helper / COUNTS_IN_WORD) * Long.BYTES);
        int count = (int) (counts >>> helper % COUNTS_IN_WORD * COUNT_BITS) & COUNT_MASK;
        return (int) Numbers.lesser(count, LAST_ARGUMENT);
    }

    /** Some argument may be the address of a byte of the stack, be it computed as a number. */
    private boolean mayTellStack(long scratch, long state) {
        boolean may = false;
        for (int register = FIRST_ARGUMENT; register <= LAST_ARGUMENT; register++) {
            may |= mayBeStack(scratch, state, States.value(state, register));
        }
        return may;
    }

    private boolean mayBeStack(long scratch, long state, long value) {
        int form = values.form(value);
        if (form == Values.UNINITIALISED) {
            return false;
        }
        long range = CheckerScratch.temporary(scratch, CheckerScratch.RANGE);
        states.withoutLength(state, range, value);
        if ((form & Values.HIGH) != 0) {
            return true;
        }
        switch (form & Values.BASE_MASK) {
            case Values.NUMBER:
                return values.most(range) >= Addresses.STACK && values.least(range) < Addresses.STACK_TOP;
            case Values.MEMORY:
                // Where there is no memory, this base is 0.
                return !values.isWithin(range, 0, LOW_31);
            case Values.AREA:
                return !values.isWithin(range, -LOW_31, LOW_31);
            default:
                return true;
        }
    }

    /** If a pointer to the stack is among the arguments, all of the frame counts as initialised: who is called may have done that. */
    private void handOut(long scratch, long state) {
        access.deepen(scratch, Limits.STACK_BYTES);
        for (int register = FIRST_ARGUMENT; register <= LAST_ARGUMENT; register++) {
            if (values.base(States.value(state, register)) == Values.STACK) {
                stack.initialiseAll(state);
            }
        }
    }

    private void dropArguments(long state) {
        for (int register = FIRST_ARGUMENT; register <= LAST_ARGUMENT; register++) {
            values.setUninitialised(States.value(state, register));
        }
    }

    // ---- functions

    /** Makes {@code into} the state in which the function begins. False: it would be a frame too deep. */
    boolean enter(long scratch, long state, long into, int function) {
        int depthMost = memory.load8(state + States.DEPTH_MOST) + 1;
        if (depthMost >= Limits.FRAMES) {
            return false;
        }
        states.clear(scratch, into);
        memory.store64(into + States.LENGTH_LEAST, states.lengthLeast(state));
        memory.store64(into + States.LENGTH_MOST, states.lengthMost(state));
        memory.store8(into + States.DEPTH_LEAST, memory.load8(state + States.DEPTH_LEAST) + 1);
        memory.store8(into + States.DEPTH_MOST, depthMost);
        memory.store16(into + States.FUNCTION, function);
        for (int register = FIRST_ARGUMENT; register <= LAST_ARGUMENT; register++) {
            pass(scratch, States.value(into, register), States.value(state, register));
        }
        return true;
    }

    /** As the function sees it, the frame of its caller lies above its own. */
    private void pass(long scratch, long into, long argument) {
        values.copyValue(into, argument);
        if (values.base(into) != Values.STACK) {
            return;
        }
        long frame = CheckerScratch.temporary(scratch, CheckerScratch.OPERAND);
        values.setConstantNumber(frame, Limits.STACK_BYTES);
        int form = values.form(into);
        int name = values.name(into);
        long displacement = (long) values.displacement(into) + Limits.STACK_BYTES;
        values.add(into, into, frame);
        values.describe(into, form, Values.NO_TAIL);
        values.setNameIfFits(into, name, displacement);
    }

    /** Makes the state that behind the call of a function that returns. False: it never does, from here. */
    boolean leave(long scratch, long state, int function) {
        boolean handsOut = false;
        for (int register = FIRST_ARGUMENT; register <= LAST_ARGUMENT; register++) {
            handsOut |= values.base(States.value(state, register)) == Values.STACK;
        }
        if (handsOut) {
            handOut(scratch, state);
        }
        if (results.wroteAbove(scratch, function)) {
            access.writeAnywhere(scratch, state);
        }
        dropArguments(state);
        return results.apply(scratch, state, function);
    }
}
