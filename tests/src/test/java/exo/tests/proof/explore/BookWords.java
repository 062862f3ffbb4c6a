package exo.tests.proof.explore;

import exo.abi.AccountRecord;
import exo.abi.BooksHeader;
import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.RingRecord;
import exo.abi.SliceRecord;
import java.util.function.LongUnaryOperator;

/**
 * The kernel's books in the words of an {@link ExploredMachine}, by the layouts of the ABI and by nothing of the kernel's. The few
 * words of the kernel's private record that the rules need are named here once more.
 */
final class BookWords {
    static final int ROOT = 1;
    static final int INPUT_HEAD = 64;
    static final int INPUT_TAIL = 72;
    static final int OUTPUT_HEAD = 80;
    static final int OUTPUT_TAIL = 88;
    static final int RUNNING = 136;
    static final int RUNNING_SLICE = 144;
    static final int EPILOGUES = 152;
    static final int KEY_0 = 184;
    static final int KEY_1 = 192;
    static final int RUNNABLE = 200;
    static final int NEXT_DEADLINE = 208;
    static final int ARMED_FOR = 216;
    static final int SAVING = 224;
    static final int ASKED = 232;
    static final int LEAVING_FRAME = 240;
    static final int LEAVING_OWNER = 248;
    static final int TABLES_MADE = 264;
    static final int CONSOLE_OWNER = 8;
    static final int KNOWN_TABLES = 2048;
    static final int BYTES_OF_KNOWN_TABLE = 32;
    static final int SLOTS_OF_KNOWN_TABLES = 32;

    private static final long LABEL_OF_FIRST = 0x0064_7261_7765_7473L;

    private final ExploredMachine machine;
    final long kernel;
    final long header;
    final long environments;
    final long slices;
    final long accounts;
    final long programs;
    final long rings;
    final long frames;
    final long frameCount;

    BookWords(ExploredMachine machine) {
        this.machine = machine;
        environments = find() - EnvironmentRecord.BYTES;
        header = environments - BooksHeader.BYTES;
        kernel = header - Places.BYTES_IN_FRAME;
        slices = header + machine.load64(header + BooksHeader.SLICES);
        accounts = header + machine.load64(header + BooksHeader.ACCOUNTS);
        programs = header + machine.load64(header + BooksHeader.PROGRAMS);
        rings = header + machine.load64(header + BooksHeader.RINGS);
        frames = header + machine.load64(header + BooksHeader.FRAMES);
        frameCount = machine.load64(header + BooksHeader.FRAME_COUNT);
    }

    private long find() {
        for (long at = 1 << 20; at < Places.MEMORY_BYTES; at += EnvironmentRecord.BYTES) {
            if (machine.load64(at + EnvironmentRecord.NAME) == (1L << EnvironmentName.GENERATION_SHIFT | ROOT)
                    && machine.load32(at + EnvironmentRecord.STATE) == EnvironmentState.RUNNABLE
                    && machine.load64(at + EnvironmentRecord.LABEL) == LABEL_OF_FIRST) {
                return at;
            }
        }
        throw new BrokenRule("no environment called steward in memory", 0);
    }

    long kernel64(int field) {
        return machine.load64(kernel + field);
    }

    long header64(int field) {
        return machine.load64(header + field);
    }

    int current() {
        return (int) machine.load64(header + BooksHeader.CURRENT);
    }

    // ---- environments ------------------------------------------------------------------------------------------------

    long environment(int index) {
        return environments + (long) index * EnvironmentRecord.BYTES;
    }

    long environment64(int index, int field) {
        return machine.load64(environment(index) + field);
    }

    long environment32(int index, int field) {
        return machine.load32(environment(index) + field);
    }

    int state(int index) {
        return (int) environment32(index, EnvironmentRecord.STATE);
    }

    boolean exists(int index) {
        return index > 0 && index < Limits.ENVIRONMENTS_MAXIMUM && state(index) != EnvironmentState.FREE;
    }

    boolean alive(int index) {
        return exists(index) && state(index) != EnvironmentState.ENDED;
    }

    boolean canRun(int index) {
        return index > 0 && state(index) == EnvironmentState.RUNNABLE;
    }

    int parent(int index) {
        return (int) environment32(index, EnvironmentRecord.PARENT);
    }

    long name(int index) {
        return environment64(index, EnvironmentRecord.NAME);
    }

    /** The index that a name stands for, or 0: it stands for nobody any more. */
    int named(long name) {
        int index = (int) (name & EnvironmentName.INDEX_MASK);
        return exists(index) && name(index) == name ? index : 0;
    }

    long rootOf(int index) {
        return environment64(index, EnvironmentRecord.ROOT);
    }

    long contextOf(int index) {
        return environment64(index, EnvironmentRecord.CONTEXT);
    }

