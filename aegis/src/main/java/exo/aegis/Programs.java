package exo.aegis;

import exo.abi.EnvironmentName;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.PredicateInput;
import exo.abi.ProgramHook;
import exo.abi.ProgramState;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.ProgramRecord;
import exo.ebpf.Program;
import exo.machine.Machine;

/**
 * Code that environments download into the kernel: whose it is, what it is made of, how far it has come. Keeps true: a program is made of
 * frames of its owner's that nobody can bind, so that what was checked is what runs; its area's frames are pinned; only a program that
 * the checker has passed is ready; no program outlives its owner.
 */
public final class Programs {
    private final Aegis aegis;
    private final Machine machine;
    private final long book;
    private final ProgramBuild build;

    Programs(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.book = aegis.books().programs;
        this.build = new ProgramBuild(aegis);
    }

    // ---- the book ----------------------------------------------------------------------------------------------------

    long record(int index) {
        return book + (long) index * ProgramRecord.BYTES;
    }

    long state(int index) {
        return ProgramRecord.state(machine, record(index));
    }

    int owner(int index) {
        return (int) ProgramRecord.owner(machine, record(index));
    }

    /** Where the engine's record of a program lies. */
    long engine(int index) {
        return ProgramRecord.engineAddress(record(index));
    }

    int instructions(int index) {
        return (int) machine.load64(engine(index) + Program.INSTRUCTIONS);
    }

    /** A program of the caller's by its name, or the status that says why not. */
    long own(long name) {
        long index = name & EnvironmentName.INDEX_MASK;
        if (index == 0 || index >= Limits.PROGRAMS_MAXIMUM || state((int) index) == ProgramState.FREE
                || ProgramRecord.name(machine, record((int) index)) != name) {
            return Status.NO_SUCH_PROGRAM;
        }
        return owner((int) index) != aegis.record().current() ? Status.NOT_YOURS : index;
    }

    /** The same, if it is ready and for a hook. */
    long ownReady(long name, int hook) {
        long index = own(name);
        if (index < 0) {
            return index;
        }
        boolean fits = (ProgramRecord.hook(machine, record((int) index)) & ~ProgramHook.GUARDED) == hook;
        return fits && state((int) index) == ProgramState.READY ? index : Status.WRONG_STATE;
    }

