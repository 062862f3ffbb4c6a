package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.EnvironmentName;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Status;

/** What a program does to download code, as the current environment of a {@link BootedKernel}: by calls, and stores of its own. */
final class Downloads {
    static final int SCRATCH = Limits.PROGRAM_SCRATCH_FRAMES;
    /** Where texts are written: under the same page table as {@link Family#PAGE}. */
    private static final long DESK = Family.PAGE + (1 << 20);

    private final BootedKernel kernel;
    private final Family family;

    Downloads(BootedKernel kernel, Family family) {
        this.kernel = kernel;
        this.family = family;
    }

    static int index(long program) {
        return (int) (program & EnvironmentName.INDEX_MASK);
    }

    static int textFrames(long[] text) {
        return (int) ((text.length * (long) Long.BYTES + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME);
    }

    /** The first of so many frames in a row, now the current environment's. */
    long frames(int count) {
        RawBooks books = kernel.books();
        long first = 1;
        for (long frame = 1; frame < first + count; frame++) {
            assertTrue(frame < books.frameCount, "there are not so many frames in a row");
            if (books.kind(frame) != FrameKind.FREE) {
                first = frame + 1;
            }
        }
        for (int taken = 0; taken < count; taken += Limits.FRAMES_IN_RANGE_MAXIMUM) {
            assertEquals(Status.OK, kernel.call(Call.FRAME_ALLOC_RANGE, first + taken,
                    Math.min(count - taken, Limits.FRAMES_IN_RANGE_MAXIMUM)));
        }
        return first;
    }

    /** Writes a text to frames of the current environment's, which are unbound before and after. */
    void write(long first, long[] text) {
        long self = family.self();
        for (int frame = 0; frame < textFrames(text); frame++) {
            family.bind(self, DESK, first + frame, Family.WRITE);
            int from = frame * (int) (Limits.BYTES_IN_FRAME / Long.BYTES);
            for (int word = from; word < text.length && word < from + Limits.BYTES_IN_FRAME / Long.BYTES; word++) {
                kernel.store(DESK + (word - from) * (long) Long.BYTES, text[word]);
            }
            assertEquals(first + frame, kernel.call(Call.UNBIND, self, DESK));
        }
    }

    /** Frames with a text in the first ones, and as many behind it as there must be. */
    long written(long[] text) {
        long first = frames(textFrames(text) + SCRATCH);
        write(first, text);
        return first;
    }

    /** Hands a text over, as the call answers it. */
    long tryBegin(long[] text, int hook) {
        return kernel.call(Call.PROGRAM_BEGIN, written(text), textFrames(text) + SCRATCH, text.length, hook);
    }

    long begun(long[] text, int hook) {
        long program = tryBegin(text, hook);
        assertTrue(program > 0, () -> "refused with " + DeclaredStatuses.nameOf(program));
        return program;
    }

    long begunWithArea(long[] text, int hook, long areaFirst, int areaFrames) {
        long program = begun(text, hook);
        assertEquals(Status.OK, kernel.call(Call.PROGRAM_AREA, program, areaFirst, areaFrames));
        return program;
    }

    /** Steps until there is no more to do; gives the last answer. */
    long finish(long program) {
        long answer = 1;
        for (int steps = 0; answer == 1; steps++) {
            assertTrue(steps < 100_000, "there is always more to do");
            answer = kernel.call(Call.PROGRAM_STEP, program);
        }
        return answer;
    }

    /** Steps until the program has come to a state. */
    void until(long program, int state) {
        for (int steps = 0; kernel.books().programState(index(program)) != state; steps++) {
            assertTrue(steps < 100_000, "it does not come to state " + state);
            assertTrue(kernel.call(Call.PROGRAM_STEP, program) >= 0, "it cannot go on");
        }
    }

    /** Downloads a text; it is ready. */
    long ready(long[] text, int hook) {
        return finished(begun(text, hook));
    }

    long finished(long program) {
        assertEquals(Status.OK, finish(program));
        return program;
    }

    void end(long program) {
        assertEquals(Status.OK, kernel.call(Call.PROGRAM_END, program));
    }
}
