package exo.programs.ebpf;

import exo.ebpf.Checker;
import exo.ebpf.Compiler;
import exo.ebpf.Interpreter;
import exo.ebpf.Limits;
import exo.ebpf.MachineCode;
import exo.ebpf.Memory;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.ebpf.StructureCheck;
import exo.exos.Cycles;
import exo.exos.Exceptions;
import exo.exos.PinnedMemory;

/**
 * One program at a time: its text is put at {@link #text()}, then it is checked, compiled, interpreted and run as machine code. The two
 * runs have memory of their own, so that one can compare what each leaves.
 */
final class Engine {
    /** What region memory may have. */
    static final int MEMORY_BYTES_MOST = 1 << 20;
    static final int AREA_BYTES_MOST = 64 * 1024;
    private static final int STACKS_BYTES = Limits.FRAMES * Limits.STACK_BYTES;
    private static final int STEP_INSTRUCTIONS = 64;

    private final Memory memory = new UserMemory();
    private final StructureCheck structure = new StructureCheck(memory);
    private final Checker checker = new Checker(memory);
    private final Compiler compiler = new Compiler(memory);
    private final Interpreter interpreter = new Interpreter(memory, new BatchHelpers());
    private final CodePages code = new CodePages((int) Compiler.codeBytesMost(Limits.INSTRUCTIONS, Limits.FUNCTIONS));

    /** Where the code is made, before it goes to its pages. */
    private final long draft = PinnedMemory.pages(code.byteCount());
    private final long text = PinnedMemory.pages((Limits.INSTRUCTIONS + 1L) * Limits.INSTRUCTION_BYTES);
    private final long program = PinnedMemory.pages(Program.BYTES);
    private final long marks = PinnedMemory.pages(StructureCheck.SCRATCH_BYTES);
    private final long proofs = PinnedMemory.pages(Limits.INSTRUCTIONS);
    private final long scratchBytes = Checker.scratchBytes(Limits.INSTRUCTIONS);
    private final long scratch = PinnedMemory.pages(Math.max(scratchBytes, Math.max(Compiler.SCRATCH_BYTES, Interpreter.SCRATCH_BYTES)));
    private final Side interpreted = new Side(memory);
    private final Side compiled = new Side(memory);
    private long exception = Exceptions.NONE;
    private long stepMost;

    /** One run's record and regions. */
    static final class Side {
        final long run = PinnedMemory.pages(Run.BYTES);
        final long region = PinnedMemory.pages(MEMORY_BYTES_MOST);
        final long area = PinnedMemory.pages(AREA_BYTES_MOST);
        final long stack = PinnedMemory.pages(STACKS_BYTES);
        private final Memory memory;

        Side(Memory memory) {
            this.memory = memory;
        }

        private void begin(long memoryBytes, long areaBytes, long budget) {
            memory.store64(run + Run.MEMORY, region);
            memory.store64(run + Run.MEMORY_BYTES, memoryBytes);
            memory.store64(run + Run.AREA, area);
            memory.store64(run + Run.AREA_BYTES, areaBytes);
            memory.store64(run + Run.STACK, stack);
            memory.store64(run + Run.BUDGET, budget);
            memory.store64(run + Run.HELPER_ENTRY, MachineCalls.helperAddress());
            MachineCode.prepare(memory, run);
        }

        long field(int field) {
            return memory.load64(run + field);
        }
    }

    Engine() {
        Exceptions.catchGuarded();
    }

    Memory memory() {
        return memory;
    }

    long text() {
        return text;
    }

    Side interpreted() {
        return interpreted;
    }

    Side compiled() {
        return compiled;
    }

    /** The vector of the exception that the machine code raised, or -1. */
    long exception() {
        return exception;
    }

    /** The most cycles that a step of the compiler has taken. */
    long compilerStepMost() {
        return stepMost;
    }

