package exo.exos.network;

import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.Right;
import exo.abi.Status;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.ProgramRecord;
import org.teavm.interop.Address;

/** A program of eBPF instructions that the kernel has checked and compiled, ready to be bound to filters or slept on. */
public final class DownloadedProgram {
    private static final long WINDOW = 0x1900_0000_0000L;
    private static final long AREAS = WINDOW + 0x1000_0000L;
    private static final long BYTES_BETWEEN_AREAS = 0x10_0000L;
    /** Where {@code exo.ebpf.Program}, which the record ends with, has these. */
    private static final int REFUSAL = 64;
    private static final int REFUSED_AT = 72;

    private static int areas;

    private final long name;
    private final long areaVa;

    private DownloadedProgram(long name, long areaVa) {
        this.name = name;
        this.areaVa = areaVa;
    }

    /** A packet handler without an area. */
    public static DownloadedProgram handler(long[] text) {
        return load(text, ProgramHook.HANDLER, Limits.PROGRAM_SCRATCH_FRAMES, 0);
    }

    /** A packet handler with an area, cleared at first, that its owner sees at {@link #areaVa}. */
    public static DownloadedProgram handler(long[] text, int areaFrames) {
        return load(text, ProgramHook.HANDLER, Limits.PROGRAM_SCRATCH_FRAMES, areaFrames);
    }

    /**
     * Hands a program over and waits until it is ready.
     *
     * @param hook  of {@link ProgramHook}
     * @param scratchFrames  for the checker, PROGRAM_SCRATCH_FRAMES or more; free again when the program is ready
     * @param areaFrames  0: it keeps nothing from run to run
     * @throws RefusedProgramException  when it breaks a rule; nothing of it is left then
     * @throws KernelException  when the kernel has no room for it
     */
    public static DownloadedProgram load(long[] text, int hook, int scratchFrames, int areaFrames) {
        AddressSpace self = AddressSpace.ofSelf();
        long textFrames = ((long) text.length * Long.BYTES + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME;
        long frames = textFrames + scratchFrames;
        long first = FrameRun.allocate(frames);
        write(self, first, textFrames, text);
        long name = KernelException.checked("program_begin", KernelCalls.programBegin(first, frames, text.length, hook));
        long areaFirst = areaFrames == 0 ? 0 : FrameRun.allocate(areaFrames);
        try {
            long areaVa = areaFrames == 0 ? 0 : giveArea(self, name, areaFirst, areaFrames);
            finish(name);
            FrameRun.free(first + textFrames, scratchFrames);
            return new DownloadedProgram(name, areaVa);
        } catch (RefusedProgramException | KernelException e) {
            KernelCalls.programEnd(name);
            FrameRun.free(first, frames);
            throw e;
        }
    }

    private static void write(AddressSpace self, long first, long frames, long[] text) {
        for (int frame = 0; frame < frames; frame++) {
            self.bind(WINDOW, first + frame, Right.READ | Right.WRITE);
            int from = frame * (AddressSpace.PAGE_BYTES / Long.BYTES);
            for (int i = from; i < text.length && i < from + AddressSpace.PAGE_BYTES / Long.BYTES; i++) {
                Address.fromLong(WINDOW + (long) (i - from) * Long.BYTES).putLong(text[i]);
            }
            self.unbind(WINDOW);
        }
    }

    private static long giveArea(AddressSpace self, long name, long first, int frames) {
        KernelException.checked("program_area", KernelCalls.programArea(name, first, frames));
        long start = AREAS + areas++ * BYTES_BETWEEN_AREAS;
        for (int i = 0; i < frames; i++) {
            self.bind(start + (long) i * AddressSpace.PAGE_BYTES, first + i, Right.READ | Right.WRITE);
        }
        return start;
    }

    private static void finish(long name) {
        long more = 1;
        while (more == 1) {
            more = KernelCalls.programStep(name);
        }
        if (more == Status.REFUSED) {
            long engine = ProgramRecord.engineAddress(Books.program(name));
            throw new RefusedProgramException((int) Address.fromLong(engine + REFUSAL).getLong(),
                    (int) Address.fromLong(engine + REFUSED_AT).getLong());
        }
        KernelException.checked("program_step", more);
    }

    /** The kernel's name for it. */
    public long name() {
        return name;
    }

    /** Where its owner sees what it keeps from run to run; 0: it has no area. */
    public long areaVa() {
        return areaVa;
    }

    /** How often it was run. */
    public long runs() {
        return ProgramRecord.runs(Books.program(name));
    }
}
