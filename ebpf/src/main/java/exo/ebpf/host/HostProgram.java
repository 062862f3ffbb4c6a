package exo.ebpf.host;

import exo.ebpf.Helpers;
import exo.ebpf.Interpreter;
import exo.ebpf.Limits;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.ebpf.StructureCheck;

/**
 * One program on the host, with all that the engine needs beside it in one {@link ByteMemory}: its record and text, scratch memory, a run's
 * record and stack, and the regions that a run reaches. Between any two of them lies a gap.
 */
public final class HostProgram {
    /** Some place that is not 0. */
    private static final long BASE = 0x1_0000;
    private static final int GAP_BYTES = 64;
    private static final int STEP_INSTRUCTIONS = 64;

    /**
     * On which terms a program is loaded: fields of {@link Program} by the same names.
     *
     * @param area what the area holds at first
     */
    public record Terms(long memoryBytesLeast, long memoryBytesMost, byte[] area, long helpers, long flags) {
    }

    /** What a run left. @param endedAt of a run with another outcome than {@link Run#DONE} */
    public record Result(long value, int outcome, int endedAt, long budgetLeft, byte[] memory, byte[] area) {
    }

    private final ByteMemory memory;
    private final Terms terms;
    private final long program;
    private final long text;
    private final long scratch;
    private final long work;
    private final long run;
    private final long stack;
    private final long area;
    private final long regionMemory;

    public HostProgram(long[] instructions, Terms terms) {
        this(instructions, terms, Interpreter.SCRATCH_BYTES);
    }

    /** @param workBytes at {@link #work}, for whatever else works on the program */
    public HostProgram(long[] instructions, Terms terms, int workBytes) {
        this.terms = terms;
        program = BASE;
        text = behind(program, Program.BYTES);
        scratch = behind(text, (long) instructions.length * Limits.INSTRUCTION_BYTES);
        work = behind(scratch, StructureCheck.SCRATCH_BYTES);
        run = behind(work, Math.max(workBytes, Interpreter.SCRATCH_BYTES));
        stack = behind(run, Run.BYTES);
        area = behind(stack, (long) Limits.FRAMES * Limits.STACK_BYTES);
        regionMemory = behind(area, terms.area().length);
        memory = new ByteMemory(BASE, new byte[(int) (behind(regionMemory, terms.memoryBytesMost()) - BASE)]);
        fill(instructions);
    }

    private static long behind(long address, long bytes) {
        return (address + bytes + GAP_BYTES + GAP_BYTES - 1) / GAP_BYTES * GAP_BYTES;
    }

    private void fill(long[] instructions) {
        for (int at = 0; at < instructions.length; at++) {
            memory.store64(text + (long) at * Limits.INSTRUCTION_BYTES, instructions[at]);
        }
        memory.store64(program + Program.TEXT, text);
        memory.store64(program + Program.INSTRUCTIONS, instructions.length);
        memory.store64(program + Program.MEMORY_BYTES_LEAST, terms.memoryBytesLeast());
        memory.store64(program + Program.MEMORY_BYTES_MOST, terms.memoryBytesMost());
        memory.store64(program + Program.AREA_BYTES, terms.area().length);
        memory.store64(program + Program.HELPERS, terms.helpers());
        memory.store64(program + Program.FLAGS, terms.flags());
    }

    public ByteMemory memory() {
        return memory;
    }

    /** Where the program's record is. */
    public long record() {
        return program;
    }

    /** Where a run's record is. */
    public long runRecord() {
        return run;
    }

    /** Scratch memory of the structure check, with its findings. */
    public long scratch() {
        return scratch;
    }

    /** Scratch memory of whatever works on the program beside it. */
    public long work() {
        return work;
    }

    /** A {@link Refusal}, or 0. */
    public int checkStructure() {
        StructureCheck check = new StructureCheck(memory);
        check.begin(program, scratch);
        while (!check.step(program, scratch, STEP_INSTRUCTIONS)) {
            // Until there is a verdict.
        }
        return refusal();
    }

    /** What the record says: a {@link Refusal}, or 0. */
    public int refusal() {
        return (int) memory.load64(program + Program.REFUSAL);
    }

    public int refusedAt() {
        return (int) memory.load64(program + Program.REFUSED_AT);
    }

    /**
     * Interprets the program, which passed its structure check, from an area as at first.
     *
     * @param input what region memory holds: not more than the terms' most
     */
    public Result interpret(byte[] input, long budget, Helpers helpers) {
        prepareRun(input, budget);
        new Interpreter(memory, helpers).run(program, run, work);
        return result(input.length);
    }

    /** Fills a run's record and its regions. */
    public void prepareRun(byte[] input, long budget) {
        memory.write(run, new byte[Run.BYTES]);
        memory.write(regionMemory, input);
        memory.write(area, terms.area());
        memory.store64(run + Run.MEMORY, regionMemory);
        memory.store64(run + Run.MEMORY_BYTES, input.length);
        memory.store64(run + Run.AREA, area);
        memory.store64(run + Run.AREA_BYTES, terms.area().length);
        memory.store64(run + Run.STACK, stack);
        memory.store64(run + Run.BUDGET, budget);
    }

    /** What a run with that much memory has left in its record and regions. */
    public Result result(int memoryBytes) {
        return new Result(memory.load64(run + Run.RESULT), (int) memory.load64(run + Run.OUTCOME),
                (int) memory.load64(run + Run.ENDED_AT), memory.load64(run + Run.BUDGET), memory.read(regionMemory, memoryBytes),
                memory.read(area, terms.area().length));
    }
}
