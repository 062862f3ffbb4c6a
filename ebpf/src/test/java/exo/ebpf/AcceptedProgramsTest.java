package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.Disassembler;
import exo.ebpf.host.HostProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Programs at random, many of which are nearly right: whatever the checker accepts never reaches outside, never reads what was not written,
 * and all that the checker says of registers, stack and length holds. The seed is printed; property exo.seed repeats it, exo.handlers sets how many
 * programs there are, and exo.handlers.seconds for how long at most.
 */
final class AcceptedProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("exo.handlers", 100_000);
    private static final long NANOSECONDS_MOST = Long.getLong("exo.handlers.seconds", 20) * 1_000_000_000L;
    private static final int RUNS = 6;
    /** Of the runs, how many the interpreter does too. */
    private static final int COMPARED = 1;
    private static final int STEPS_MOST = 600;
    private static final int AREA_BYTES = 64;
    private static final long[] EDGES = {Long.MIN_VALUE, Long.MAX_VALUE, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, 1L << 32, 1L << 33, 1L << 63 | 1L << 31};
    private static final long[][] LENGTHS = {{0, 64}, {0, 64}, {16, 40}, {1, 1500}, {32, 32}, {0, 0}};

    @Test
    void whateverIsAcceptedDoesWhatIsKnownOfIt() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("AcceptedProgramsTest: seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        long until = System.nanoTime() + NANOSECONDS_MOST;
        int[] refusals = new int[64];
        int programs = 0;
        while (programs < PROGRAMS && System.nanoTime() < until) {
            refusals[tryOut(seeds.nextLong())]++;
            programs++;
        }
        System.out.println("AcceptedProgramsTest: " + programs + " programs, " + refusals[0] + " accepted, "
                + refusals[Refusal.UNPROVED_ACCESS] + " with an unproved access, " + refusals[Refusal.TOO_COMPLEX] + " too complex");
        assertTrue(refusals[0] > programs / 5, "hardly any was accepted");
        assertTrue(refusals[Refusal.UNPROVED_ACCESS] > programs / 50, "hardly any was wrong");
    }

    private static int tryOut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] program = new HandlerWriter(random, AREA_BYTES).write();
        long[] lengths = LENGTHS[random.nextInt(LENGTHS.length)];
        long flags = random.nextInt(8) == 0 ? Program.GUARDED : 0;
        flags |= random.nextInt(12) == 0 ? 0 : Program.MEMORY_WRITABLE | Program.AREA_WRITABLE;
        HostProgram.Terms terms = new HostProgram.Terms(lengths[0], lengths[1], new byte[AREA_BYTES],
                1L << Trial.ECHO | 1L << ShadowRun.WRITER, flags);
        CheckedProgram checked = new CheckedProgram(program, terms, ShadowRun.HELPER_ARGUMENTS);
        for (int run = 0; run < RUNS && checked.isAccepted(); run++) {
            byte[] memory = memory(random, lengths);
            byte[] before = memory.clone();
            ShadowRun shadow = new ShadowRun(checked, terms, memory, random);
            String wrong = shadow.run(STEPS_MOST);
            if (wrong == null && run < COMPARED && shadow.result().isPresent() && !callsWriter(program)) {
                wrong = compare(shadow, checked.host().interpret(before, STEPS_MOST * 1_000L, Trial::echo));
            }
            if (wrong != null) {
                fail("program of seed " + seed + ", flags " + flags + ", lengths " + lengths[0] + " to " + lengths[1] + ", length "
                        + memory.length + ": " + wrong + "\n" + String.join("\n", Disassembler.listing(program)));
            }
        }
        return checked.refusal();
    }

    private static boolean callsWriter(long[] program) {
        return Arrays.stream(program).anyMatch(word -> word == Instruction.of(Opcode.JMP | Opcode.CALL, 0, 0, 0, ShadowRun.WRITER));
    }

    /** That the shadow does what the interpreter does. */
    private static String compare(ShadowRun shadow, HostProgram.Result result) {
        boolean alike = result.outcome() == Run.DONE && result.value() == shadow.result().getAsLong()
                && Arrays.equals(result.memory(), shadow.memory());
        return alike ? null : "the interpreter ends with outcome " + result.outcome() + " and " + Long.toHexString(result.value()) + ", not "
                + Long.toHexString(shadow.result().getAsLong());
    }

    /** Small bytes, random ones, and numbers at the edges of their widths. */
    private static byte[] memory(SplittableRandom random, long[] lengths) {
        ByteBuffer memory = ByteBuffer.allocate((int) length(random, lengths)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < memory.capacity(); at++) {
            memory.put(at, (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt()));
        }
        for (int at = 0; at + Long.BYTES <= memory.capacity(); at++) {
            if (random.nextInt(12) == 0) {
                memory.putLong(at, EDGES[random.nextInt(EDGES.length)] + random.nextInt(-3, 4));
            }
        }
        return memory.array();
    }

    private static long length(SplittableRandom random, long[] lengths) {
        return switch (random.nextInt(6)) {
            case 0 -> lengths[0];
            case 1 -> lengths[1];
            case 2 -> Math.min(lengths[1], lengths[0] + random.nextInt(8));
            default -> random.nextLong(lengths[0], lengths[1] + 1);
        };
    }
}
