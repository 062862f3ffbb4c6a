package exo.ebpf;

/**
 * Checks the shape of a program's text: that each instruction is one of RFC 9669's with every unused field zero, that jumps and calls
 * lead to instructions of the program, that functions do not run into one another. A program that passes can be executed by
 * {@link Interpreter} whatever its bytes are; what its execution does is the checker's question.
 *
 * <p>Works in steps: {@link #begin}, then {@link #step} until it says so. What it keeps between steps lies in the scratch memory, and so
 * do its findings, the {@link Marks}. The verdict is in the program's record: {@link Program#REFUSAL} and {@link Program#REFUSED_AT};
 * of a program that passed also {@link Program#FUNCTIONS}, and {@link Program#STACK_BYTES} as the most that there can be.
 */
public final class StructureCheck {
    // ---- kept between steps, behind the marks
    private static final int PHASE = Marks.END;
    /** The next instruction of the phase. */
    private static final int CURSOR = PHASE + Long.BYTES;
    /** The function that the cursor is in. */
    private static final int FUNCTION = CURSOR + Long.BYTES;

    /** Slots that {@link #step} may be asked for to stay below about 20,000 machine instructions. */
    public static final int STEP_INSTRUCTIONS = 64;
    /** The marks, and behind them what the check keeps. */
    public static final int SCRATCH_BYTES = FUNCTION + Long.BYTES;

    // ---- phases: the text is gone through three times
    /** Each instruction by itself; where functions begin is marked. */
    private static final int INSTRUCTIONS = 0;
    /** The marks of functions become a table, in order. */
    private static final int FUNCTIONS = 1;
    /** Where jumps and calls lead, and how functions end. */
    private static final int TARGETS = 2;
    private static final int DECIDED = 3;

    private final Memory memory;

    public StructureCheck(Memory memory) {
        this.memory = memory;
    }

    /** Begins with the program whose record is at {@code program}. Takes as long as clearing a byte for each of its instructions. */
    public void begin(long program, long scratch) {
        memory.store64(program + Program.REFUSAL, Refusal.NONE);
        memory.store64(program + Program.REFUSED_AT, 0);
        memory.store64(program + Program.FUNCTIONS, 0);
        memory.store64(program + Program.STACK_BYTES, Limits.STACK_BYTES);
        memory.store64(scratch + FUNCTION, 0);
        long instructions = memory.load64(program + Program.INSTRUCTIONS);
        if (instructions <= 0) {
            refuse(program, scratch, Refusal.EMPTY, 0);
            return;
        }
        if (instructions > Limits.INSTRUCTIONS) {
            refuse(program, scratch, Refusal.TOO_LONG, Limits.INSTRUCTIONS);
            return;
        }
        for (int cleared = 0; cleared < instructions; cleared += Long.BYTES) {
            memory.store64(scratch + Marks.BYTES_AT + cleared, 0);
        }
        mark(scratch, 0, Marks.FUNCTION);
        enter(scratch, INSTRUCTIONS);
    }

    /** Looks at up to {@code instructions} (three times over, for a whole program). True: the verdict is there. */
    public boolean step(long program, long scratch, int instructions) {
        int length = (int) memory.load64(program + Program.INSTRUCTIONS);
        for (int looked = 0; looked < instructions && phase(scratch) != DECIDED; looked++) {
            int at = (int) memory.load64(scratch + CURSOR);
            if (at >= length) {
                endPhase(program, scratch, length);
                continue;
            }
            memory.store64(scratch + CURSOR, at + 1L);
            int refusal = look(program, scratch, at, length);
            if (refusal != Refusal.NONE) {
                refuse(program, scratch, refusal, at);
            }
        }
        return phase(scratch) == DECIDED;
    }

    private int look(long program, long scratch, int at, int length) {
        int mark = Marks.at(memory, scratch, at);
        if ((mark & Marks.SECOND_SLOT) != 0) {
            // Even where a call leads here, which is refused at the call.
            return Refusal.NONE;
        }
        switch (phase(scratch)) {
            case INSTRUCTIONS:
                return lookAtInstruction(program, scratch, at, length);
            case FUNCTIONS:
                return (mark & Marks.FUNCTION) != 0 ? addFunction(program, scratch, at) : Refusal.NONE;
            default:
                return lookAtTarget(program, scratch, at, mark);
        }
    }

    // ---- the first time: instructions

    private int lookAtInstruction(long program, long scratch, int at, int length) {
        long word = word(program, at);
        int refusal = Shape.refusal(word);
        if (refusal != Refusal.NONE) {
            return refusal;
        }
        switch (Instruction.opcode(word)) {
            case Opcode.LOAD_IMMEDIATE_64:
                return at + 1 < length ? lookAtImmediate(program, scratch, at, word) : Refusal.TRUNCATED_IMMEDIATE;
            case Opcode.JMP | Opcode.CALL:
                return lookAtCall(program, scratch, at, length, word);
            case Opcode.CALL_REGISTER:
                return has(program, Program.REGISTER_CALLS) ? Refusal.NONE : Refusal.NOT_PERMITTED;
            default:
                return Refusal.NONE;
        }
    }

