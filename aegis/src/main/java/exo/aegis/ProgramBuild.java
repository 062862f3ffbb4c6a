package exo.aegis;

import exo.abi.Limits;
import exo.abi.ProgramState;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.ProgramRecord;
import exo.ebpf.Checker;
import exo.ebpf.Compiler;
import exo.ebpf.Program;
import exo.ebpf.StructureCheck;
import exo.machine.Machine;

/**
 * Takes a program from its text to sealed machine code, a bounded step a call: shape, meaning, machine code. All that it needs meanwhile lies
 * in the frames that the owner handed over behind the text; once the program is ready these are the owner's to use again.
 */
final class ProgramBuild {
    private final Aegis aegis;
    private final Machine machine;
    private final StructureCheck structure;
    private final Checker checker;
    private final Compiler compiler;

    ProgramBuild(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.structure = new StructureCheck(aegis.memory());
        this.checker = new Checker(aegis.memory());
        this.compiler = new Compiler(aegis.memory());
    }

    // ---- the frames behind the text: marks, then proofs, then what checker and compiler need in turn ------------------------------

    private static long instructions(Machine machine, long engine) {
        return machine.load64(engine + Program.INSTRUCTIONS);
    }

    private static long wholeWords(long byteCount) {
        return byteCount + Long.BYTES - 1 & -Long.BYTES;
    }

    private long marks(long engine) {
        long textBytes = instructions(machine, engine) * Long.BYTES;
        return machine.load64(engine + Program.TEXT) + (textBytes + Limits.BYTES_IN_FRAME - 1 & -Limits.BYTES_IN_FRAME);
    }

    private long proofs(long engine) {
        return marks(engine) + wholeWords(StructureCheck.SCRATCH_BYTES);
    }

    private long scratch(long engine) {
        return proofs(engine) + wholeWords(instructions(machine, engine));
    }

    private long scratchBytes(int index, long engine) {
        long record = aegis.programs().record(index);
        long end = Frames.addressOf(ProgramRecord.firstFrame(machine, record) + ProgramRecord.frameCount(machine, record));
        return end - scratch(engine);
    }

    // ---- steps ---------------------------------------------------------------------------------------------------------

    void commitBegin(int index) {
        long engine = aegis.programs().engine(index);
        machine.store64(engine + Program.PROOFS, proofs(engine));
        structure.begin(engine, marks(engine));
    }

    /**
     * 1: there is more to do; 0: the program is ready; else why it cannot be. The step that finds a rule broken says so by the next one: what
     * is refused has changed nothing.
     */
    long step(int index) {
        long record = aegis.programs().record(index);
        long engine = aegis.programs().engine(index);
        switch ((int) ProgramRecord.state(machine, record)) {
            case ProgramState.BEGUN:
                commitState(index, ProgramState.STRUCTURE);
                return 1;
            case ProgramState.STRUCTURE:
                return structure.step(engine, marks(engine), StructureCheck.STEP_INSTRUCTIONS) ? commitShaped(index, engine) : 1;
            case ProgramState.CHECKING:
                return commitChecked(index, engine, checker.step(engine, scratch(engine)));
            case ProgramState.COMPILING:
                return compile(index, engine);
            case ProgramState.READY:
                return Status.OK;
            default:
                return Status.REFUSED;
        }
    }

    private void commitState(int index, int state) {
        ProgramRecord.state(machine, aegis.programs().record(index), state);
    }

    private long commitRefused(int index) {
        commitState(index, ProgramState.REFUSED);
        return 1;
    }

    private long commitShaped(int index, long engine) {
        if (machine.load64(engine + Program.REFUSAL) != 0) {
            return commitRefused(index);
        }
        checker.begin(engine, marks(engine), scratch(engine), scratchBytes(index, engine));
        commitState(index, ProgramState.CHECKING);
        return 1;
    }

    private long commitChecked(int index, long engine, int verdict) {
        if (verdict == Checker.REFUSED) {
            return commitRefused(index);
        }
        if (verdict == Checker.ACCEPTED) {
            commitState(index, ProgramState.COMPILING);
        }
        return 1;
    }

    // ---- machine code -------------------------------------------------------------------------------------------------

    private long compile(int index, long engine) {
        long record = aegis.programs().record(index);
        if (ProgramRecord.pageCount(machine, record) == 0) {
            return takePages(index, record, engine);
        }
        if (!compiler.step(engine, scratch(engine), Compiler.STEP_INSTRUCTIONS)) {
            return 1;
        }
        if (machine.load64(engine + Program.REFUSAL) != 0) {
            commitFreePages(index);
            return commitRefused(index);
        }
        commitReady(index, record, engine);
        return Status.OK;
    }

    private static int pages(long byteCount) {
        return (int) ((byteCount + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME);
    }

    /** As many pages as the program may take at most; what it does not need goes back when it is ready. */
    private long takePages(int index, long record, long engine) {
        int wanted = pages(Compiler.codeBytesMost(instructions(machine, engine), machine.load64(engine + Program.FUNCTIONS)));
        int account = aegis.accounts().of((int) ProgramRecord.owner(machine, record));
        if (aegis.accounts().room(account, ResourceKind.CODE_PAGES) < wanted) {
            return Status.OVER_LIMIT;
        }
        int first = aegis.codePages().firstFree(wanted);
        if (first < 0) {
            return Status.NO_FREE_CODE;
        }
        commitPages(index, first, wanted);
        machine.store64(engine + Program.CODE, aegis.codePages().addressOf(first));
        machine.store64(engine + Program.CODE_ROOM, wanted * Limits.BYTES_IN_FRAME);
        machine.store64(engine + Program.BLINDING, aegis.record().nextSecret());
        compiler.begin(engine, marks(engine), scratch(engine));
        return 1;
    }

    private void commitPages(int index, int first, int count) {
        long record = aegis.programs().record(index);
        int account = aegis.accounts().of((int) ProgramRecord.owner(machine, record));
        aegis.accounts().commitCharge(account, ResourceKind.CODE_PAGES, count - ProgramRecord.pageCount(machine, record));
        ProgramRecord.firstPage(machine, record, first);
        ProgramRecord.pageCount(machine, record, count);
    }

    private void commitReady(int index, long record, long engine) {
        int first = (int) ProgramRecord.firstPage(machine, record);
        int used = pages(machine.load64(engine + Program.CODE_BYTES));
        commitPages(index, first, used);
        aegis.codePages().commitSeal(first, used);
        machine.store64(engine + Program.BLINDING, 0);
        commitState(index, ProgramState.READY);
        commitReturnScratch(record, engine);
    }

    /** The frames behind the text are ordinary ones again. */
    private void commitReturnScratch(long record, long engine) {
        long firstFrame = ProgramRecord.firstFrame(machine, record);
        long textFrames = (marks(engine) / Limits.BYTES_IN_FRAME) - firstFrame;
        for (long frame = firstFrame + textFrames; frame < firstFrame + ProgramRecord.frameCount(machine, record); frame++) {
            aegis.frames().commitPlain(frame);
        }
        ProgramRecord.frameCount(machine, record, textFrames);
    }

    /** The pages of a program, sealed or not yet, are free and open. */
    void commitFreePages(int index) {
        long record = aegis.programs().record(index);
        if (ProgramRecord.state(machine, record) == ProgramState.READY) {
            aegis.codePages().commitOpen((int) ProgramRecord.firstPage(machine, record), (int) ProgramRecord.pageCount(machine, record));
        }
        commitPages(index, 0, 0);
    }
}
