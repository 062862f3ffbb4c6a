package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.HostProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of functions and of helpers, and what a run may take: depth and budget. */
final class CallTest {
    /** Calls itself as often as r1 says. */
    private static final String NESTED = "r1 = %d; call pc+1; exit; r0 = r1; if r1 == 0 goto +2; r1 -= 1; call pc-4; exit";

    @ParameterizedTest
    @CsvSource(delimiter = ':', value = {
        "r1 = 5; call pc+1; exit; r0 = r1; r0 += 1; exit : 6",
        "r6 = 1; r7 = 2; r8 = 3; r9 = 4; call pc+5; r0 = r6; r0 += r7; r0 += r8; r0 += r9; exit;"
            + " r6 = 50; r7 = 50; r8 = 50; r9 = 50; r0 = 0; exit : 10",
        "r6 = r10; call pc+2; r0 -= r6; exit; r0 = r10; exit : -512",
        "call pc+3; r6 = r10; r0 = r10; exit; r0 = 9; exit : 0x100001000",
        "*(u64 *)(r10 - 8) = 7; r1 = r10; call pc+1; exit; r0 = *(u64 *)(r1 - 8); *(u64 *)(r10 - 8) = 9; exit : 7",
        "r1 = 3; call 5; exit : 3",
        "r1 = 3; r2 = 5; callx r2; exit : 3",
        "r1 = 3; r6 = 4; call 5; r0 += r6; exit : 7",
        "r1 = 3; r5 = 4; call 5; r0 = r1; r0 |= r2; r0 |= r5; exit : 0"})
    void aCallKeepsWhatTheStandardSaysAndNoMore(String source, String value) {
        assertEquals(Source.value(value), Trial.value(source));
    }

    @Test
    void sevenCallsMayBeOpenAndNotEight() {
        assertEquals(0, Trial.value(String.format(NESTED, 6)));
        Trial.assertEnds(Run.TOO_DEEP, 6, Trial.run(String.format(NESTED, 7), Trial.NOTHING));
    }

    @ParameterizedTest
    @CsvSource({"0", "4", "6", "63", "64", "69", "-1", "0x100000005", "0x8000000000000005"})
    void aRegisterNamesOnlyHelpersThatThereAre(String number) {
        Trial.assertEnds(Run.NO_SUCH_HELPER, 2, Trial.run("r2 = " + number + " ll; callx r2; exit", Trial.NOTHING));
    }

    @Test
    void aHelperGetsTheRunAndAllFiveArguments() {
        HostProgram program = Trial.load(Source.program("r1 = 1; r2 = 2; r3 = 3; r4 = 4; r5 = 5; call 5; exit"), 0, Trial.NOTHING);
        assertEquals(Refusal.NONE, program.checkStructure());
        assertEquals(12345, program.interpret(Trial.NOTHING, 0, (run, number, r1, r2, r3, r4, r5) -> {
            assertEquals(program.runRecord(), run);
            assertEquals(5, number);
            return (((r1 * 10 + r2) * 10 + r3) * 10 + r4) * 10 + r5;
        }).value());
    }

    // ---- budget

    /** A loop of 10 rounds with 9 jumps back over 3 instructions. */
    private static final String LOOP = "r0 = 0; r1 = 10; r0 += r1; r1 -= 1; if r1 != 0 goto -3; exit";

    private static HostProgram.Result run(String source, long budget) {
        return Trial.run(Source.program(source), Trial.NOTHING, Trial.NOTHING, budget);
    }

    @Test
    void aJumpBackCostsWhatItJumpsOver() {
        HostProgram.Result enough = run(LOOP, 27);
        assertEquals(Run.DONE, enough.outcome());
        assertEquals(0, enough.budgetLeft());
        HostProgram.Result less = run(LOOP, 26);
        Trial.assertEnds(Run.BUDGET_SPENT, 4, less);
        assertEquals(2, less.budgetLeft());
    }

    @Test
    void aJumpToItselfCostsOne() {
        HostProgram.Result result = run("goto -1", 5);
        Trial.assertEnds(Run.BUDGET_SPENT, 0, result);
        assertEquals(0, result.budgetLeft());
        Trial.assertEnds(Run.BUDGET_SPENT, 0, run("gotol -1", 5));
    }

    @Test
    void aCallCostsTheWayFromItsFunctionToTheEnd() {
        String source = "call pc+2; call pc+1; exit; r0 = 7; exit";
        assertEquals(Run.DONE, run(source, 4).outcome());
        Trial.assertEnds(Run.BUDGET_SPENT, 1, run(source, 3));
        Trial.assertEnds(Run.BUDGET_SPENT, 0, run(source, 1));
    }

    @Test
    void jumpsForwardAndReturnsCostNothing() {
        assertEquals(Run.DONE, run("r0 = 1; if r0 == 1 goto +1; r0 = 2; goto +0; exit", 0).outcome());
    }

    @Test
    void aHelperThatSpendsTheBudgetEndsTheRun() {
        HostProgram program = Trial.load(Source.program("call 5; call 5; r0 = 1; exit"), 0, Trial.NOTHING);
        assertEquals(Refusal.NONE, program.checkStructure());
        Helpers costly = (run, number, r1, r2, r3, r4, r5) -> {
            program.memory().store64(run + Run.BUDGET, program.memory().load64(run + Run.BUDGET) - 10);
            return 0;
        };
        assertEquals(1, program.interpret(Trial.NOTHING, 20, costly).value());
        Trial.assertEnds(Run.BUDGET_SPENT, 1, program.interpret(Trial.NOTHING, 19, costly));
        Trial.assertEnds(Run.BUDGET_SPENT, 0, program.interpret(Trial.NOTHING, 9, costly));
    }
}