    private int firstFree() {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (state(index) == ProgramState.FREE) {
                return index;
            }
        }
        return 0;
    }

    private static long textFrames(long instructions) {
        return (instructions * Long.BYTES + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME;
    }

    // ---- beginning ---------------------------------------------------------------------------------------------------

    private static boolean isHook(long hook) {
        long kind = hook & ~ProgramHook.GUARDED;
        return kind == ProgramHook.PREDICATE || kind == ProgramHook.HANDLER;
    }

    private static boolean isSize(long frames, long instructions, long hook) {
        long most = (hook & ProgramHook.GUARDED) != 0 ? Limits.GUARDED_STEPS_MAXIMUM : Limits.PROGRAM_INSTRUCTIONS_MAXIMUM;
        return instructions > 0 && instructions <= most && frames <= Limits.PROGRAM_FRAMES_MAXIMUM
                && frames >= textFrames(instructions) + Limits.PROGRAM_SCRATCH_FRAMES;
    }

    private long checkFrames(long first, long count) {
        for (int i = 0; i < count; i++) {
            long status = aegis.frames().checkGift(first + i);
            if (status != Status.OK) {
                return status;
            }
        }
        return Status.OK;
    }

    private long checkArea(long first, long count) {
        for (int i = 0; i < count; i++) {
            long frame = first + i;
            if (!aegis.frames().exists(frame)) {
                return Status.NO_SUCH_FRAME;
            }
            if (aegis.frames().owner(frame) != aegis.record().current()
                    || aegis.frames().kind(frame) != FrameKind.ORDINARY) {
                return Status.NOT_YOURS;
            }
        }
        return Status.OK;
    }

    private void commitBegin(int index, long first, long count, long instructions, long hook) {
        long record = record(index);
        long generation = (ProgramRecord.name(machine, record) >>> EnvironmentName.GENERATION_SHIFT) + 1;
        machine.zero(record, ProgramRecord.BYTES);
        ProgramRecord.name(machine, record, generation << EnvironmentName.GENERATION_SHIFT | index);
        ProgramRecord.state(machine, record, ProgramState.BEGUN);
        ProgramRecord.owner(machine, record, aegis.record().current());
        ProgramRecord.hook(machine, record, hook);
        ProgramRecord.firstFrame(machine, record, first);
        ProgramRecord.frameCount(machine, record, count);
        for (long frame = first; frame < first + count; frame++) {
            aegis.frames().commitProgram(frame);
        }
        commitEngine(index, first, instructions, hook);
        build.commitBegin(index);
    }

    /** What the engine is to know: what memory there will be when the program runs, and what it may call. */
    private void commitEngine(int index, long first, long instructions, long hook) {
        long engine = engine(index);
        boolean handler = (hook & ~ProgramHook.GUARDED) == ProgramHook.HANDLER;
        machine.store64(engine + Program.TEXT, Frames.addressOf(first));
        machine.store64(engine + Program.INSTRUCTIONS, instructions);
        machine.store64(engine + Program.MEMORY_BYTES_LEAST, handler ? Limits.PACKET_BYTES_MINIMUM : PredicateInput.BYTES);
        machine.store64(engine + Program.MEMORY_BYTES_MOST, handler ? Limits.PACKET_BYTES_MAXIMUM : PredicateInput.BYTES);
        machine.store64(engine + Program.HELPERS, handler ? HandlerHelpers.PERMITTED : 0);
        machine.store64(engine + Program.HELPER_ARGUMENTS, handler ? HandlerHelpers.ARGUMENTS : 0);
        machine.store64(engine + Program.FLAGS, (handler ? Program.MEMORY_WRITABLE | Program.AREA_WRITABLE : 0)
                | ((hook & ProgramHook.GUARDED) != 0 ? Program.GUARDED : 0));
    }

    // ---- ending: the caller has checked ------------------------------------------------------------------------------------

    /** A program is no more: its pages are free. What becomes of its frames is the caller's to see to. */
    private void commitUnload(int index) {
        long record = record(index);
        int pages = (int) ProgramRecord.pageCount(machine, record);
        if (pages != 0) {
            build.commitFreePages(index);
        }
        long areaFirst = ProgramRecord.areaFrame(machine, record);
        for (long frame = areaFirst; frame < areaFirst + ProgramRecord.areaFrames(machine, record); frame++) {
            aegis.frames().countPin(frame, -1);
        }
        ProgramRecord.state(machine, record, ProgramState.FREE);
    }

    /** An environment has ended, and so do its programs; their frames are reaped with its others. */
    void commitEndOf(int owner) {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (state(index) != ProgramState.FREE && owner(index) == owner) {
                commitUnload(index);
            }
        }
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long programBegin(long first, long count, long instructions, long hook) {
        if (!isHook(hook) || !isSize(count, instructions, hook)) {
            return Status.BAD_ARGUMENT;
        }
        long status = checkFrames(first, count);
        if (status != Status.OK) {
            return status;
        }
        int index = firstFree();
        if (index == 0) {
            return Status.NO_FREE_PROGRAM;
        }
        commitBegin(index, first, count, instructions, hook);
        return ProgramRecord.name(machine, record(index));
    }

    public long programArea(long name, long first, long count) {
        long index = own(name);
        if (index < 0) {
            return index;
        }
        long record = record((int) index);
        if (ProgramRecord.areaFrames(machine, record) != 0 || state((int) index) != ProgramState.BEGUN) {
            return Status.WRONG_STATE;
        }
        if (count < 1 || count > Limits.PROGRAM_AREA_FRAMES_MAXIMUM) {
            return Status.BAD_ARGUMENT;
        }
        long status = checkArea(first, count);
        if (status == Status.OK) {
            commitArea((int) index, first, count);
        }
        return status;
    }

    private void commitArea(int index, long first, long count) {
        ProgramRecord.areaFrame(machine, record(index), first);
        ProgramRecord.areaFrames(machine, record(index), count);
        machine.store64(engine(index) + Program.AREA_BYTES, count * Limits.BYTES_IN_FRAME);
        for (int i = 0; i < count; i++) {
            aegis.frames().countPin(first + i, 1);
        }
    }

    public long programStep(long name) {
        long index = own(name);
        return index < 0 ? index : build.step((int) index);
    }

    public long programEnd(long name) {
        long index = own(name);
        if (index < 0) {
            return index;
        }
        long record = record((int) index);
        if (ProgramRecord.uses(machine, record) != 0) {
            return Status.PROGRAM_BUSY;
        }
        long first = ProgramRecord.firstFrame(machine, record);
        for (long frame = first; frame < first + ProgramRecord.frameCount(machine, record); frame++) {
            aegis.frames().commitPlain(frame);
        }
        commitUnload((int) index);
        return Status.OK;
    }

    public long waitUntil(long name, long events, long deadline) {
        if (!Waits.areEvents(events)) {
            return Status.BAD_ARGUMENT;
        }
        long index = ownReady(name, ProgramHook.PREDICATE);
        if (index < 0) {
            return index;
        }
        return aegis.predicates().commitWaitUntil((int) index, events, deadline);
    }
}
