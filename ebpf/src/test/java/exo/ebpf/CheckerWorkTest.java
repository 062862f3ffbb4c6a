package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.ebpf.host.ByteMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The checker's work is bounded, whatever the program: each step by a number of loads and stores, the whole by the quota, and scratch memory by
 * what it was given, outside of which it writes nothing.
 */
final class CheckerWorkTest {
    private static final long PROGRAM = 0x1000;
    private static final long TEXT = 0x2000;
    private static final long MARKS = TEXT + (long) Limits.INSTRUCTIONS * Limits.INSTRUCTION_BYTES;
    private static final long PROOFS = MARKS + StructureCheck.SCRATCH_BYTES;
    private static final long SCRATCH = PROOFS + Limits.INSTRUCTIONS;
    /** Loads and stores of a step. The longest steps that were measured in the kernel took 15 machine instructions for each. */
    private static final long ACCESSES_IN_STEP = 1_500;
    /** Steps of any program of the greatest length. */
    private static final long STEPS_MOST = 90_000;
    private static final long KIBIBYTES_MOST = 512;
    private static final int TARGETS_APART = 40;
    private static final byte CANARY = 0x5a;

    /** Counts accesses. */
    private static final class CountingMemory implements Memory {
        private final ByteMemory memory;
        private long accesses;

        CountingMemory(ByteMemory memory) {
            this.memory = memory;
        }

        @Override
        public int load8(long address) {
            accesses++;
            return memory.load8(address);
        }

        @Override
        public int load16(long address) {
            accesses++;
            return memory.load16(address);
        }

        @Override
        public long load32(long address) {
            accesses++;
            return memory.load32(address);
        }

        @Override
        public long load64(long address) {
            accesses++;
            return memory.load64(address);
        }

        @Override
        public void store8(long address, int value) {
            accesses++;
            memory.store8(address, value);
        }

        @Override
        public void store16(long address, int value) {
            accesses++;
            memory.store16(address, value);
        }

        @Override
        public void store32(long address, long value) {
            accesses++;
            memory.store32(address, value);
        }

        @Override
        public void store64(long address, long value) {
            accesses++;
            memory.store64(address, value);
        }
    }

    private record Work(int refusal, long steps, long accessesMost) {
    }

    private static Work check(long[] program, long scratchBytes) {
        byte[] bytes = new byte[(int) (SCRATCH + scratchBytes + 64)];
        java.util.Arrays.fill(bytes, bytes.length - 64, bytes.length, CANARY);
        CountingMemory memory = new CountingMemory(new ByteMemory(0, bytes));
        for (int at = 0; at < program.length; at++) {
            memory.store64(TEXT + 8L * at, program[at]);
        }
        memory.store64(PROGRAM + Program.TEXT, TEXT);
        memory.store64(PROGRAM + Program.INSTRUCTIONS, program.length);
        memory.store64(PROGRAM + Program.MEMORY_BYTES_MOST, 1514);
        memory.store64(PROGRAM + Program.PROOFS, PROOFS);
        StructureCheck structure = new StructureCheck(memory);
        structure.begin(PROGRAM, MARKS);
        while (!structure.step(PROGRAM, MARKS, 1_000)) {
            // Until there is a verdict.
        }
        assertEquals(Refusal.NONE, memory.load64(PROGRAM + Program.REFUSAL));
        Checker checker = new Checker(memory);
        checker.begin(PROGRAM, MARKS, SCRATCH, scratchBytes);
        long steps = 0;
        long most = 0;
        int verdict = Checker.NOT_YET;
        while (verdict == Checker.NOT_YET) {
            memory.accesses = 0;
            verdict = checker.step(PROGRAM, SCRATCH);
            most = Math.max(most, memory.accesses);
            steps++;
        }
        for (int at = bytes.length - 64; at < bytes.length; at++) {
            assertEquals(CANARY, bytes[at]);
        }
        return new Work((int) memory.load64(PROGRAM + Program.REFUSAL), steps, most);
    }

