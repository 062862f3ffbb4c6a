package exo.programs.ebpf;

import exo.ebpf.Limits;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.ebpf.trial.Choice;
import exo.ebpf.trial.RandomProgram;

/**
 * What the engine's benchmark programs take, interpreted and compiled: a line {@code bench} of each, in the meter's form, with the compiled
 * program's instructions as the value and the interpreter's as the most; and {@code bench engine_speedup}, how many times fewer the
 * compiled ones take, the mean over all of them. Ends with status 1 if one does not compute the same both ways.
 */
public final class EngineBench {
    private static final int MEMORY_BYTES = 1024;
    private static final int AREA_BYTES = 512;
    private static final long BUDGET = 1_000_000;
    private static final int ROUNDS = 5;
    private static final long SEED = 7;
    private static final int RANDOM_PROGRAMS = 400;

    private final Engine engine = new Engine();
    private final Choice choice = new Choice();
    private long speedups;
    private long speedupMost;
    private int programs;
    private boolean failed;

    private EngineBench() {
    }

    public static void main(String[] arguments) {
        EngineBench bench = new EngineBench();
        bench.measure("checksum", BenchmarkText.CHECKSUM, "the Internet's checksum of 1 KiB");
        bench.measure("udp_header", BenchmarkText.UDP_HEADER, "a UDP packet's header, parsed and hashed");
        bench.measure("hash", BenchmarkText.HASH, "FNV-1a of 256 bytes");
        bench.measure("byte_swap", BenchmarkText.BYTE_SWAP, "byte order of 256 words");
        bench.measure("map_counter", BenchmarkText.MAP_COUNTER, "128 bytes counted in a map");
        bench.measure("sort", BenchmarkText.SORT, "32 words sorted");
        bench.measure("search", BenchmarkText.SEARCH, "4 bytes looked for in 1 KiB");
        bench.measure("divisor", BenchmarkText.DIVISOR, "a greatest common divisor, by division");
        long mean = bench.speedups / bench.programs;
        System.out.println("bench engine_speedup " + mean + " 0 0 0 " + bench.programs + " " + bench.speedupMost
                + " times fewer instructions compiled than interpreted, the mean of the programs");
        bench.compileRandomPrograms();
        System.exit(bench.failed ? 1 : 0);
    }

    private void measure(String name, String text, String what) {
        int length = text.length() / (2 * Limits.INSTRUCTION_BYTES);
        for (int at = 0; at < length * Limits.INSTRUCTION_BYTES; at++) {
            engine.memory().store8(engine.text() + at, Integer.parseInt(text.substring(2 * at, 2 * at + 2), 16));
        }
        boolean guarded = !make(length, 0);
        if (guarded && !make(length, Program.GUARDED)) {
            System.out.println(name + " is refused by rule " + engine.field(Program.REFUSAL) + " at " + engine.field(Program.REFUSED_AT));
            failed = true;
            return;
        }
        long compiled = Long.MAX_VALUE;
        long interpreted = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            fill();
            compiled = Math.min(compiled, engine.timeCompiled(BUDGET));
            interpreted = Math.min(interpreted, engine.timeInterpreted(BUDGET));
        }
        if (!engine.sidesAgree() || engine.compiled().field(Run.OUTCOME) != Run.DONE) {
            System.out.println(name + " does not compute the same both ways");
            failed = true;
        }
        long speedup = interpreted / compiled;
        programs++;
        speedups += speedup;
        speedupMost = Math.max(speedupMost, speedup);
        System.out.println("bench engine_" + name + " " + compiled + " 0 0 0 " + ROUNDS + " " + interpreted + " " + what + ", " + length
                + " slots, " + engine.field(Program.CODE_BYTES) + " bytes" + (guarded ? ", guarded" : ""));
    }

    /** The longest step of the compiler that there is among these. */
    private void compileRandomPrograms() {
        RandomProgram generator = new RandomProgram(engine.memory(), choice);
        for (int seed = 0; seed < RANDOM_PROGRAMS; seed++) {
            choice.seed(seed);
            int length = generator.write(engine.text(), MEMORY_BYTES, AREA_BYTES);
            engine.describe(length, MEMORY_BYTES, AREA_BYTES, RandomProgram.HELPERS,
                    Program.MEMORY_WRITABLE | Program.AREA_WRITABLE | Program.GUARDED | Program.REGISTER_CALLS);
            if (engine.checkStructure() == Refusal.NONE) {
                engine.compile(seed);
            }
        }
        System.out.println("bench engine_compiler_step " + engine.compilerStepMost() + " 0 0 0 " + RANDOM_PROGRAMS + " "
                + engine.compilerStepMost() + " the longest step of the compiler, of " + RANDOM_PROGRAMS + " random programs");
    }

    private boolean make(int length, long guarded) {
        engine.describe(length, MEMORY_BYTES, AREA_BYTES, 0, Program.MEMORY_WRITABLE | Program.AREA_WRITABLE | guarded);
        return engine.checkStructure() == Refusal.NONE && engine.check() == Refusal.NONE && engine.compile(SEED << 20) == Refusal.NONE;
    }

    /** An Ethernet frame with a UDP packet in IPv4, and numbers. */
    private void fill() {
        choice.seed(SEED);
        for (int at = 0; at < MEMORY_BYTES; at += Long.BYTES) {
            put(engine.interpreted().region + at, engine.compiled().region + at, choice.next());
        }
        put(engine.interpreted().region + 12, engine.compiled().region + 12, 0x0045_0008L);
        put(engine.interpreted().region + 20, engine.compiled().region + 20, 0x1140_0000L);
        for (int at = 0; at < AREA_BYTES; at += Long.BYTES) {
            put(engine.interpreted().area + at, engine.compiled().area + at, 0);
        }
    }

    private void put(long a, long b, long word) {
        engine.memory().store64(a, word);
        engine.memory().store64(b, word);
    }
}
