package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.HostProgram;

/** A program on the terms that the tests have unless they say otherwise: both regions writable, helper 5 gives its r1. */
final class Trial {
    static final int ECHO = 5;
    static final long BUDGET = 1_000_000;
    static final long ALL_FLAGS = Program.MEMORY_WRITABLE | Program.AREA_WRITABLE | Program.GUARDED | Program.REGISTER_CALLS;
    static final byte[] NOTHING = new byte[0];

    private Trial() {
    }

    static HostProgram.Terms terms(int memoryBytes, byte[] area) {
        return new HostProgram.Terms(0, memoryBytes, area, 1L << ECHO, ALL_FLAGS);
    }

    static HostProgram load(long[] instructions, int memoryBytes, byte[] area) {
        return new HostProgram(instructions, terms(memoryBytes, area));
    }

    /** The refusal of a program, or 0. */
    static int refusal(long... instructions) {
        return load(instructions, 0, new byte[16]).checkStructure();
    }

    static int refusal(String source) {
        return refusal(Source.program(source));
    }

    static long echo(long run, int number, long r1, long r2, long r3, long r4, long r5) {
        return r1;
    }

    static HostProgram.Result run(long[] instructions, byte[] memory, byte[] area, long budget) {
        HostProgram program = load(instructions, memory.length, area);
        assertEquals(Refusal.NONE, program.checkStructure(), () -> "refused at " + program.refusedAt());
        return program.interpret(memory, budget, Trial::echo);
    }

    static HostProgram.Result run(String source, byte[] memory) {
        return run(Source.program(source), memory, new byte[64], BUDGET);
    }

    /** What a program that ends well computes. */
    static long value(String source) {
        HostProgram.Result result = run(source, NOTHING);
        assertEquals(Run.DONE, result.outcome(), source);
        return result.value();
    }

    static void assertEnds(int outcome, int at, HostProgram.Result result) {
        assertEquals(outcome, result.outcome());
        assertEquals(at, result.endedAt());
        assertEquals(0, result.value());
    }
}