    /** Says what the program at {@link #text()} is; helpers is a set of bits. */
    void describe(int instructions, long memoryBytes, long areaBytes, long helpers, long flags) {
        memory.store64(program + Program.TEXT, text);
        memory.store64(program + Program.INSTRUCTIONS, instructions);
        memory.store64(program + Program.MEMORY_BYTES_LEAST, memoryBytes);
        memory.store64(program + Program.MEMORY_BYTES_MOST, memoryBytes);
        memory.store64(program + Program.AREA_BYTES, areaBytes);
        memory.store64(program + Program.HELPERS, helpers);
        memory.store64(program + Program.FLAGS, flags);
        memory.store64(program + Program.PROOFS, 0);
        memory.store64(program + Program.CODE, draft);
        memory.store64(program + Program.CODE_ROOM, code.byteCount());
    }

    /** How many arguments a helper takes. */
    void describeHelper(int number, int arguments) {
        int shift = number % 16 * 4;
        long word = program + Program.HELPER_ARGUMENTS + number / 16 * 8L;
        memory.store64(word, memory.load64(word) & ~(15L << shift) | (long) arguments << shift);
    }

    long field(int field) {
        return memory.load64(program + field);
    }

    // ---- what is done with it, in this order; each gives a refusal, or 0

    long checkStructure() {
        structure.begin(program, marks);
        while (!structure.step(program, marks, STEP_INSTRUCTIONS)) {
            continue;
        }
        return field(Program.REFUSAL);
    }

    long check() {
        memory.store64(program + Program.PROOFS, proofs);
        checker.begin(program, marks, scratch, scratchBytes);
        while (checker.step(program, scratch) == Checker.NOT_YET) {
            continue;
        }
        return field(Program.REFUSAL);
    }

    /** @param blinding  what the immediates are blinded with */
    long compile(long blinding) {
        memory.store64(program + Program.BLINDING, blinding);
        compiler.begin(program, marks, scratch);
        boolean made;
        do {
            long before = Cycles.now();
            made = compiler.step(program, scratch, Compiler.STEP_INSTRUCTIONS);
            stepMost = Math.max(stepMost, Cycles.now() - before);
        } while (!made);
        place(field(Program.CODE_BYTES));
        return field(Program.REFUSAL);
    }

    /** An emulator that has run a page's code makes each store there a slow one: so the code is written once, by words. */
    private void place(long bytes) {
        code.open();
        for (long at = 0; at < bytes; at += Long.BYTES) {
            memory.store64(code.start() + at, memory.load64(draft + at));
        }
        code.seal(bytes);
    }

    // ---- runs

    void interpret(long budget) {
        interpreted.begin(field(Program.MEMORY_BYTES_MOST), field(Program.AREA_BYTES), budget);
        interpreter.run(program, interpreted.run, scratch);
    }

    void execute(long budget) {
        compiled.begin(field(Program.MEMORY_BYTES_MOST), field(Program.AREA_BYTES), budget);
        exception = MachineCalls.run(code.start() + field(Program.ENTRY), compiled.run);
    }

    /** The cycles of a run that raises no exception. */
    long timeCompiled(long budget) {
        compiled.begin(field(Program.MEMORY_BYTES_MOST), field(Program.AREA_BYTES), budget);
        return MachineCalls.timedCall(code.start() + field(Program.ENTRY), compiled.run) - MachineCalls.timedNothing();
    }

    long timeInterpreted(long budget) {
        interpreted.begin(field(Program.MEMORY_BYTES_MOST), field(Program.AREA_BYTES), budget);
        long before = Cycles.now();
        interpreter.run(program, interpreted.run, scratch);
        return Cycles.now() - before;
    }

    /** Whether the two runs have come to the same. */
    boolean sidesAgree() {
        return exception == Exceptions.NONE && sameField(Run.RESULT) && sameField(Run.OUTCOME) && sameField(Run.BUDGET)
                && (interpreted.field(Run.OUTCOME) == Run.DONE || sameField(Run.ENDED_AT))
                && same(interpreted.region, compiled.region, field(Program.MEMORY_BYTES_MOST))
                && same(interpreted.area, compiled.area, field(Program.AREA_BYTES));
    }

    private boolean sameField(int field) {
        return interpreted.field(field) == compiled.field(field);
    }

    private boolean same(long a, long b, long byteCount) {
        // What is behind the last byte in its word has been made alike, too.
        for (long at = 0; at < byteCount; at += Long.BYTES) {
            if (memory.load64(a + at) != memory.load64(b + at)) {
                return false;
            }
        }
        return true;
    }
}
