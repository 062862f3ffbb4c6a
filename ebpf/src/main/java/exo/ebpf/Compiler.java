package exo.ebpf;

/**
 * Makes machine code of a program that passed {@link StructureCheck} and {@link Checker}: {@link MachineCode} says what it is to its user.
 * What the checker proved is compiled to single instructions, what it did not to calls of a routine that checks.
 *
 * <p>Works in steps: {@link #begin}, then {@link #step} until it says so. What it keeps between them lies in the scratch memory. It fills
 * {@link Program#CODE_BYTES} and {@link Program#ENTRY}, or refuses the program: {@link Refusal#NO_ROOM_FOR_CODE}.
 *
 * <p>Of the code's bytes who writes the program chooses, next to each other, no more than: two of an immediate that fits 16 bits, two of a
 * displacement (with the sign's bytes behind each), one of a shift's count; and what he may make of opcodes, registers and distances by
 * the choice and the number of instructions. Immediates beyond that are mixed with {@link Program#BLINDING}.
 */
public final class Compiler {
    /** Code takes at most so many bytes for each slot of the text, */
    public static final int INSTRUCTION_BYTES = 80;
    /** for each function, */
    public static final int FUNCTION_BYTES = 48;
    /** and for the whole. With the sum of all three for room no program is refused; with less, one may be that would just fit. */
    public static final int FIXED_BYTES = 1792;

    /** Slots that {@link #step} may be asked for to stay below about 20,000 machine instructions. */
    public static final int STEP_INSTRUCTIONS = 5;
    public static final int SCRATCH_BYTES = Compilation.BYTES;

    // ---- phases
    /** What the program uses. */
    private static final int USES = 0;
    /** The routines that the code begins with. */
    private static final int ROUTINES = 1;
    private static final int INSTRUCTIONS = 2;
    /** Where jumps lead. */
    private static final int JUMPS = 3;
    private static final int DONE = 4;

    /** Of the largest routine. */
    private static final int ROUTINE_BYTES = 192;

    private final Memory memory;
    private final Usage usage;
    private final FrameCode frames;
    private final Routines routines;
    private final ArithmeticCode arithmetic;
    private final AccessCode accesses;
    private final JumpCode jumps;
    private final OperandCode operands;

    public Compiler(Memory memory) {
        this.memory = memory;
        Assembler code = new Assembler(memory);
        usage = new Usage(memory);
        frames = new FrameCode(memory, code);
        routines = new Routines(memory, frames, new GuardCode(memory, code));
        operands = new OperandCode(memory, code);
        arithmetic = new ArithmeticCode(code, operands);
        accesses = new AccessCode(memory, code, operands);
        jumps = new JumpCode(memory, code, operands, frames);
    }

    /** Room that is enough for any program of so many slots and functions. */
    public static long codeBytesMost(long instructions, long functions) {
        return FIXED_BYTES + instructions * INSTRUCTION_BYTES + functions * FUNCTION_BYTES;
    }

    /** The same where the number of functions is not known yet. */
    public static long codeBytesMost(long instructions) {
        return codeBytesMost(instructions, instructions < Limits.FUNCTIONS ? instructions : Limits.FUNCTIONS);
    }

    /**
     * Begins with the program whose record is at {@code program}; its CODE, CODE_ROOM and BLINDING are to be filled.
     *
     * @param marks  the scratch memory of the structure check, which stays as it is until the end
     */
    public void begin(long program, long marks, long scratch) {
        memory.store64(program + Program.REFUSAL, Refusal.NONE);
        memory.store64(program + Program.CODE_BYTES, 0);
        memory.store64(scratch + Compilation.MARKS, marks);
        memory.store64(scratch + Compilation.USES, usage.ofProgram(program));
        memory.store64(scratch + Compilation.AT, memory.load64(program + Program.CODE));
        memory.store64(scratch + Compilation.ROUTINE, 0);
        memory.store64(scratch + Compilation.FUNCTION_BYTES, 0);
        enter(scratch, USES);
    }

    /** Works on up to {@code instructions} slots (three times over, for a whole program). True: the code is there, or the refusal. */
    public boolean step(long program, long scratch, int instructions) {
        int length = (int) memory.load64(program + Program.INSTRUCTIONS);
        for (int worked = 0; worked < instructions && phase(scratch) != DONE; worked++) {
            int phase = phase(scratch);
            if (phase == ROUTINES) {
                makeRoutine(program, scratch);
                continue;
            }
            int at = (int) memory.load64(scratch + Compilation.CURSOR);
            if (at >= length) {
                endPhase(program, scratch, phase, length);
                continue;
            }
            memory.store64(scratch + Compilation.CURSOR, at + 1L);
            work(program, scratch, phase, at);
        }
        return phase(scratch) == DONE;
    }

