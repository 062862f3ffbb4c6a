package exo.programs.meter;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.Status;
import exo.exos.AddressSpace;
import exo.exos.network.FrameRun;

/** A program's way into the kernel and out: the longest of the calls that it takes. */
final class ProgramPath extends Measurement {
    private static final int FRAMES = Limits.PROGRAM_FRAMES_MAXIMUM;

    private final AddressSpace self;
    private final String what;
    private final long[] text;
    private final int guarded;
    private long first;

    ProgramPath(AddressSpace self, String what, long[] text, int guarded) {
        this.self = self;
        this.what = what;
        this.text = text;
        this.guarded = guarded;
    }

    @Override
    String what() {
        return "program_begin, program_step or program_end of " + text.length + " slots: " + what;
    }

    @Override
    void prepare() {
        first = FrameRun.allocate(FRAMES);
        TextFrames.write(self, first, text);
    }

    @Override
    long cycles() {
        long most = Timed.call(Call.PROGRAM_BEGIN, first, FRAMES, text.length, ProgramHook.HANDLER | guarded, 0);
        long name = Timed.status();
        long more = 1;
        while (more == 1) {
            long took = Timed.attempt(Call.PROGRAM_STEP, name, 0, 0, 0, 0);
            most = Math.max(most, took);
            more = Timed.status();
        }
        if (more != Status.OK && more != Status.REFUSED) {
            throw new IllegalStateException(what() + ": " + more);
        }
        return Math.max(most, Timed.call(Call.PROGRAM_END, name));
    }

    @Override
    void cleanUp() {
        FrameRun.free(first, FRAMES);
    }

    @Override
    int roundsMaximum() {
        return 1;
    }
}
