package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.ebpf.host.ByteMemory;
import exo.ebpf.host.HostProgram;
import exo.ebpf.trial.Choice;
import exo.ebpf.trial.RandomProgram;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What can be told of machine code without running it, on random programs. That it computes what it should a guest shows. */
final class CompilerTest {
    private static final long SEED = 20261124;
    private static final int PROGRAMS = 3000;
    private static final int MEMORY_BYTES = 100;
    private static final byte[] AREA = new byte[80];
    private static final int TEXT = 0x1000;
    private static final int ROOM = (int) Compiler.codeBytesMost(Limits.INSTRUCTIONS);
    /** Behind the room for code, where the compiler has nothing to do. */
    private static final byte UNTOUCHED = 0x5a;
    private static final int FENCE_BYTES = 64;

    /** A program that was compiled, if it was not refused. */
    private static final class Compiled {
        private final HostProgram host;
        private final long code;
        private final long fence;

        Compiled(long[] instructions, long flags, int room, long blinding) {
            int proofs = (int) Checker.scratchBytes(Limits.INSTRUCTIONS);
            int codeAt = proofs + Limits.INSTRUCTIONS;
            host = new HostProgram(instructions, new HostProgram.Terms(MEMORY_BYTES, MEMORY_BYTES, AREA, RandomProgram.HELPERS, flags),
                    codeAt + ROOM + FENCE_BYTES);
            code = host.work() + codeAt;
            fence = code + room;
            for (int at = 0; at < FENCE_BYTES; at++) {
                host.memory().store8(fence + at, UNTOUCHED);
            }
            if (host.checkStructure() != Refusal.NONE) {
                return;
            }
            set(Program.CODE, code);
            set(Program.CODE_ROOM, room);
            set(Program.BLINDING, blinding);
            if (!isAccepted(host.work() + proofs)) {
                return;
            }
            compile();
        }

        private boolean isAccepted(long proofs) {
            set(Program.PROOFS, proofs);
            Checker checker = new Checker(host.memory());
            checker.begin(host.record(), host.scratch(), host.work(), Checker.scratchBytes(Limits.INSTRUCTIONS));
            while (checker.step(host.record(), host.work()) == Checker.NOT_YET) {
                // Until there is a verdict.
            }
            return host.refusal() == Refusal.NONE;
        }

        private void compile() {
            Compiler compiler = new Compiler(host.memory());
            compiler.begin(host.record(), host.scratch(), host.work());
            while (!compiler.step(host.record(), host.work(), Compiler.STEP_INSTRUCTIONS)) {
                // Until the code is there.
            }
        }

        private void set(int field, long value) {
            host.memory().store64(host.record() + field, value);
        }

        long field(int field) {
            return host.memory().load64(host.record() + field);
        }

        boolean isThere() {
            return host.refusal() == Refusal.NONE;
        }

        byte[] bytes() {
            return host.memory().read(code, (int) field(Program.CODE_BYTES));
        }

        boolean keptWithinRoom() {
            for (int at = 0; at < FENCE_BYTES; at++) {
                if (host.memory().load8(fence + at) != UNTOUCHED) {
                    return false;
                }
            }
            return true;
        }
    }

    private static long[] randomProgram(long seed) {
        Choice choice = new Choice();
        choice.seed(seed);
        ByteMemory text = new ByteMemory(TEXT, new byte[(Limits.INSTRUCTIONS + 1) * Limits.INSTRUCTION_BYTES]);
        long[] words = new long[new RandomProgram(text, choice).write(TEXT, MEMORY_BYTES, AREA.length)];
        for (int at = 0; at < words.length; at++) {
            words[at] = text.load64(TEXT + (long) at * Limits.INSTRUCTION_BYTES);
        }
        return words;
    }

    private static long flags(long seed) {
        return seed % 3 == 0 ? Trial.ALL_FLAGS & ~Program.GUARDED : Trial.ALL_FLAGS;
    }

