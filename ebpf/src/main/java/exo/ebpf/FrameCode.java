package exo.ebpf;

/**
 * The code that a program and its functions begin and end with. Below what is kept for the caller, the machine's stack holds the run
 * record's address and the budget, if there is one; a called function has copies of both. So both are at the same distance from RSP
 * wherever the program is.
 */
final class FrameCode {
    private static final int STACKS_BYTES = Limits.FRAMES * Limits.STACK_BYTES;
    /** Up to so many words are cleared one by one, beyond by a loop, which clears so many at a time. */
    private static final int WORDS_CLEARED_SINGLY = 16;
    private static final int WORDS_CLEARED_AT_A_TIME = 4;
    private static final int MACHINE_REGISTERS = 16;

    private final Memory memory;
    private final Assembler code;

    FrameCode(Memory memory, Assembler code) {
        this.memory = memory;
        this.code = code;
    }

    // ---- the whole

    /** From entry to the first instruction. In RDI is the record. */
    long entry(long at, long program, long state, long uses) {
        long next = pushAll(at, Compilation.keptForCaller(uses));
        next = Compilation.padsEntry(uses) ? code.push(next, Assembler.RAX) : next;
        if (Compilation.has(uses, Compilation.FUNCTION_CALLS)) {
            next = code.store(next, Assembler.RSP, Assembler.RDI, Run.MACHINE_STACK);
        }
        next = code.push(next, Assembler.RDI);
        if (Compilation.has(uses, Compilation.BUDGET)) {
            next = code.place(next, Assembler.INDIRECT, Assembler.DIGIT_PUSH, Assembler.RDI, Assembler.NONE, Run.BUDGET);
        }
        next = clearStack(loadFramePointer(next, uses), program, uses);
        next = clearRegisters(loadDeltas(next, Assembler.RDI, uses), uses, 0, Compilation.FRAME_POINTER);
        next = Compilation.usesRegister(uses, 2) ? code.load(next, Assembler.RSI, Assembler.RDI, Run.MEMORY_BYTES) : next;
        next = Compilation.usesRegister(uses, 1) ? code.load(next, Assembler.RDI, Assembler.RDI, Run.FIRST_ARGUMENT) : next;
        if (!Compilation.has(uses, Compilation.FUNCTION_CALLS)) {
            return next;
        }
        next = code.callFar(next);
        long called = next;
        next = code.jump(next, memory.load64(state + Compilation.EPILOGUE));
        code.landFar(called, next);
        return next;
    }

    private long pushAll(long at, int registers) {
        long next = at;
        for (int register = 0; register < MACHINE_REGISTERS; register++) {
            next = (registers >>> register & 1) != 0 ? code.push(next, register) : next;
        }
        return next;
    }

    private long popAll(long at, int registers) {
        long next = at;
        for (int register = MACHINE_REGISTERS - 1; register >= 0; register--) {
            next = (registers >>> register & 1) != 0 ? code.pop(next, register) : next;
        }
        return next;
    }

