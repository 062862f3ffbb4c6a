package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.FrameKind;
import exo.abi.HandlerHelper;
import exo.abi.Limits;
import exo.abi.PredicateInput;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.Status;
import java.util.Random;

/** Rows of calls of {@link RandomScenes} by which small programs come, sound and not, are taken a few steps on, slept on, and go. */
final class RandomPrograms {
    private static final long DESK = Family.PAGE + 15 * 4096;
    private static final int SPARE_FRAMES = 3;

    private final Random random;
    private final RawBooks books;
    private final Calls calls;
    private final Stores stores;

    /** A call by whoever the scene is about. */
    interface Calls {
        long ask(int number, long... values);
    }

    /** A store by the same; negative, if the processor refuses it. */
    interface Stores {
        long write(long va, long word);
    }

    RandomPrograms(Random random, RawBooks books, Calls calls, Stores stores) {
        this.random = random;
        this.books = books;
        this.calls = calls;
        this.stores = stores;
    }

    /** Sound or not; now and then with a bit turned, or nothing but random words. */
    private long[] text(boolean ofHandler) {
        if (random.nextInt(12) == 0) {
            return random.longs(1 + random.nextInt(12)).toArray();
        }
        long[] text = ofHandler && random.nextInt(4) != 0 ? textOfHandler() : text();
        if (random.nextInt(6) == 0) {
            text[random.nextInt(text.length)] ^= 1L << random.nextInt(Long.SIZE);
        }
        return text;
    }

    private long[] textOfHandler() {
        int verdict = random.nextInt(3);
        switch (random.nextInt(6)) {
            case 0:
            case 1:
                return HandlerTexts.sending(random.nextInt(8) == 0 ? random.nextInt(5) - 2 : 0, verdict, 1 + random.nextInt(2));
            case 2:
                return HandlerTexts.copying(random.nextInt(64), random.nextInt(64), random.nextInt(80), verdict, 1 + random.nextInt(2));
            case 3:
                return HandlerTexts.waking(verdict, 1 + random.nextInt(2));
            case 4:
                return HandlerTexts.endless();
            default:
                return HandlerTexts.sendingBytes(random.nextInt(200), verdict);
        }
    }

    private long[] text() {
        switch (random.nextInt(9)) {
            case 0:
                return Texts.giving(random.nextInt(2));
            case 1:
                return Texts.area(8 * random.nextInt(600));
            case 2:
                return Texts.input(random.nextInt(PredicateInput.BYTES));
            case 3:
                return Texts.endless();
            case 4:
                return Texts.storing(random.nextInt());
            case 5:
                return Texts.calling(random.nextInt(HandlerHelper.CYCLES + 2));
            case 6:
                return Texts.misshapen(random.nextInt(3));
            case 7:
                return Texts.straying();
            default:
                return Texts.giving(0);
        }
    }

    /** The first of so many free frames in a row, or 0. */
    private long free(int count) {
        long first = 1;
        for (long frame = 1; frame < books.frameCount; frame++) {
            if (books.kind(frame) != FrameKind.FREE) {
                first = frame + 1;
            } else if (frame - first + 1 == count) {
                return first;
            }
        }
        return 0;
    }

    private boolean written(long self, long frame, long[] text) {
        calls.ask(Call.UNBIND, self, DESK);
        while (calls.ask(Call.BIND, self, DESK, frame, Family.WRITE) == Status.NO_TABLE) {
            if (calls.ask(Call.TABLE_GIVE, self, calls.ask(Call.FRAME_ALLOC, Limits.ANY_FRAME)) < 0) {
                return false;
            }
        }
        for (int word = 0; word < text.length; word++) {
            if (stores.write(DESK + word * 8L, text[word]) < 0) {
                return false;
            }
        }
        return calls.ask(Call.UNBIND, self, DESK) == frame;
    }

    /** A text comes into the kernel, and is taken on; what was handed over without need is bound, guaranteed, or the area. */
    void download() {
        int frames = 1 + Limits.PROGRAM_SCRATCH_FRAMES + random.nextInt(2);
        long first = free(frames + SPARE_FRAMES);
        long self = calls.ask(Call.ENV_SELF);
        boolean ofHandler = random.nextBoolean();
        long[] text = text(ofHandler);
        if (first == 0 || calls.ask(Call.FRAME_ALLOC_RANGE, first, frames + SPARE_FRAMES) != Status.OK || !written(self, first, text)) {
            return;
        }
        int hook = (ofHandler ? ProgramHook.HANDLER : ProgramHook.PREDICATE) + ProgramHook.GUARDED * random.nextInt(2);
        long program = calls.ask(Call.PROGRAM_BEGIN, first, frames, random.nextInt(8) == 0 ? random.nextInt(600) : text.length, hook);
        if (random.nextInt(3) != 0) {
            calls.ask(Call.PROGRAM_AREA, program, first + frames, 1 + random.nextInt(SPARE_FRAMES));
        }
        step(program);
    }

    private void step(long program) {
        int most = random.nextInt(4) == 0 ? random.nextInt(8) : 100;
        for (int steps = 0; steps < most && calls.ask(Call.PROGRAM_STEP, program) == 1; steps++) {
            if (random.nextInt(200) == 0) {
                return;
            }
        }
    }

    /** A program of who runs that it can sleep on, if there is one; or any. */
    private long predicate(int owner) {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM && random.nextInt(40) != 0; index++) {
            if (books.programState(index) == ProgramState.READY && books.program32(index, ProgramRecord.OWNER) == owner
                    && (books.program32(index, ProgramRecord.HOOK) & ~ProgramHook.GUARDED) == ProgramHook.PREDICATE) {
                return books.program64(index, ProgramRecord.NAME);
            }
        }
        return own(owner);
    }

    /** A program of who runs, or 0. */
    private long own(int owner) {
        int start = random.nextInt(Limits.PROGRAMS_MAXIMUM);
        for (int step = 0; step < Limits.PROGRAMS_MAXIMUM; step++) {
            int index = (start + step) % Limits.PROGRAMS_MAXIMUM;
            if (books.programState(index) != ProgramState.FREE && books.program32(index, ProgramRecord.OWNER) == owner) {
                return books.program64(index, ProgramRecord.NAME);
            }
        }
        return 0;
    }

    /** One that is there is slept on, taken on, or gone; and a ring comes, or goes. */
    void use(long deadline) {
        int actor = books.current();
        long program = own(actor);
        long until = actor == RawBooks.ROOT ? Math.max(1, deadline) : deadline;
        switch (random.nextInt(6)) {
            case 0:
                calls.ask(Call.PROGRAM_END, program);
                break;
            case 1:
                step(program);
                break;
            case 2:
                calls.ask(Call.RING_END, calls.ask(Call.RING_BEGIN, calls.ask(Call.FRAME_ALLOC, Limits.ANY_FRAME)));
                break;
            default:
                calls.ask(Call.WAIT_UNTIL, predicate(actor), random.nextBoolean() ? 0 : random.nextInt(1024), until);
        }
    }
}