    private int lookAtImmediate(long program, long scratch, int at, long word) {
        long second = word(program, at + 1);
        if (Instruction.opcode(second) != 0 || Instruction.destination(second) != 0 || Instruction.source(second) != 0
                || Instruction.offset(second) != 0) {
            return Refusal.TRUNCATED_IMMEDIATE;
        }
        mark(scratch, at + 1, Marks.SECOND_SLOT);
        int kind = Instruction.source(word);
        if (kind == Opcode.IMMEDIATE_NUMBER) {
            return Refusal.NONE;
        }
        if (kind > Opcode.IMMEDIATE_KINDS_LAST) {
            return Refusal.RESERVED_FIELD;
        }
        return kind == Opcode.IMMEDIATE_MAP_VALUE && isInArea(program, word, second) ? Refusal.NONE : Refusal.NOT_PERMITTED;
    }

    /** Of map 0, and not beyond the byte behind the area's last, which a loop over an array compares with. */
    private boolean isInArea(long program, long word, long second) {
        int offset = Instruction.immediate(second);
        long areaBytes = memory.load64(program + Program.AREA_BYTES);
        return Instruction.immediate(word) == 0 && areaBytes > 0 && offset >= 0 && offset <= areaBytes;
    }

    private int lookAtCall(long program, long scratch, int at, int length, long word) {
        int immediate = Instruction.immediate(word);
        if (Instruction.source(word) == Opcode.CALL_HELPER) {
            boolean known = immediate >= 0 && immediate < Limits.HELPERS;
            boolean permitted = known && (memory.load64(program + Program.HELPERS) >>> immediate & 1) != 0;
            return permitted ? Refusal.NONE : Refusal.HELPER_NOT_PERMITTED;
        }
        long callee = Jumps.callee(word, at);
        if (callee < 0 || callee >= length) {
            return Refusal.BAD_TARGET;
        }
        mark(scratch, (int) callee, Marks.FUNCTION);
        return Refusal.NONE;
    }

    // ---- the second time: functions

    private int addFunction(long program, long scratch, int at) {
        long functions = memory.load64(program + Program.FUNCTIONS);
        if (functions == Limits.FUNCTIONS) {
            return Refusal.TOO_MANY_FUNCTIONS;
        }
        memory.store64(scratch + Marks.FUNCTIONS_AT + functions * Long.BYTES, at);
        memory.store64(program + Program.FUNCTIONS, functions + 1);
        return Refusal.NONE;
    }

    // ---- the third time: targets

    private int lookAtTarget(long program, long scratch, int at, int mark) {
        int function = (int) memory.load64(scratch + FUNCTION);
        if ((mark & Marks.FUNCTION) != 0 && at != 0) {
            function++;
            memory.store64(scratch + FUNCTION, function);
        }
        long word = word(program, at);
        int end = Marks.function(memory, scratch, function + 1);
        if (Jumps.isJump(word)) {
            long target = Jumps.target(word, at);
            if (target < Marks.function(memory, scratch, function) || target >= end || isSecondSlot(scratch, (int) target)) {
                return Refusal.BAD_TARGET;
            }
            mark(scratch, (int) target, target <= at ? Marks.JUMP_TARGET | Marks.LOOP_HEAD : Marks.JUMP_TARGET);
        }
        if (Jumps.isLocalCall(word) && isSecondSlot(scratch, (int) Jumps.callee(word, at))) {
            return Refusal.BAD_TARGET;
        }
        boolean last = at + slots(word) == end;
        return last && !Jumps.neverGoesOn(word) ? Refusal.RUNS_PAST_END : Refusal.NONE;
    }

    private boolean isSecondSlot(long scratch, int at) {
        return (Marks.at(memory, scratch, at) & Marks.SECOND_SLOT) != 0;
    }

    private static int slots(long word) {
        return Instruction.opcode(word) == Opcode.LOAD_IMMEDIATE_64 ? 2 : 1;
    }

    // ---- what is kept

    private void endPhase(long program, long scratch, int length) {
        int ended = phase(scratch);
        if (ended == FUNCTIONS) {
            memory.store64(scratch + Marks.FUNCTIONS_AT + memory.load64(program + Program.FUNCTIONS) * Long.BYTES, length);
        }
        enter(scratch, ended + 1);
    }

    private void enter(long scratch, int phase) {
        memory.store64(scratch + PHASE, phase);
        memory.store64(scratch + CURSOR, 0);
    }

    private void refuse(long program, long scratch, int refusal, int at) {
        memory.store64(program + Program.REFUSAL, refusal);
        memory.store64(program + Program.REFUSED_AT, at);
        enter(scratch, DECIDED);
    }

    private int phase(long scratch) {
        return (int) memory.load64(scratch + PHASE);
    }

    private long word(long program, int at) {
        return memory.load64(memory.load64(program + Program.TEXT) + (long) at * Limits.INSTRUCTION_BYTES);
    }

    private boolean has(long program, long flag) {
        return (memory.load64(program + Program.FLAGS) & flag) != 0;
    }

    private void mark(long scratch, int at, int bits) {
        memory.store8(scratch + Marks.BYTES_AT + at, Marks.at(memory, scratch, at) | bits);
    }
}
