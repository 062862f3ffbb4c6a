package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.ClassPrograms;
import exo.aegis.network.ClassifierText;
import exo.aegis.network.Network;
import exo.aegis.network.NetworkBook;
import exo.ebpf.Checker;
import exo.ebpf.Interpreter;
import exo.ebpf.Limits;
import exo.ebpf.Memory;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.ebpf.StructureCheck;
import exo.machine.Machine;

/** The programs of the classes, written by the kernel, checked, and run by the interpreter. */
final class Interpreted implements ClassPrograms {
    private static final int STEPS_MAXIMUM = 1000;
    private static final long PROGRAM_ROOM = 64 << 10;
    /** A check takes longer than all else: of the texts, this one in so many has it. */
    private static final int CHECKED_ONE_IN = 64;
    private static final int STACK_USED = 64;

    private final Memory memory;
    private final NetworkBook book;
    private final long run;
    private final long scratch;
    private final long programs;
    private final long checkerScratch;
    private final Interpreter interpreter;
    private final CountingMemory counting;
    private final long marks;
    private final long proofs;
    private long runs;
    private long compiled;
    private boolean checksAll;

    /** @param at  memory for the run's record, its stack, scratch, and for each class a program */
    Interpreted(Machine machine, NetworkBook book, long at) {
        this.memory = new MachineMemory(machine);
        this.book = book;
        run = at;
        scratch = at + 0x4000;
        marks = at + 0x8000;
        proofs = at + 0x10000;
        programs = at + 0x12000;
        checkerScratch = programs + 128 * PROGRAM_ROOM;
        counting = new CountingMemory(machine, programs, checkerScratch);
        interpreter = new Interpreter(counting, (record, number, r1, r2, r3, r4, r5) -> {
            throw new AssertionError("the text calls a helper");
        });
    }

    /** Brings every program up to date. */
    void compile(Network network) {
        for (int index = network.classifier().stale(1); index != 0; index = network.classifier().stale(index + 1)) {
            long program = programs + index * PROGRAM_ROOM;
            ClassifierText text = network.text();
            text.begin(index, program + Program.BYTES);
            int steps = 0;
            while (text.step() == ClassifierText.MORE) {
                assertTrue(++steps < STEPS_MAXIMUM, "the text has no end");
            }
            for (int field = 0; field < Program.BYTES; field += 8) {
                memory.store64(program + field, 0);
            }
            memory.store64(program + Program.TEXT, program + Program.BYTES);
            memory.store64(program + Program.INSTRUCTIONS, text.slots());
            memory.store64(program + Program.MEMORY_BYTES_LEAST, network.classifier().leastBytes(index));
            memory.store64(program + Program.MEMORY_BYTES_MOST, 4096);
            memory.store64(program + Program.AREA_BYTES, book.byteCount());
            check(program);
            network.classifier().commitCompiled(index, text.version());
        }
    }

    /** Every text goes through the checker from here on. */
    void checkAll() {
        checksAll = true;
    }

    private void check(long program) {
        StructureCheck structure = new StructureCheck(memory);
        structure.begin(program, marks);
        while (!structure.step(program, marks, Limits.INSTRUCTIONS)) {
            continue;
        }
        accepted(program);
        if (checksAll || compiled++ % CHECKED_ONE_IN == 0) {
            Checker checker = new Checker(memory);
            memory.store64(program + Program.PROOFS, proofs);
            checker.begin(program, marks, checkerScratch, ClassifierText.CHECKER_BYTES);
            while (checker.step(program, checkerScratch) == Checker.NOT_YET) {
                continue;
            }
            accepted(program);
            assertTrue(memory.load64(program + Program.STACK_BYTES) <= STACK_USED, "the text uses more of the stack");
        }
        memory.store64(program + Program.STACK_BYTES, STACK_USED);
    }

    private void accepted(long program) {
        assertEquals(Refusal.NONE, memory.load64(program + Program.REFUSAL), () -> "refused at "
                + memory.load64(program + Program.REFUSED_AT) + " of " + memory.load64(program + Program.INSTRUCTIONS));
    }

    @Override
    public int run(int ofClass, long packet, long length) {
        memory.store64(run + Run.MEMORY, packet);
        memory.store64(run + Run.MEMORY_BYTES, length);
        memory.store64(run + Run.AREA, book.start());
        memory.store64(run + Run.AREA_BYTES, book.byteCount());
        memory.store64(run + Run.STACK, run + 0x1000);
        memory.store64(run + Run.BUDGET, 0);
        interpreter.run(programs + ofClass * PROGRAM_ROOM, run, scratch);
        assertEquals(Run.DONE, memory.load64(run + Run.OUTCOME), () -> "ended at " + memory.load64(run + Run.ENDED_AT));
        runs++;
        return (int) memory.load64(run + Run.RESULT);
    }

    /** Instructions of all runs. */
    long instructions() {
        return counting.loads();
    }

    /** How often a program was run. */
    long runs() {
        return runs;
    }
}
