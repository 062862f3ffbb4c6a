package exo.aegis;

import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.ProgramRecord;
import exo.ebpf.Interpreter;
import exo.ebpf.MachineCode;
import exo.ebpf.Program;
import exo.ebpf.Run;
import exo.machine.CodeStore;
import exo.machine.Machine;

/**
 * Runs ready programs: as machine code where the machine executes code, else by the interpreter, to the same effect. One at a time, with
 * interrupts off, for a budget. Keeps true: what a run took is its owner's to pay, in whole slices as for an overrun.
 */
final class ProgramRuns {
    private final Aegis aegis;
    private final Machine machine;
    private final CodeStore store;
    private final Interpreter interpreter;
    /** Where the run's record is, and behind it the interpreter's registers. */
    private final long run;
    private final long stack;

    ProgramRuns(Aegis aegis, HandlerHelpers helpers) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.store = machine.codeStore();
        this.interpreter = new Interpreter(aegis.memory(), helpers);
        this.run = aegis.books().run;
        this.stack = aegis.books().programStack;
    }

    /** Where code of this machine sees a physical address. */
    private long view(long physicalAddress) {
        return store.executes() ? store.view(physicalAddress) : physicalAddress;
    }

    /**
     * Runs a program with region memory at a physical address. True if it came to its end, with a result to be asked for; if not, its record
     * says how it ended.
     */
    boolean commitRun(int index, long memory, long memoryBytes, long steps) {
        long record = aegis.programs().record(index);
        long started = machine.cycles();
        machine.store64(run + Run.MEMORY, view(memory));
        machine.store64(run + Run.MEMORY_BYTES, memoryBytes);
        machine.store64(run + Run.AREA, view(Frames.addressOf(ProgramRecord.areaFrame(machine, record))));
        machine.store64(run + Run.AREA_BYTES, ProgramRecord.areaFrames(machine, record) * Limits.BYTES_IN_FRAME);
        machine.store64(run + Run.STACK, view(stack));
        machine.store64(run + Run.BUDGET, budget(index, steps));
        commitExecute(aegis.programs().engine(index));
        ProgramRecord.runs(machine, record, ProgramRecord.runs(machine, record) + 1);
        ProgramRecord.cycles(machine, record, ProgramRecord.cycles(machine, record) + machine.cycles() - started);
        long outcome = machine.load64(run + Run.OUTCOME);
        if (outcome != Run.DONE) {
            ProgramRecord.outcome(machine, record, outcome);
            ProgramRecord.endedAt(machine, record, machine.load64(run + Run.ENDED_AT));
        }
        return outcome == Run.DONE;
    }

    /**
     * What is charged, jumps back and calls, comes on top of a program's length. A step of a guarded program may be an access that is checked, which
     * takes twice what the dearest other step does.
     */
    private long budget(int index, long steps) {
        boolean guarded = (ProgramRecord.hook(machine, aegis.programs().record(index)) & ProgramHook.GUARDED) != 0;
        long most = guarded && steps > Limits.GUARDED_STEPS_MAXIMUM ? Limits.GUARDED_STEPS_MAXIMUM : steps;
        long left = most - aegis.programs().instructions(index);
        return left > 0 ? left : 0;
    }

    private void commitExecute(long engine) {
        if (store.executes()) {
            MachineCode.prepare(aegis.memory(), run);
            machine.store64(run + Run.HELPER_ENTRY, store.helperEntry());
            store.call(machine.load64(engine + Program.CODE) + machine.load64(engine + Program.ENTRY), view(run));
        } else {
            interpreter.run(engine, run, run + Run.BYTES);
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
        long environment = aegis.environments().record(owner);
        long owed = EnvironmentRecord.handlerCycles(machine, environment) + cycles;
        long slice = aegis.record().sliceCycles();
        if (owed >= slice) {
            owed -= slice;
            aegis.slices().commitOwe(owner);
        }
        EnvironmentRecord.handlerCycles(machine, environment, owed);
        EnvironmentRecord.cyclesUsed(machine, environment, EnvironmentRecord.cyclesUsed(machine, environment) + cycles);
        long running = aegis.record().running();
        EnvironmentRecord.cyclesUsed(machine, running, EnvironmentRecord.cyclesUsed(machine, running) - cycles);
    }
}