    /** 0: it has none. */
    long saveAreaOf(int index) {
        return environment64(index, EnvironmentRecord.SAVE_AREA);
    }

    boolean flag(int index, int flag) {
        return (environment32(index, EnvironmentRecord.FLAGS) & flag) != 0;
    }

    int accountOf(int index) {
        return (int) environment32(index, EnvironmentRecord.ACCOUNT);
    }

    // ---- slices and accounts -----------------------------------------------------------------------------------------

    int sliceOwner(int position) {
        return (int) machine.load32(slices + (long) position * SliceRecord.BYTES + SliceRecord.OWNER);
    }

    int sliceHolder(int position) {
        return (int) machine.load32(slices + (long) position * SliceRecord.BYTES + SliceRecord.HOLDER);
    }

    long account(int index) {
        return accounts + (long) index * AccountRecord.BYTES;
    }

    long accountName(int index) {
        return machine.load64(account(index) + AccountRecord.NAME);
    }

    int accountParent(int index) {
        return (int) machine.load32(account(index) + AccountRecord.PARENT);
    }

    /** 0: there is no such account. */
    int accountDepth(int index) {
        return (int) machine.load32(account(index) + AccountRecord.DEPTH);
    }

    long limit(int account, int kind) {
        return machine.load64(account(account) + AccountRecord.LIMITS + kind * 8L);
    }

    long used(int account, int kind) {
        return machine.load64(account(account) + AccountRecord.USED + kind * 8L);
    }

    // ---- programs and rings ------------------------------------------------------------------------------------------

    long program(int index) {
        return programs + (long) index * ProgramRecord.BYTES;
    }

    int program32(int index, int field) {
        return (int) machine.load32(program(index) + field);
    }

    long programName(int index) {
        return machine.load64(program(index) + ProgramRecord.NAME);
    }

    /** Whether a frame is in the row that a program of this environment's was handed over in. */
    boolean isInProgram(long frame, int owner) {
        for (int index = 1; index < Scene.DOWNLOADS; index++) {
            int first = program32(index, ProgramRecord.FIRST_FRAME);
            if (program32(index, ProgramRecord.STATE) != ProgramState.FREE && program32(index, ProgramRecord.OWNER) == owner
                    && frame >= first && frame < first + program32(index, ProgramRecord.FRAME_COUNT)) {
                return true;
            }
        }
        return false;
    }

    long ring(int index) {
        return rings + (long) index * RingRecord.BYTES;
    }

    int ring32(int index, int field) {
        return (int) machine.load32(ring(index) + field);
    }

    long ringName(int index) {
        return machine.load64(ring(index) + RingRecord.NAME);
    }

    // ---- frames ------------------------------------------------------------------------------------------------------

    long frame(long frame) {
        return frames + frame * FrameRecord.BYTES;
    }

    int kind(long frame) {
        return machine.load8(frame(frame) + FrameRecord.KIND);
    }

    int flags(long frame) {
        return machine.load8(frame(frame) + FrameRecord.FLAGS);
    }

    int owner(long frame) {
        return (int) machine.load32(frame(frame) + FrameRecord.OWNER);
    }

    long bindings(long frame) {
        return machine.load32(frame(frame) + FrameRecord.BINDINGS);
    }

    long pins(long frame) {
        return machine.load32(frame(frame) + FrameRecord.PINS);
    }

    long next(long frame) {
        return machine.load32(frame(frame) + FrameRecord.NEXT);
    }

    long previous(long frame) {
        return machine.load32(frame(frame) + FrameRecord.PREVIOUS);
    }

    long generation(long frame) {
        return machine.load64(frame(frame) + FrameRecord.GENERATION);
    }

    long firstBinding(long frame) {
        return machine.load64(frame(frame) + FrameRecord.FIRST_BINDING);
    }

    long links(long frame, int half) {
        return machine.load32(frame(frame) + FrameRecord.LINKS + half * 4L);
    }

    /**
     * The public books as one number, but for where a program was when it faulted, which takes registers to know. Equal on two
     * machines that did the same.
     */
    static long digest(LongUnaryOperator load64, long header, long end, long environments) {
        long sum = 0;
        long environmentsEnd = environments + (long) Limits.ENVIRONMENTS_MAXIMUM * EnvironmentRecord.BYTES;
        for (long at = header; at < end; at += 8) {
            boolean register = at >= environments && at < environmentsEnd
                    && (at - environments) % EnvironmentRecord.BYTES == EnvironmentRecord.FAULT_INSTRUCTION;
            long value = register ? 0 : load64.applyAsLong(at);
            sum += value == 0 ? 0 : Journal.hashOf(at >>> 3, value);
        }
        return sum;
    }

    long digest() {
        return digest(machine::load64, header, frames + frameCount * FrameRecord.BYTES, environments);
    }
}