    /** Of a program with functions of its own one frame too high: its beginning is a function among the others. */
    private long loadFramePointer(long at, long uses) {
        boolean calls = Compilation.has(uses, Compilation.FUNCTION_CALLS);
        if (!calls && !Compilation.usesRegister(uses, Compilation.FRAME_POINTER)) {
            return at;
        }
        long next = code.load(at, Assembler.RBP, Assembler.RDI, Run.STACK);
        return code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RBP,
                STACKS_BYTES + (calls ? Limits.STACK_BYTES : 0));
    }

    private long loadDeltas(long at, int record, long uses) {
        long next = at;
        if (Compilation.has(uses, Compilation.MEMORY)) {
            next = code.load(next, Compilation.MEMORY_DELTA, record, Run.MEMORY_DELTA);
        } else if (Compilation.has(uses, Compilation.STACK_ADDRESSES)) {
            next = code.load(next, Compilation.MEMORY_DELTA, record, Run.STACK_DELTA);
        }
        return loadAreaDelta(next, record, uses);
    }

    /** What is in the one register of the two deltas that a helper does not keep. */
    private long loadAreaDelta(long at, int record, long uses) {
        if (Compilation.has(uses, Compilation.AREA)) {
            return code.load(at, Compilation.AREA_DELTA, record, Run.AREA_DELTA);
        }
        boolean stack = Compilation.has(uses, Compilation.STACK_ADDRESSES) && Compilation.has(uses, Compilation.MEMORY);
        return stack ? code.load(at, Compilation.AREA_DELTA, record, Run.STACK_DELTA) : at;
    }

    private long clearRegisters(long at, long uses, int first, int end) {
        long next = at;
        for (int register = first; register < end; register++) {
            boolean argument = first == 0 && (register == 1 || register == 2);
            if (Compilation.has(uses, Compilation.CLEARED) && Compilation.usesRegister(uses, register) && !argument) {
                next = code.clear(next, Compilation.machine(register));
            }
        }
        return next;
    }

    /** What an access could find: of one frame, or if others can be reached, of all. RBP is at the first frame's end or higher. */
    private long clearStack(long at, long program, long uses) {
        int bytes = (int) memory.load64(program + Program.STACK_BYTES);
        if (!Compilation.has(uses, Compilation.CLEARED) || bytes == 0) {
            return at;
        }
        boolean calls = Compilation.has(uses, Compilation.FUNCTION_CALLS);
        boolean others = calls || Compilation.has(uses, Compilation.GUARDED);
        if (!others && !Compilation.usesRegister(uses, Compilation.FRAME_POINTER)) {
            return at;
        }
        if (others) {
            return clearAll(at, uses);
        }
        long next = code.clear(at, Assembler.RAX);
        if (bytes <= WORDS_CLEARED_SINGLY * Long.BYTES) {
            for (int below = Long.BYTES; below <= bytes; below += Long.BYTES) {
                next = code.store(next, Assembler.RAX, Assembler.RBP, -below);
            }
            return next;
        }
        next = code.move(next, Assembler.WIDE, Assembler.RDX, Assembler.RBP);
        int turnBytes = WORDS_CLEARED_AT_A_TIME * Long.BYTES;
        next = code.moveImmediate(next, Assembler.WIDE, Assembler.RCX, -((bytes + turnBytes - 1) / turnBytes));
        return clearDownwards(next);
    }

    private long clearAll(long at, long uses) {
        long next = code.clear(at, Assembler.RAX);
        next = code.load(next, Assembler.RDX, Assembler.RDI, Run.STACK);
        next = code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RDX, STACKS_BYTES);
        next = code.moveImmediate(next, Assembler.WIDE, Assembler.RCX, -STACKS_BYTES / Long.BYTES / WORDS_CLEARED_AT_A_TIME);
        return clearDownwards(next);
    }

    /** Below RDX, as often as RCX, which is negative, says. */
    private long clearDownwards(long at) {
        long next = at;
        for (int word = 1; word <= WORDS_CLEARED_AT_A_TIME; word++) {
            next = code.store(next, Assembler.RAX, Assembler.RDX, -word * Long.BYTES);
        }
        next = code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_SUB, Assembler.RDX, WORDS_CLEARED_AT_A_TIME * Long.BYTES);
        next = code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RCX, 1);
        return code.jumpIf(next, Assembler.NOT_EQUAL, at);
    }

    /** The end of a run that is done. */
    long epilogue(long at, long uses) {
        long next = at;
        if (Compilation.has(uses, Compilation.BUDGET)) {
            next = code.pop(next, Assembler.RCX);
        }
        next = code.pop(next, Assembler.RDX);
        next = code.store(next, Assembler.RAX, Assembler.RDX, Run.RESULT);
        next = code.place(next, Assembler.STORE_IMMEDIATE | Assembler.WIDE, 0, Assembler.RDX, Assembler.NONE, Run.OUTCOME);
        next = code.immediate32(next, Run.DONE);
        return leave(next, uses);
    }

    /** Behind the record's pop into RDX, and the budget's into RCX. */
    private long leave(long at, long uses) {
        long next = at;
        if (Compilation.has(uses, Compilation.BUDGET)) {
            next = code.store(next, Assembler.RCX, Assembler.RDX, Run.BUDGET);
        }
        next = Compilation.padsEntry(uses) ? code.pop(next, Assembler.RCX) : next;
        return code.giveBack(popAll(next, Compilation.keptForCaller(uses)));
    }

    /** An early end. The instruction that it is about is in the other temporary register. */
    long end(long at, long uses, int outcome) {
        long next = at;
        if (Compilation.has(uses, Compilation.BUDGET)) {
            next = code.pop(next, Assembler.RCX);
        }
        next = code.pop(next, Assembler.RDX);
        if (Compilation.has(uses, Compilation.FUNCTION_CALLS)) {
            next = code.load(next, Assembler.RSP, Assembler.RDX, Run.MACHINE_STACK);
        }
        next = code.store(next, Compilation.OTHER_TEMPORARY, Assembler.RDX, Run.ENDED_AT);
        next = code.moveImmediate(next, 0, Assembler.RAX, outcome);
        next = code.store(next, Assembler.RAX, Assembler.RDX, Run.OUTCOME);
        next = code.clear(next, Assembler.RAX);
        next = code.store(next, Assembler.RAX, Assembler.RDX, Run.RESULT);
        return leave(next, uses);
    }

    // ---- functions of the program

    /** What a function begins with, of the same length everywhere. A jump to the function's first instruction goes behind it. */
    long functionEntry(long at, long uses) {
        long next = code.byImmediate(at, Assembler.WIDE, Assembler.DIGIT_SUB, Assembler.RBP, Limits.STACK_BYTES);
        next = pushAll(next, Compilation.keptForCallers(uses));
        next = Compilation.padsFunction(uses) ? code.push(next, Assembler.RAX) : next;
        int pushed = frameBytes(uses) - 3 * Long.BYTES;
        // Each push lowers RSP by a word, and the record is a word above the budget: the displacement is the same.
        int callersWord = pushed + 2 * Long.BYTES;
        next = code.place(next, Assembler.INDIRECT, Assembler.DIGIT_PUSH, Assembler.RSP, Assembler.NONE, callersWord);
        return code.place(next, Assembler.INDIRECT, Assembler.DIGIT_PUSH, Assembler.RSP, Assembler.NONE, callersWord);
    }

    /** Of a function: what it pushes, and the address to go back to. */
    private static int frameBytes(long uses) {
        int words = 3 + (Compilation.padsFunction(uses) ? 1 : 0);
        for (int kept = Compilation.keptForCallers(uses); kept != 0; kept &= kept - 1) {
            words++;
        }
        return words * Long.BYTES;
    }

    /** The budget goes back to the caller, or to the entry's frame. */
    long functionExit(long at, long uses) {
        int rest = Long.BYTES * (Compilation.padsFunction(uses) ? 2 : 1);
        // An address from RSP is computed when it has been raised.
        long next = code.place(at, Assembler.POP_PLACE, 0, Assembler.RSP, Assembler.NONE, frameBytes(uses) - Long.BYTES);
        next = code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RSP, rest);
        next = popAll(next, Compilation.keptForCallers(uses));
        next = code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RBP, Limits.STACK_BYTES);
        return code.giveBack(next);
    }

    // ---- helpers

    /**
     * A routine that calls the helper of the number in R9, for the instruction in the other temporary register. R1 to r5 are cleared
     * as it returns, so that they tell nothing and are the same in every run.
     */
    long helperCall(long at, long state, long uses) {
        int returned = Long.BYTES;
        int record = Compilation.TEMPORARY;
        int kept = Compilation.OTHER_TEMPORARY;
        long next = code.push(at, kept);
        next = code.load(next, record, Assembler.RSP, Compilation.recordSlot(uses) + returned + Long.BYTES);
        next = code.load(next, kept, Assembler.RSP, returned + Long.BYTES);
        next = code.store(next, kept, record, Run.BUDGET);
        next = code.push(next, record);
        next = code.place(next, Assembler.INDIRECT, Assembler.DIGIT_CALL, record, Assembler.NONE, Run.HELPER_ENTRY);
        next = code.pop(next, record);
        next = code.pop(next, kept);
        next = code.load(next, record, Assembler.RSP, Compilation.recordSlot(uses) + returned);
        next = loadAreaDelta(next, record, uses);
        next = clearRegisters(next, uses, 1, Compilation.FIRST_KEPT);
        next = code.load(next, record, record, Run.BUDGET);
        next = code.store(next, record, Assembler.RSP, returned);
        next = code.registers(next, Assembler.TEST | Assembler.WIDE, record, record);
        next = code.jumpIfNear(next, Assembler.NEGATIVE);
        long spent = next;
        next = code.giveBack(next);
        code.landNear(spent, next);
        next = dropReturn(next);
        return code.jump(next, memory.load64(state + Compilation.ENDS + Run.BUDGET_SPENT * Long.BYTES));
    }

    /** The same for a number that is yet to be looked at, all 64 bits of it. */
    long registerCall(long at, long program, long state, long uses) {
        long next = code.byImmediate(at, Assembler.WIDE, Assembler.DIGIT_CMP, Assembler.R9, Limits.HELPERS - 1);
        next = code.jumpIfNear(next, Assembler.ABOVE);
        long none = next;
        next = code.moveImmediate64(next, Compilation.TEMPORARY, memory.load64(program + Program.HELPERS));
        next = code.registers(next, Assembler.BIT_TEST | Assembler.WIDE, Assembler.R9, Compilation.TEMPORARY);
        next = code.jumpIfNear(next, Assembler.NOT_CARRY);
        long notPermitted = next;
        next = code.jump(next, memory.load64(state + Compilation.HELPER_CALL));
        code.landNear(none, next);
        code.landNear(notPermitted, next);
        next = dropReturn(next);
        return code.jump(next, memory.load64(state + Compilation.ENDS + Run.NO_SUCH_HELPER * Long.BYTES));
    }

    private long dropReturn(long at) {
        return code.byImmediate(at, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RSP, Long.BYTES);
    }
}