    private void work(long program, long scratch, int phase, int at) {
        boolean second = (mark(scratch, at) & Marks.SECOND_SLOT) != 0;
        long text = memory.load64(program + Program.TEXT);
        long word = memory.load64(text + (long) at * Limits.INSTRUCTION_BYTES);
        long uses = memory.load64(scratch + Compilation.USES);
        if (phase == USES) {
            memory.store64(scratch + Compilation.USES, second ? uses : uses | usage.of(program, word, at));
            return;
        }
        long place = memory.load64(scratch + Compilation.AT);
        if (isFull(program, place, INSTRUCTION_BYTES + FUNCTION_BYTES)) {
            refuse(program, scratch, at);
            return;
        }
        if (phase == INSTRUCTIONS) {
            place = second ? set(program, scratch, at, place) : instruction(place, program, scratch, uses, word, at);
        } else if (!second) {
            place = jumps.land(place, program, scratch, word, at);
        }
        memory.store64(scratch + Compilation.AT, place);
    }

    /** Notes that the instruction's code begins here. */
    private long set(long program, long scratch, int at, long place) {
        memory.store32(scratch + Compilation.TABLE + (long) at * Integer.BYTES, place - memory.load64(program + Program.CODE));
        return place;
    }

    private long instruction(long at, long program, long scratch, long uses, long word, int index) {
        long next = at;
        if (Compilation.has(uses, Compilation.FUNCTION_CALLS) && (mark(scratch, index) & Marks.FUNCTION) != 0) {
            next = frames.functionEntry(next, uses);
            memory.store64(scratch + Compilation.FUNCTION_BYTES, next - at);
        }
        set(program, scratch, index, next);
        switch (Instruction.opcode(word) & Opcode.CLASS_MASK) {
            case Opcode.LD:
                return loadImmediate(next, program, word, index);
            case Opcode.LDX:
            case Opcode.ST:
            case Opcode.STX:
                return accesses.instruction(next, program, scratch, uses, word, index);
            case Opcode.JMP:
            case Opcode.JMP32:
                return jumps.instruction(next, program, scratch, uses, word, index);
            default:
                return arithmetic.instruction(next, program, uses, word);
        }
    }

    private long loadImmediate(long at, long program, long word, int index) {
        long text = memory.load64(program + Program.TEXT);
        int second = Instruction.immediate(memory.load64(text + (index + 1L) * Limits.INSTRUCTION_BYTES));
        boolean number = Instruction.source(word) == Opcode.IMMEDIATE_NUMBER;
        int low = number ? Instruction.immediate(word) : second;
        int high = number ? second : Addresses.REGION_AREA;
        return operands.loadImmediate64(at, program, Compilation.machine(Instruction.destination(word)), low, high);
    }

    // ---- phases

    private void makeRoutine(long program, long scratch) {
        long at = memory.load64(scratch + Compilation.AT);
        int routine = (int) memory.load64(scratch + Compilation.ROUTINE);
        if (isFull(program, at, ROUTINE_BYTES)) {
            refuse(program, scratch, 0);
        } else if (routine < Routines.COUNT) {
            memory.store64(scratch + Compilation.AT, routines.make(at, program, scratch, routine));
            memory.store64(scratch + Compilation.ROUTINE, routine + 1L);
        } else {
            memory.store64(program + Program.ENTRY, at - memory.load64(program + Program.CODE));
            memory.store64(scratch + Compilation.AT,
                    frames.entry(at, program, scratch, memory.load64(scratch + Compilation.USES)));
            enter(scratch, INSTRUCTIONS);
        }
    }

    private void endPhase(long program, long scratch, int phase, int length) {
        long at = memory.load64(scratch + Compilation.AT);
        if (phase == INSTRUCTIONS) {
            set(program, scratch, length, at);
        } else if (phase == JUMPS) {
            memory.store64(program + Program.CODE_BYTES, at - memory.load64(program + Program.CODE));
        }
        enter(scratch, phase + 1);
    }

    private boolean isFull(long program, long at, int bytes) {
        long end = memory.load64(program + Program.CODE) + memory.load64(program + Program.CODE_ROOM);
        return at + bytes + Assembler.SLACK_BYTES > end;
    }

    private void refuse(long program, long scratch, int at) {
        memory.store64(program + Program.REFUSAL, Refusal.NO_ROOM_FOR_CODE);
        memory.store64(program + Program.REFUSED_AT, at);
        enter(scratch, DONE);
    }

    private void enter(long scratch, int phase) {
        memory.store64(scratch + Compilation.PHASE, phase);
        memory.store64(scratch + Compilation.CURSOR, 0);
    }

    private int phase(long scratch) {
        return (int) memory.load64(scratch + Compilation.PHASE);
    }

    private int mark(long scratch, int at) {
        return Marks.at(memory, memory.load64(scratch + Compilation.MARKS), at);
    }
}
