package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.ebpf.host.Disassembler;
import exo.ebpf.host.HostProgram;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Programs that nobody wrote: nothing is thrown, their text says all of them, no access leaves memory, and no run takes more than its
 * budget and once the program's length. The seed is printed; property exo.seed repeats it, and exo.programs sets how many of each kind
 * there are.
 */
final class RandomProgramsTest {
    private static final int BYTES_ALONE = Integer.getInteger("exo.programs", 100_000);
    private static final int INSTRUCTIONS = Integer.getInteger("exo.programs", 100_000);
    private static final int LENGTH_MOST = 24;
    private static final long BUDGET = 300;
    /** Of programs that pass: each of so many is read back from its text. */
    private static final int READ_BACK_EVERY = 20;
    private static final int[] OPCODES = opcodes();

    private static int[] opcodes() {
        return IntStream.range(0, 256).filter(opcode -> Shape.refusal(opcode) != Refusal.UNKNOWN_OPCODE).toArray();
    }

    private static SplittableRandom random(String what) {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("RandomProgramsTest, " + what + ": seed " + seed);
        return new SplittableRandom(seed);
    }

    @Test
    void anyBytesAreCheckedAndReadWithoutAnException() {
        SplittableRandom random = random("bytes");
        for (int trial = 0; trial < BYTES_ALONE; trial++) {
            long[] program = random.longs(1 + random.nextInt(LENGTH_MOST)).toArray();
            tryOut(program, random);
        }
    }

    @Test
    void instructionsAtRandomAreCheckedAndRunWithinTheirBudget() {
        SplittableRandom random = random("instructions");
        int ran = 0;
        for (int trial = 0; trial < INSTRUCTIONS; trial++) {
            long[] program = new long[2 + random.nextInt(LENGTH_MOST)];
            for (int at = 0; at < program.length; at++) {
                program[at] = instruction(random, program.length);
            }
            program[program.length - 1] = 0x95;
            ran += tryOut(program, random) ? 1 : 0;
        }
        System.out.println("RandomProgramsTest: " + ran + " of " + INSTRUCTIONS + " programs ran");
        assertTrue(ran > INSTRUCTIONS / 20, ran + " ran");
    }

    /** An instruction most of which pass: fields that it cannot have are mostly cleared. */
    private static long instruction(SplittableRandom random, int length) {
        int opcode = OPCODES[random.nextInt(OPCODES.length)];
        int destination = random.nextInt(11);
        int source = random.nextInt(11);
        int offset = random.nextInt(length) - length / 2;
        int immediate = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(length) - length / 2;
        long[] candidates = {Source.word(opcode, destination, source, offset, immediate),
            Source.word(opcode, destination, source, offset, 0), Source.word(opcode, destination, 0, offset, immediate),
            Source.word(opcode, destination, source, 0, 0), Source.word(opcode, destination, 0, 0, immediate),
            Source.word(opcode, destination, source, offset, 0xe1), Source.word(opcode, destination, 0, 0, 32),
            Source.word(opcode, destination, 0, 0, 0), Source.word(opcode, 0, 0, offset, 0), Source.word(opcode, 0, 1, 0, immediate),
            Source.word(opcode, 0, 0, 0, 5), Source.word(opcode, 0, 0, 0, 0)};
        for (long candidate : candidates) {
            if (Shape.refusal(candidate) == Refusal.NONE) {
                return candidate;
            }
        }
        return 0x95;
    }

    /** Whether it passed its check and was run. */
    private static boolean tryOut(long[] instructions, SplittableRandom random) {
        byte[] input = new byte[random.nextInt(32)];
        HostProgram program = Trial.load(instructions, input.length, new byte[32]);
        int refusal = program.checkStructure();
        List<String> listing = Disassembler.listing(instructions);
        assertTrue(program.refusedAt() >= 0 && program.refusedAt() <= instructions.length);
        if (refusal != Refusal.NONE) {
            return false;
        }
        if (random.nextInt(READ_BACK_EVERY) == 0) {
            assertArrayEquals(instructions, Source.program(String.join(";", listing).replaceAll(" +\\d+: ", "")));
        }
        CountedMemory memory = new CountedMemory(program.memory(), program.memory().load64(program.record() + Program.TEXT),
                instructions.length);
        program.prepareRun(input, BUDGET);
        new Interpreter(memory, Trial::echo).run(program.record(), program.runRecord(), program.work());
        // A 64-bit immediate is read in two.
        assertTrue(memory.fetched() <= 2 * (BUDGET + instructions.length), () -> memory.fetched() + " fetched");
        HostProgram.Result result = program.result(input.length);
        assertTrue(result.budgetLeft() >= 0 && result.budgetLeft() <= BUDGET);
        assertEquals(result.outcome() == Run.DONE ? result.value() : 0, result.value());
        return true;
    }
}