    @Test
    void machineCodeIsOfKnownInstructionsThatLeadToOneAnother() {
        int compiled = 0;
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            Compiled program = new Compiled(randomProgram(seed), flags(seed), ROOM, seed * 0x9e3779b97f4a7c15L);
            if (program.isThere()) {
                compiled++;
                Disassembly disassembly = new Disassembly(program.bytes());
                BitSet wrong = (BitSet) disassembly.targets().clone();
                wrong.andNot(disassembly.starts());
                assertTrue(wrong.isEmpty(), "seed " + seed + ": jumps to " + wrong);
                assertTrue(disassembly.starts().get((int) program.field(Program.ENTRY)), "seed " + seed);
            }
        }
        assertTrue(compiled > PROGRAMS / 4, compiled + " of " + PROGRAMS + " programs were compiled");
    }

    @Test
    void codeTakesNoMoreThanIsPublished() {
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            long[] words = randomProgram(seed);
            Compiled program = new Compiled(words, flags(seed), ROOM, seed);
            if (program.isThere()) {
                long most = Compiler.codeBytesMost(words.length, program.field(Program.FUNCTIONS));
                assertTrue(program.bytes().length <= most, "seed " + seed + ": " + program.bytes().length + " of " + most);
                Compiled again = new Compiled(words, flags(seed), (int) most, seed);
                assertTrue(again.isThere(), "seed " + seed + ": refused with the room that is enough");
            }
        }
    }

    @Test
    void aProgramForWhichThereIsNoRoomIsRefusedAndNothingBehindTheRoomIsTouched() {
        int refused = 0;
        SplittableRandom random = new SplittableRandom(SEED);
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            Compiled program = new Compiled(randomProgram(seed), flags(seed), random.nextInt(1500), seed);
            assertTrue(program.keptWithinRoom(), "seed " + seed);
            refused += program.host.refusal() == Refusal.NO_ROOM_FOR_CODE ? 1 : 0;
        }
        assertTrue(refused > PROGRAMS / 10, refused + " of " + PROGRAMS + " programs had no room");
    }

    @Test
    void noImmediateOfMoreThan16BitsIsInTheCodeAsItIs() {
        SplittableRandom random = new SplittableRandom(SEED);
        int immediates = 0;
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            long[] words = randomProgram(seed);
            int marker = random.nextInt() | 0x4000_0000;
            for (int at = 0; at < words.length; at++) {
                words[at] = marked(words, at, marker);
            }
            Compiled program = new Compiled(words, flags(seed), ROOM, random.nextLong());
            if (program.isThere()) {
                assertFalse(contains(program.bytes(), marker), "seed " + seed + ": " + Integer.toHexString(marker));
                immediates++;
            }
        }
        assertTrue(immediates > PROGRAMS / 4);
    }

    /** The instruction with the marker as its immediate, if it is a number of more than 16 bits. */
    private static long marked(long[] words, int at, int marker) {
        int immediate = Instruction.immediate(words[at]);
        int kind = Instruction.opcode(words[at]) & Opcode.CLASS_MASK;
        boolean jump = kind == Opcode.JMP || kind == Opcode.JMP32;
        boolean leads = jump && ((Instruction.opcode(words[at]) & Opcode.CODE_MASK) == Opcode.JA
                || (Instruction.opcode(words[at]) & Opcode.CODE_MASK) == Opcode.CALL);
        return leads || immediate == (short) immediate ? words[at] : words[at] & 0xffffffffL | (long) marker << Integer.SIZE;
    }

    private static boolean contains(byte[] code, int marker) {
        for (int at = 0; at + Integer.BYTES <= code.length; at++) {
            int found = code[at] & 0xff | (code[at + 1] & 0xff) << 8 | (code[at + 2] & 0xff) << 16 | (code[at + 3] & 0xff) << 24;
            if (found == marker) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anotherBlindingMakesOtherCode() {
        long[] words = Source.program("r0 = 0x12345678; exit");
        byte[] one = new Compiled(words, Trial.ALL_FLAGS, ROOM, 0x11223344).bytes();
        byte[] other = new Compiled(words, Trial.ALL_FLAGS, ROOM, 0x55667788).bytes();
        assertEquals(one.length, other.length);
        assertFalse(java.util.Arrays.equals(one, other));
    }

    /** A header's bytes looked at: no more than a few instructions beside those of the program itself. */
    @Test
    void aProgramOfLoadsAndComparisonsIsCompiledOneToOne() {
        long[] words = Source.program("r0 = 0; r3 = *(u16 *)(r1 + 12); if r3 != 8 goto +3; r3 = *(u8 *)(r1 + 23);"
                + "if r3 != 17 goto +1; r0 = 1; exit");
        Compiled program = new Compiled(words, Trial.ALL_FLAGS & ~Program.GUARDED, ROOM, SEED);
        int instructions = new Disassembly(program.bytes()).starts().get((int) program.field(Program.ENTRY), program.bytes().length)
                .cardinality();
        assertTrue(instructions <= words.length + 11, instructions + " machine instructions");
    }
}
