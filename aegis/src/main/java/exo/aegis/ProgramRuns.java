package exo.aegis;

import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.ProgramRecord;
import exo.ebpf.Addresses;
import exo.ebpf.Interpreter;
import exo.ebpf.Program;
import exo.ebpf.Run;
import exo.machine.CodeStore;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * Runs ready programs: as machine code where the machine executes code, else by the interpreter, to the same effect. One at a time, with
 * interrupts off, for a budget. Keeps true: what a run took is its owner's to pay, in whole slices as for an overrun.
 */
final class ProgramRuns {
    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    private final CodeStore store;
    private final Interpreter interpreter;
    /** Where the run's record is, and behind it the interpreter's registers. */
    private final long run;
    private final long stack;
    private final boolean executes;

    ProgramRuns(Aegis aegis, HandlerHelpers helpers) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.store = machine.codeStore();
        this.interpreter = new Interpreter(aegis.memory(), helpers);
        this.run = aegis.books().run;
        this.stack = aegis.books().programStack;
        this.executes = store != null && store.executes();
    }

    /**
     * Runs a program with region memory, of one byte at least, at a physical address. True if it came to its end, with a result to be
     * asked for; if not, its record says how it ended.
     */
    boolean commitRun(int index, long memory, long memoryBytes, long steps) {
        long own = run;
        long record = aegis.programs().record(index);
        long started = machine.cycles();
        machine.store64(own + Run.MEMORY_BYTES, memoryBytes);
        machine.store64(own + Run.AREA_BYTES, ProgramRecord.areaFrames(machine, record) * Limits.BYTES_IN_FRAME);
        machine.store64(own + Run.BUDGET, budget(index, record, steps));
        commitExecute(ProgramRecord.engineAddress(record), memory, Frames.addressOf(ProgramRecord.areaFrame(machine, record)));
        ProgramRecord.runs(machine, record, ProgramRecord.runs(machine, record) + 1);
        ProgramRecord.cycles(machine, record, ProgramRecord.cycles(machine, record) + machine.cycles() - started);
        long outcome = machine.load64(own + Run.OUTCOME);
        if (outcome != Run.DONE) {
            ProgramRecord.outcome(machine, record, outcome);
            ProgramRecord.endedAt(machine, record, machine.load64(own + Run.ENDED_AT));
        }
        return outcome == Run.DONE;
    }

    /**
     * What is charged, jumps back and calls, comes on top of a program's length. A step of a guarded program may be an access that is checked,
     * which takes twice what the dearest other step does.
     */
    private long budget(int index, long record, long steps) {
        boolean guarded = (ProgramRecord.hook(machine, record) & ProgramHook.GUARDED) != 0;
        long most = guarded && steps > Limits.GUARDED_STEPS_MAXIMUM ? Limits.GUARDED_STEPS_MAXIMUM : steps;
        long left = most - aegis.programs().instructions(index);
        return left > 0 ? left : 0;
    }

    /** What machine code reads is where it sees each region, and from where on: as {@link exo.ebpf.MachineCode#prepare} would fill it in. */
    @Inlined("a call and what it saves: 12 instructions of a packet")
    private void commitExecute(long engine, long memory, long area) {
        long own = run;
        if (executes) {
            long lowest = store.view(stack);
            machine.store64(own + Run.STACK, lowest);
            machine.store64(own + Run.STACK_DELTA, lowest - Addresses.STACK);
            machine.store64(own + Run.MEMORY_DELTA, store.view(memory) - Addresses.MEMORY);
            machine.store64(own + Run.AREA_DELTA, store.view(area) - Addresses.AREA);
            machine.store64(own + Run.FIRST_ARGUMENT, Addresses.MEMORY);
            machine.store64(own + Run.HELPER_ENTRY, store.helperEntry());
            store.call(machine.load64(engine + Program.CODE) + machine.load64(engine + Program.ENTRY), store.view(own));
        } else {
            machine.store64(own + Run.STACK, stack);
            machine.store64(own + Run.MEMORY, memory);
            machine.store64(own + Run.AREA, area);
            interpreter.run(engine, own, own + Run.BYTES);
        }
    }

    /** Of the last run, if that came to its end. */
    long result() {
        return machine.load64(run + Run.RESULT);
    }

    /** Length of the memory that the last run has been called with. */
    long memoryBytes() {
        return machine.load64(run + Run.MEMORY_BYTES);
    }

    /** What is not enough for a slice is kept until it is; who owes a slice sits one of its own out. */
    void commitCharge(int owner, long cycles) {
        KernelRecord kernel = record;
        long environment = environments.record(owner);
        long running = kernel.running();
        long owed = EnvironmentRecord.handlerCycles(machine, environment) + cycles;
        long slice = kernel.sliceCycles();
        if (owed >= slice) {
            owed -= slice;
            aegis.slices().commitOwe(owner);
        }
        EnvironmentRecord.handlerCycles(machine, environment, owed);
        EnvironmentRecord.cyclesUsed(machine, environment, EnvironmentRecord.cyclesUsed(machine, environment) + cycles);
        EnvironmentRecord.cyclesUsed(machine, running, EnvironmentRecord.cyclesUsed(machine, running) - cycles);
    }
}
