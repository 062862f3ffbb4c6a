package exo.ebpf;

/**
 * Runs a program that passed {@link StructureCheck}, an instruction at a time, as RFC 9669 defines each. Checks every access, whatever a
 * checker proved: so it is what machine code is compared with. A run ends after at most its budget and the program's length
 * in instructions.
 */
public final class Interpreter {
    /** Of scratch memory, whose contents mean nothing before and after. */
    public static final int SCRATCH_BYTES = Registers.SCRATCH_BYTES;

    /** What stands for the next instruction when there is none. */
    private static final int ENDED = -1;
    private static final int MEMORY_REGISTER = 1;
    private static final int LENGTH_REGISTER = 2;
    /** Of r1 to r5, which are cleared as a helper returns. */
    private static final int ARGUMENT_LAST = 5;
    /** Of helpers: r1 and those after it, which are 0 after a call, as machine code has it. */
    private static final int ARGUMENTS = 5;

    private final Memory memory;
    private final Helpers helpers;
    private final Registers registers;
    private final Access access;

    public Interpreter(Memory memory, Helpers helpers) {
        this.memory = memory;
        this.helpers = helpers;
        registers = new Registers(memory);
        access = new Access(memory, registers);
    }

    /**
     * Runs the program whose record is at {@code program}, the run's record being at {@code run}. Of each frame's stack,
     * {@link Program#STACK_BYTES} are cleared before.
     */
    public void run(long program, long run, long scratch) {
        begin(program, run, scratch);
        long text = memory.load64(program + Program.TEXT);
        int at = 0;
        while (at != ENDED) {
            at = execute(program, run, scratch, at, memory.load64(text + (long) at * Limits.INSTRUCTION_BYTES));
        }
    }

    private void begin(long program, long run, long scratch) {
        memory.store64(run + Run.OUTCOME, Run.DONE);
        memory.store64(run + Run.RESULT, 0);
        memory.store64(run + Run.ENDED_AT, 0);
        registers.clear(scratch);
        long memoryBytes = memory.load64(run + Run.MEMORY_BYTES);
        registers.set(scratch, MEMORY_REGISTER, memoryBytes == 0 ? 0 : Addresses.MEMORY);
        registers.set(scratch, LENGTH_REGISTER, memoryBytes);
        clearStack(memory.load64(run + Run.STACK), memory.load64(program + Program.STACK_BYTES));
    }

    private void clearStack(long stack, long usedBytes) {
        for (int frame = 1; frame <= Limits.FRAMES; frame++) {
            long top = stack + (long) frame * Limits.STACK_BYTES;
            for (long below = Long.BYTES; below <= usedBytes; below += Long.BYTES) {
                memory.store64(top - below, 0);
            }
        }
    }

    /** Gives the next instruction, or {@link #ENDED}. */
    private int execute(long program, long run, long scratch, int at, long word) {
        switch (Instruction.opcode(word) & Opcode.CLASS_MASK) {
            case Opcode.ALU:
            case Opcode.ALU64:
                compute(scratch, word);
                return at + 1;
            case Opcode.JMP:
            case Opcode.JMP32:
                return jump(program, run, scratch, at, word);
            case Opcode.LD:
                loadImmediate(scratch, word, memory.load64(memory.load64(program + Program.TEXT)
                        + (at + 1L) * Limits.INSTRUCTION_BYTES));
                return at + 2;
            default:
                return access.execute(program, run, scratch, word) ? at + 1 : end(run, Run.BAD_ACCESS, at);
        }
    }

    private int end(long run, int outcome, int at) {
        memory.store64(run + Run.OUTCOME, outcome);
        memory.store64(run + Run.ENDED_AT, at);
        return ENDED;
    }

    // ---- what computes

    private void compute(long scratch, long word) {
        int destination = Instruction.destination(word);
        long value = Arithmetic.result(word, registers.get(scratch, destination), operand(scratch, word));
        registers.set(scratch, destination, value);
    }

    private long operand(long scratch, long word) {
        boolean register = (Instruction.opcode(word) & Opcode.SOURCE_REGISTER) != 0;
        return register ? registers.get(scratch, Instruction.source(word)) : Instruction.immediate(word);
    }

    private void loadImmediate(long scratch, long word, long second) {
        long high = Instruction.immediate(second);
        long low = Instruction.immediate(word) & 0xffffffffL;
        boolean number = Instruction.source(word) == Opcode.IMMEDIATE_NUMBER;
        registers.set(scratch, Instruction.destination(word), number ? high << Integer.SIZE | low : Addresses.AREA + high);
    }

    // ---- what leads elsewhere

    private int jump(long program, long run, long scratch, int at, long word) {
        if (!Jumps.isJump(word)) {
            return callOrExit(program, run, scratch, at, word);
        }
        long destination = registers.get(scratch, Instruction.destination(word));
        if (Jumps.isConditional(word) && !Conditions.hold(word, destination, operand(scratch, word))) {
            return at + 1;
        }
        int target = (int) Jumps.target(word, at);
        return target > at || charge(run, at - target + 1L) ? target : end(run, Run.BUDGET_SPENT, at);
    }

    private int callOrExit(long program, long run, long scratch, int at, long word) {
        if (Instruction.opcode(word) == (Opcode.JMP | Opcode.EXIT)) {
            return exit(run, scratch);
        }
        if (Instruction.opcode(word) == Opcode.CALL_REGISTER) {
            long number = registers.get(scratch, Instruction.destination(word));
            return isHelper(program, number) ? callHelper(run, scratch, at, (int) number) : end(run, Run.NO_SUCH_HELPER, at);
        }
        if (Jumps.isLocalCall(word)) {
            return callFunction(program, run, scratch, at, (int) Jumps.callee(word, at));
        }
        return callHelper(run, scratch, at, Instruction.immediate(word));
    }

    private int exit(long run, long scratch) {
        if (registers.depth(scratch) > 0) {
            return registers.leave(scratch);
        }
        memory.store64(run + Run.RESULT, registers.get(scratch, 0));
        return ENDED;
    }

    private int callFunction(long program, long run, long scratch, int at, int callee) {
        if (registers.depth(scratch) == Limits.FRAMES - 1) {
            return end(run, Run.TOO_DEEP, at);
        }
        if (!charge(run, memory.load64(program + Program.INSTRUCTIONS) - callee)) {
            return end(run, Run.BUDGET_SPENT, at);
        }
        registers.enter(scratch, at + 1);
        return callee;
    }

    private boolean isHelper(long program, long number) {
        return number >= 0 && number < Limits.HELPERS && (memory.load64(program + Program.HELPERS) >>> number & 1) != 0;
    }

    private int callHelper(long run, long scratch, int at, int number) {
        long result = helpers.call(run, number, registers.get(scratch, 1), registers.get(scratch, 2), registers.get(scratch, 3),
                registers.get(scratch, 4), registers.get(scratch, 5));
        registers.set(scratch, 0, result);
        for (int argument = 1; argument <= ARGUMENTS; argument++) {
            registers.set(scratch, argument, 0);
        }
        return memory.load64(run + Run.BUDGET) >= 0 ? at + 1 : end(run, Run.BUDGET_SPENT, at);
    }

    /** Takes the cost off the budget, or leaves it as it is if it is less. */
    private boolean charge(long run, long cost) {
        long left = memory.load64(run + Run.BUDGET) - cost;
        if (left < 0) {
            return false;
        }
        memory.store64(run + Run.BUDGET, left);
        return true;
    }
}
