package exo.programs.ebpf;

import exo.ebpf.Limits;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.ebpf.trial.Choice;
import exo.ebpf.trial.RandomProgram;
import exo.exos.Exceptions;

/**
 * Random programs, each from a seed of its own, run both ways; what differs is told with the program. What is not differing is counted.
 * Lines: {@code ebpf differs SEED INDEX ...} with the words of the program behind, and {@code ebpf tried COUNT REFUSED UNPROVED ENDED-EARLY
 * DIFFERING} from time to time and at the end.
 */
final class Fuzz {
    private static final int REPORT_EVERY = 20_000;
    private static final int DIFFERENCES_TOLD = 10;
    /** Of the programs whose accesses may be guarded, so many are not checked: then all are, and everything else can happen. */
    private static final int UNCHECKED_PERCENT = 30;
    private static final int WORDS_A_LINE = 8;

    private final Engine engine;
    private final Choice choice = new Choice();
    private final RandomProgram generator;
    private final long[] rules = new long[64];
    private long refused;
    private long unproved;
    private long endedEarly;
    private long differing;

    Fuzz(Engine engine) {
        this.engine = engine;
        this.generator = new RandomProgram(engine.memory(), choice);
    }

    /** Programs number {@code first} to {@code first + count}, exclusive, of a seed. */
    void run(long first, long count, long seed) {
        engine.describeHelper(5, 1);
        engine.describeHelper(6, 5);
        engine.describeHelper(63, 5);
        for (long index = first; index < first + count; index++) {
            tryOne(seed, index);
            if ((index - first + 1) % REPORT_EVERY == 0) {
                report("trying", index - first + 1);
            }
        }
        for (int rule = 0; rule < rules.length; rule++) {
            if (rules[rule] > 0) {
                System.out.println("ebpf rule " + rule + " " + rules[rule]);
            }
        }
        report("tried", count);
    }

    private void report(String word, long count) {
        System.out.println("ebpf " + word + " " + count + " " + refused + " " + unproved + " " + endedEarly + " " + differing);
    }

    private void tryOne(long seed, long index) {
        choice.seed(seed * 0x2545f4914f6cdd1dL + index);
        int memoryBytes = choice.percent(10) ? 0 : choice.below(RandomProgram.MEMORY_BYTES_MOST);
        int areaBytes = choice.percent(30) ? 0 : 1 + choice.below(RandomProgram.AREA_BYTES_MOST);
        long flags = choice.below(4) | (choice.percent(75) ? 3 : 0) | Program.REGISTER_CALLS | (choice.percent(60) ? Program.GUARDED : 0);
        long budget = choice.percent(90) ? 300 + choice.below(700) : choice.below(300);
        int length = generator.write(engine.text(), memoryBytes, areaBytes);
        fill(memoryBytes, areaBytes);
        engine.describe(length, memoryBytes, areaBytes, RandomProgram.HELPERS, flags);
        if (engine.checkStructure() != Refusal.NONE) {
            refused++;
            return;
        }
        boolean unchecked = (flags & Program.GUARDED) != 0 && choice.percent(UNCHECKED_PERCENT);
        if (!unchecked && engine.check() != Refusal.NONE) {
            unproved++;
            rules[(int) engine.field(Program.REFUSAL)]++;
            return;
        }
        if (engine.compile(choice.next()) != Refusal.NONE) {
            differs(seed, index, length, "no room");
            return;
        }
        engine.interpret(budget);
        engine.execute(budget);
        endedEarly += engine.interpreted().field(Run.OUTCOME) == Run.DONE ? 0 : 1;
        if (!engine.sidesAgree()) {
            differs(seed, index, length, difference());
        }
    }

    private void fill(int memoryBytes, int areaBytes) {
        for (int at = 0; at < memoryBytes; at += Long.BYTES) {
            put(engine.interpreted().region + at, engine.compiled().region + at);
        }
        for (int at = 0; at < areaBytes; at += Long.BYTES) {
            put(engine.interpreted().area + at, engine.compiled().area + at);
        }
    }

    private void put(long a, long b) {
        long word = choice.next();
        engine.memory().store64(a, word);
        engine.memory().store64(b, word);
    }

    private String difference() {
        return "exception " + (engine.exception() == Exceptions.NONE ? "none" : String.valueOf(engine.exception())) + " "
                + told(engine.interpreted()) + " " + told(engine.compiled());
    }

    private static String told(Engine.Side side) {
        return "outcome " + side.field(Run.OUTCOME) + " at " + side.field(Run.ENDED_AT) + " result "
                + Long.toHexString(side.field(Run.RESULT)) + " budget " + side.field(Run.BUDGET);
    }

    private void differs(long seed, long index, int length, String what) {
        differing++;
        if (differing > DIFFERENCES_TOLD) {
            return;
        }
        System.out.println("ebpf differs " + seed + " " + index + " " + what);
        StringBuilder words = new StringBuilder("ebpf text");
        for (int at = 0; at < length; at++) {
            words.append(' ');
            for (int octet = 0; octet < Limits.INSTRUCTION_BYTES; octet++) {
                int value = engine.memory().load8(engine.text() + (long) at * Limits.INSTRUCTION_BYTES + octet);
                words.append(Character.forDigit(value >>> 4, 16)).append(Character.forDigit(value & 15, 16));
            }
            if (at % WORDS_A_LINE == WORDS_A_LINE - 1 || at == length - 1) {
                System.out.println(words);
                words.setLength("ebpf text".length());
            }
        }
    }
}