    private static Work checkWithin(String what, long[] program) {
        return checkWithin(what, program, Checker.scratchBytes(program.length));
    }

    private static Work checkWithin(String what, long[] program, long scratchBytes) {
        Work work = check(program, scratchBytes);
        System.out.println("CheckerWorkTest: " + what + ", " + program.length + " instructions: refusal " + work.refusal + ", " + work.steps
                + " steps of at most " + work.accessesMost + " loads and stores");
        assertTrue(work.steps <= STEPS_MOST, what + " takes " + work.steps + " steps");
        assertTrue(work.accessesMost <= ACCESSES_IN_STEP, what + " takes " + work.accessesMost + " loads and stores in a step");
        return work;
    }

    private static void spillAll(List<Long> words) {
        for (int slot = 1; slot <= CheckerScratch.SLOTS_MOST; slot++) {
            words.add(Instruction.of(Opcode.STX | Opcode.MEM | Opcode.DOUBLE, 10, 1 + slot % 2, -8 * slot, 0));
        }
        for (int register = 3; register < 10; register++) {
            words.add(Instruction.of(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, register, 10, -8 * (register - 2), 0));
        }
    }

    private static long[] closed(List<Long> words) {
        words.add(Instruction.of(Opcode.ALU64 | Opcode.MOV, 0, 0, 0, 0));
        words.add(Instruction.of(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0));
        return words.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void manyWaysThatMeetAreNoManyWays() {
        List<Long> words = new ArrayList<>();
        while (words.size() < Limits.INSTRUCTIONS - 10) {
            words.add(Instruction.of(Opcode.JMP | Opcode.JEQ, 2, 0, 1, words.size()));
            words.add(Instruction.of(Opcode.ALU64 | Opcode.MOV, 3, 0, 0, words.size()));
            for (int filler = 0; filler < 5; filler++) {
                words.add(Instruction.of(Opcode.ALU64 | Opcode.ADD, 1, 0, 0, 0));
            }
        }
        assertEquals(Refusal.NONE, checkWithin("a branch every seven instructions", closed(words)).refusal);
    }

    @Test
    void conditionsAloneAreTooComplexOrNot() {
        List<Long> words = new ArrayList<>();
        spillAll(words);
        while (words.size() < Limits.INSTRUCTIONS - 4) {
            words.add(Instruction.of(Opcode.JMP | Opcode.JGT | Opcode.SOURCE_REGISTER, 3 + words.size() % 7, 1 + words.size() % 2, 1, 0));
        }
        assertEquals(Refusal.TOO_COMPLEX, checkWithin("nothing but conditions", closed(words)).refusal);
    }

    @Test
    void nestedLoopsComeToRest() {
        List<Long> words = new ArrayList<>();
        int depth = 8;
        for (int loop = 0; loop < depth; loop++) {
            words.add(Instruction.of(Opcode.ALU64 | Opcode.MOV, 3 + loop % 7, 0, 0, 0));
        }
        for (int loop = 0; loop < depth; loop++) {
            words.add(Instruction.of(Opcode.ALU64 | Opcode.ADD, 3 + loop % 7, 0, 0, 1));
            words.add(Instruction.of(Opcode.JMP | Opcode.JLT, 3 + loop % 7, 0, -2 * loop - 2, 1_000 * (loop + 1)));
        }
        assertEquals(Refusal.NONE, checkWithin("nested loops", closed(words)).refusal);
    }

    /** Upwards and downwards, past as many numbers as are remembered. */
    @Test
    void aLoopInWhichEveryValueChangesTakesBoundedSteps() {
        List<Long> words = new ArrayList<>();
        words.add(Instruction.of(Opcode.ALU64 | Opcode.MOV, 3, 0, 0, 0));
        for (int slot = 1; slot <= CheckerScratch.SLOTS_MOST; slot++) {
            words.add(Instruction.of(Opcode.STX | Opcode.MEM | Opcode.DOUBLE, 10, 3, -8 * slot, 0));
        }
        int head = words.size();
        for (int slot = 1; slot <= CheckerScratch.SLOTS_MOST; slot++) {
            words.add(Instruction.of(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, 3, 10, -8 * slot, 0));
            words.add(Instruction.of(Opcode.JMP | Opcode.JSLE | Opcode.SOURCE_REGISTER, 2, 3, 2, 0));
            words.add(Instruction.of(Opcode.ALU64 | Opcode.ADD, 3, 0, 0, slot));
            words.add(Instruction.of(Opcode.JMP | Opcode.JA, 0, 0, 1, 0));
            words.add(Instruction.of(Opcode.ALU64 | Opcode.ADD, 3, 0, 0, -slot));
            words.add(Instruction.of(Opcode.STX | Opcode.MEM | Opcode.DOUBLE, 10, 3, -8 * slot, 0));
        }
        for (int threshold = 0; threshold < CheckerScratch.THRESHOLDS_MOST; threshold++) {
            words.add(Instruction.of(Opcode.JMP | Opcode.JEQ, 2, 0, head - words.size() - 1, 1 << threshold % 31));
        }
        assertEquals(Refusal.NONE, checkWithin("a loop in which every value changes", closed(words), KIBIBYTES_MOST * 1024).refusal);
    }

    @Test
    void jumpsEverywhereTakeBoundedTime() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("CheckerWorkTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 6; trial++) {
            List<Long> words = new ArrayList<>();
            spillAll(words);
            int first = words.size();
            int length = trial < 3 ? 600 : Limits.INSTRUCTIONS;
            while (words.size() < length - 2) {
                int kind = random.nextInt(6);
                int register = 3 + random.nextInt(7);
                if (kind < 2) {
                    int target = trial % 2 == 0 ? random.nextInt(first, length - 2) : first + TARGETS_APART * random.nextInt((length - 2 - first) / TARGETS_APART);
                    words.add(Instruction.of(Opcode.JMP | Opcode.JLT, register, 0, target - words.size() - 1, random.nextInt(5_000)));
                } else if (kind == 2) {
                    words.add(Instruction.of(Opcode.STX | Opcode.MEM | Opcode.DOUBLE, 10, register, -8 * (1 + random.nextInt(12)), 0));
                } else {
                    words.add(Instruction.of(Opcode.ALU64 | (kind == 3 ? Opcode.MOV : Opcode.ADD) | Opcode.SOURCE_REGISTER, register,
                            3 + random.nextInt(7), 0, 0));
                }
            }
            checkWithin("jumps everywhere", closed(words));
        }
    }

    @Test
    void theGreatestProgramNeedsHalfAMebibyteAtMost() {
        assertTrue(Checker.scratchBytes(Limits.INSTRUCTIONS) <= KIBIBYTES_MOST * 1024, "" + Checker.scratchBytes(Limits.INSTRUCTIONS));
        assertTrue(Checker.scratchBytes(20) <= 24 * 1024, "" + Checker.scratchBytes(20));
    }

    @Test
    void withTooLittleScratchMemoryAProgramIsTooComplex() {
        long[] program = Source.program("r0 = 0; if r2 < 20 goto +2; if r2 < 30 goto +1; r0 = *(u8 *)(r1 + 29); exit");
        long enough = Checker.scratchBytes(program.length);
        assertEquals(Refusal.NONE, check(program, enough).refusal);
        int refused = 0;
        for (long bytes = Checker.scratchBytes(1); bytes > 8_192; bytes -= 512) {
            int refusal = check(program, bytes).refusal;
            assertTrue(refusal == Refusal.NONE || refusal == Refusal.TOO_COMPLEX);
            refused += refusal == Refusal.NONE ? 0 : 1;
        }
        assertTrue(refused > 0);
    }
}
