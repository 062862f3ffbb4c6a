package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import exo.ebpf.host.HostProgram;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused for its shape, by which rule and where; and what the check finds out about what it takes. */
final class StructureCheckTest {
    private static final String EXIT = "exit;";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exit                                          | 0  | 0",
        "goto -1                                       | 0  | 0",
        "r10 = 1; exit                                 | 10 | 0",
        "w10 += 1; exit                                | 10 | 0",
        "r10 = -r10; exit                              | 10 | 0",
        "r10 = be16 r10; exit                          | 10 | 0",
        "r10 = 1 ll; exit                              | 10 | 0",
        "r10 = *(u8 *)(r1 + 0); exit                   | 10 | 0",
        "r10 = *(s8 *)(r1 + 0); exit                   | 10 | 0",
        "r10 = xchg_64(r1 + 0, r10); exit              | 10 | 0",
        "r10 = atomic_fetch_add((u64 *)(r1 + 0), r10); exit | 10 | 0",
        "lock *(u64 *)(r10 - 8) += r10; exit           | 0  | 0",
        "r0 = cmpxchg_64(r10 - 8, r0, r10); exit       | 0  | 0",
        "*(u64 *)(r10 - 8) = r10; exit                 | 0  | 0",
        "r11 = 1; exit                                 | 5  | 0",
        "r0 = r11; exit                                | 5  | 0",
        "r15 = 1 ll; exit                              | 5  | 0",
        "*(u64 *)(r11 - 8) = 0; exit                   | 5  | 0",
        "*(u64 *)(r1 - 8) = r12; exit                  | 5  | 0",
        "r0 = *(u64 *)(r13 - 8); exit                  | 5  | 0",
        "lock *(u64 *)(r14 - 8) += r1; exit            | 5  | 0",
        "lock *(u64 *)(r1 - 8) += r15; exit            | 5  | 0",
        "if r11 == 0 goto +0; exit                     | 5  | 0",
        "if r1 == r11 goto +0; exit                    | 5  | 0",
        "callx r11; exit                               | 5  | 0",
        "callx r10; exit                               | 0  | 0",
        "goto +1; exit                                 | 7  | 0",
        "exit; goto -3                                 | 7  | 1",
        "gotol +2147483647; exit                       | 7  | 0",
        "gotol -2147483648; exit                       | 7  | 0",
        "if r0 == 0 goto +32767; exit                  | 7  | 0",
        "if r0 == 0 goto +1; r1 = 1 ll; exit           | 7  | 0",
        "gotol +1; r1 = 1 ll; exit                     | 7  | 0",
        "call pc+1; exit                               | 7  | 0",
        "call pc+2147483647; exit                      | 7  | 0",
        "call pc-2; exit                               | 7  | 0",
        "call pc+1; r1 = 1 ll; exit; exit              | 7  | 0",
        "r1 = 1 ll; call pc-2; exit                    | 7  | 2",
        "call pc+1; exit; goto -2                      | 7  | 2",
        "call pc+2; goto +1; exit; exit                | 7  | 1",
        "call pc+1; exit; if r0 == 0 goto -2; exit     | 7  | 2",
        "r0 = 1                                        | 8  | 0",
        "r0 = 1 ll                                     | 8  | 0",
        "if r0 == 0 goto -1                            | 8  | 0",
        "exit; call 5                                  | 8  | 1",
        "exit; callx r1                                | 8  | 1",
        "call pc+1; r0 = 1; exit                       | 8  | 1",
        "exit; call pc-2                               | 8  | 1",
        "call 4; exit                                  | 11 | 0",
        "call 0; exit                                  | 11 | 0",
        "call 69; exit                                 | 11 | 0",
        "call 64; exit                                 | 11 | 0",
        "call -1; exit                                 | 11 | 0",
        "call -2147483643; exit                        | 11 | 0",
        "call 5; exit                                  | 0  | 0",
        "r0 = area + 0; exit                           | 0  | 0",
        "r0 = area + 16; exit                          | 0  | 0",
        "r0 = area + 17; exit                          | 12 | 0",
        "r0 = area + 2147483648; exit                  | 12 | 0"})
    void aProgramIsRefusedByTheRuleThatItBreaks(String source, int refusal, int at) {
        HostProgram program = Trial.load(Source.program(source), 0, new byte[16]);
        assertEquals(refusal, program.checkStructure());
        assertEquals(at, program.refusedAt());
    }

    /** Instructions that the notation has no words for: opcode, destination, source, offset, immediate. */
    @ParameterizedTest
    @CsvSource({
        "0x20, 0, 0, 0, 0, 12", "0x28, 0, 0, 0, 0, 12", "0x30, 0, 0, 0, 0, 12", "0x40, 0, 1, 0, 0, 12", "0x50, 0, 1, 0, 0, 12",
        "0x00, 0, 0, 0, 0, 3", "0x38, 0, 0, 0, 0, 3", "0x10, 0, 0, 0, 0, 3", "0x85, 0, 2, 0, 1, 12", "0x85, 0, 3, 0, 1, 4",
        "0xdb, 1, 0, 0, 2, 4", "0xdb, 1, 0, 0, 0x100, 4", "0xdb, 1, 0, 0, 0xe0, 4", "0xdb, 1, 0, 0, 0xf0, 4", "0xcb, 1, 0, 0, 0, 3",
        "0xd3, 1, 0, 0, 0, 3", "0xd2, 1, 0, 0, 0, 3", "0xda, 1, 0, 0, 0, 3", "0x99, 0, 1, 0, 0, 3", "0x8c, 0, 0, 0, 0, 3",
        "0xdf, 0, 0, 0, 16, 3", "0xd7, 0, 0, 0, 8, 4", "0xd4, 0, 0, 0, 0, 4", "0x06, 0, 0, 1, 0, 4", "0x86, 0, 0, 0, 0, 3",
        "0x96, 0, 0, 0, 0, 3", "0x9d, 0, 0, 0, 0, 3", "0x0d, 0, 0, 0, 0, 3", "0x0e, 0, 0, 0, 0, 3", "0xe5, 0, 0, 0, 0, 3",
        "0xf6, 0, 0, 0, 0, 3", "0xe4, 0, 0, 0, 0, 3", "0xf7, 0, 0, 0, 0, 3", "0x8d, 1, 1, 0, 0, 4", "0x8d, 1, 0, 0, 1, 4",
        "0x8d, 1, 0, 1, 0, 4", "0xbf, 1, 2, 9, 0, 4", "0xbc, 1, 2, 32, 0, 4", "0xb7, 1, 0, 8, 0, 4", "0x3f, 1, 2, 2, 0, 4",
        "0x37, 1, 0, -1, 5, 4"})
    void anInstructionThatIsNoneIsRefused(String opcode, int destination, int source, int offset, String immediate, int refusal) {
        assertEquals(refusal, Trial.refusal(Source.word((int) Source.value(opcode), destination, source, offset,
                (int) Source.value(immediate)), 0x95));
    }

    @ParameterizedTest
    @CsvSource({"1, 0x95, 12", "2, 0, 12", "3, 0, 12", "4, 0, 12", "5, 0, 12", "7, 0, 4", "15, 0, 4", "0, 1, 6", "0, 0x0100, 6",
        "0, 0x1000, 6", "0, 0x10000, 6", "6, 0, 0"})
    void a64BitImmediateIsOfAKindThatIsKnownAndHasItsSecondSlot(int kind, String second, int refusal) {
        // The kind 1 with an ill second slot: what is found first counts.
        int expected = kind == 1 ? 6 : refusal;
        assertEquals(expected, Trial.refusal(Source.word(0x18, 1, kind, 0, 0), Source.value(second), 0x95));
    }

    @Test
    void a64BitImmediateIsNotCutOffByTheEnd() {
        assertEquals(Refusal.TRUNCATED_IMMEDIATE, Trial.refusal(Source.word(0x18, 1, 0, 0, 0)));
        assertEquals(Refusal.RESERVED_FIELD, Trial.refusal(Source.word(0x18, 1, 0, 1, 0), 0, 0x95));
    }

    @Test
    void onlyMap0IsThereAndOnlyWithAnArea() {
        assertEquals(Refusal.NOT_PERMITTED, Trial.refusal(Source.word(0x18, 1, 6, 0, 1), 0, 0x95));
        HostProgram program = Trial.load(Source.program("r1 = area + 0; exit"), 0, Trial.NOTHING);
        assertEquals(Refusal.NOT_PERMITTED, program.checkStructure());
    }

    @Test
    void callsByRegisterNeedPermission() {
        HostProgram program = new HostProgram(Source.program("callx r1; exit"),
                new HostProgram.Terms(0, 0, Trial.NOTHING, -1, Trial.ALL_FLAGS & ~Program.REGISTER_CALLS));
        assertEquals(Refusal.NOT_PERMITTED, program.checkStructure());
    }

    @Test
    void aProgramHasAtLeastOneInstructionAndAtMostTheLimit() {
        assertEquals(Refusal.EMPTY, Trial.refusal(new long[0]));
        long[] most = new long[Limits.INSTRUCTIONS];
        Arrays.fill(most, 0x95);
        assertEquals(Refusal.NONE, Trial.refusal(most));
        long[] more = new long[Limits.INSTRUCTIONS + 1];
        Arrays.fill(more, 0x95);
        assertEquals(Refusal.TOO_LONG, Trial.refusal(more));
    }

    @Test
    void aLengthThatIsNoneIsRefused() {
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, (1L << 32) + 1}) {
            HostProgram program = Trial.load(Source.program(EXIT), 0, Trial.NOTHING);
            program.memory().store64(program.record() + Program.INSTRUCTIONS, length);
            assertEquals(length < 0 ? Refusal.EMPTY : Refusal.TOO_LONG, program.checkStructure());
        }
    }

    @Test
    void aProgramHasAtMostTheLimitOfFunctions() {
        assertEquals(Refusal.NONE, Trial.refusal(functions(Limits.FUNCTIONS)));
        HostProgram tooMany = Trial.load(Source.program(functions(Limits.FUNCTIONS + 1)), 0, Trial.NOTHING);
        assertEquals(Refusal.TOO_MANY_FUNCTIONS, tooMany.checkStructure());
        assertEquals(2 * Limits.FUNCTIONS, tooMany.refusedAt());
    }

    /** Each but the last calls the next. */
    private static String functions(int count) {
        return "call pc+1; exit;".repeat(count - 1) + EXIT;
    }

    @Test
    void theMarksSayWhatEachInstructionIs() {
        String source = "r1 = 1 ll; call pc+4; if r0 == 0 goto +1; goto -3; r0 = 1; exit; r0 = 2; goto +0; if r0 == 3 goto -1; exit";
        HostProgram program = Trial.load(Source.program(source), 0, Trial.NOTHING);
        assertEquals(Refusal.NONE, program.checkStructure());
        int[] expected = new int[11];
        expected[0] = Marks.FUNCTION;
        expected[1] = Marks.SECOND_SLOT;
        expected[2] = Marks.JUMP_TARGET | Marks.LOOP_HEAD;
        expected[5] = Marks.JUMP_TARGET;
        expected[7] = Marks.FUNCTION;
        expected[9] = Marks.JUMP_TARGET | Marks.LOOP_HEAD;
        for (int at = 0; at < expected.length; at++) {
            assertEquals(expected[at], Marks.at(program.memory(), program.scratch(), at), "instruction " + at);
        }
        assertEquals(2, program.memory().load64(program.record() + Program.FUNCTIONS));
        assertEquals(0, Marks.function(program.memory(), program.scratch(), 0));
        assertEquals(7, Marks.function(program.memory(), program.scratch(), 1));
        assertEquals(expected.length, Marks.function(program.memory(), program.scratch(), 2));
    }

    @Test
    void itComesToTheSameInStepsOfAnyLength() {
        long[] instructions = Source.program("r1 = 1 ll; call pc+2; goto +0; exit; exit");
        for (int length = 1; length < 20; length++) {
            HostProgram program = Trial.load(instructions, 0, Trial.NOTHING);
            StructureCheck check = new StructureCheck(program.memory());
            check.begin(program.record(), program.scratch());
            int steps = 1;
            while (!check.step(program.record(), program.scratch(), length)) {
                steps++;
            }
            assertEquals(Refusal.NONE, program.refusal());
            // Three times each slot, and each of the three ends.
            assertEquals((3 * (instructions.length + 1) + length - 1) / length, steps);
        }
    }

    @Test
    void whatLayInScratchMemoryBeforeDoesNotMatter() {
        HostProgram program = Trial.load(Source.program("call pc+1; exit; exit"), 0, Trial.NOTHING);
        byte[] rubbish = new byte[StructureCheck.SCRATCH_BYTES];
        Arrays.fill(rubbish, (byte) -1);
        program.memory().write(program.scratch(), rubbish);
        assertEquals(Refusal.NONE, program.checkStructure());
        assertEquals(2, program.memory().load64(program.record() + Program.FUNCTIONS));
        assertFalse((Marks.at(program.memory(), program.scratch(), 1) & Marks.JUMP_TARGET) != 0);
    }
}
