package exo.tests.kernel;

import static exo.abi.Status.BAD_ARGUMENT;
import static exo.abi.Status.FRAME_BUSY;
import static exo.abi.Status.NOT_YOURS;
import static exo.abi.Status.NO_DEVICE;
import static exo.abi.Status.NO_FREE_CODE;
import static exo.abi.Status.NO_FREE_PROGRAM;
import static exo.abi.Status.NO_FREE_RING;
import static exo.abi.Status.NO_SUCH_CLAIM;
import static exo.abi.Status.NO_SUCH_FILTER;
import static exo.abi.Status.NO_SUCH_FRAME;
import static exo.abi.Status.NO_SUCH_PROGRAM;
import static exo.abi.Status.NO_SUCH_RING;
import static exo.abi.Status.OVER_LIMIT;
import static exo.abi.Status.REFUSED;
import static exo.abi.Status.WRONG_STATE;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.ProgramState;
import exo.tests.kernel.StatusCase.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The fifth part of {@link StatusCases}: downloaded code, and of the network what there is without a device. */
final class CodeStatusCases {
    private static final int PREDICATE = ProgramHook.PREDICATE;
    /** Calls that come to nothing without a network device. */
    static final Set<Integer> OF_DEVICE = Set.of(Call.FILTER_BIND, Call.FILTER_UNBIND, Call.CLAIM_SPLIT, Call.CLAIM_RETURN,
            Call.PACKET_SEND);

    private final List<StatusCase> cases = new ArrayList<>();

    private CodeStatusCases() {
        begin();
        steps();
        areas();
        ends();
        waits();
        network();
    }

    static List<StatusCase> all() {
        return List.copyOf(new CodeStatusCases().cases);
    }

    private void add(int call, long status, ToLongFunction<Scene> deed) {
        cases.add(new StatusCase(call, status, deed));
    }

    private static Downloads downloads(Scene s) {
        return new Downloads(s.kernel, s.family);
    }

    private static long begun(Scene s) {
        return downloads(s).begun(Texts.giving(1), PREDICATE);
    }

    private static long ready(Scene s) {
        return downloads(s).ready(Texts.giving(1), PREDICATE);
    }

    private static long begin(Scene s, long first, long frames, long instructions, long hook) {
        return s.call(Call.PROGRAM_BEGIN, first, frames, instructions, hook);
    }

    private void begin() {
        int frames = 1 + Downloads.SCRATCH;
        add(Call.PROGRAM_BEGIN, BAD_ARGUMENT, s -> begin(s, downloads(s).frames(frames), frames, 1, 0));
        add(Call.PROGRAM_BEGIN, BAD_ARGUMENT, s -> begin(s, downloads(s).frames(frames), frames, 513, PREDICATE));
        add(Call.PROGRAM_BEGIN, NO_SUCH_FRAME, s -> begin(s, 0, frames, 1, PREDICATE));
        add(Call.PROGRAM_BEGIN, NOT_YOURS, s -> begin(s, s.free(downloads(s).frames(frames)), frames, 1, PREDICATE));
        add(Call.PROGRAM_BEGIN, FRAME_BUSY, s -> {
            long first = downloads(s).frames(frames);
            s.family.bind(s.self, Family.PAGE, first, Family.READ);
            return begin(s, first, frames, 1, PREDICATE);
        });
        add(Call.PROGRAM_BEGIN, NO_FREE_PROGRAM, CodeStatusCases::beginTooMany);
    }

    private static long beginTooMany(Scene s) {
        long first = downloads(s).frames(Limits.PROGRAMS_MAXIMUM * (1 + Downloads.SCRATCH));
        long result = 1;
        while (result > 0) {
            result = begin(s, first, 1 + Downloads.SCRATCH, 1, PREDICATE);
            first += 1 + Downloads.SCRATCH;
        }
        return result;
    }

    /** The pages of three programs with one of a page between them, and then one that is longer than each of the three. */
    static long fragmented(Scene s) {
        Downloads downloads = downloads(s);
        long[] wide = new long[2];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = downloads.begun(Texts.idle(400), PREDICATE);
            downloads.until(wide[i], ProgramState.COMPILING);
            s.call(Call.PROGRAM_STEP, wide[i]);
            downloads.ready(Texts.giving(1), PREDICATE);
        }
        for (long program : wide) {
            downloads.end(program);
        }
        return downloads.finish(downloads.begun(Texts.idle(520), PREDICATE));
    }

    private void steps() {
        add(Call.PROGRAM_STEP, NO_SUCH_PROGRAM, s -> s.call(Call.PROGRAM_STEP, 1));
        add(Call.PROGRAM_STEP, NOT_YOURS, s -> inChild(s, Call.PROGRAM_STEP));
        add(Call.PROGRAM_STEP, REFUSED, s -> downloads(s).finish(downloads(s).begun(Texts.unwritten(), PREDICATE)));
        add(Call.PROGRAM_STEP, REFUSED, s -> downloads(s).finish(downloads(s).begun(Texts.misshapen(0), PREDICATE)));
        add(Call.PROGRAM_STEP, OVER_LIMIT, s -> {
            s.inChild();
            return downloads(s).finish(begun(s));
        });
        add(Call.PROGRAM_STEP, NO_FREE_CODE, CodeStatusCases::fragmented);
    }

    /** What a child is told of a program of its parent's. */
    private static long inChild(Scene s, int call) {
        long program = ready(s);
        s.inChild();
        return s.call(call, program, 0, 0);
    }

    private void areas() {
        add(Call.PROGRAM_AREA, NO_SUCH_PROGRAM, s -> s.call(Call.PROGRAM_AREA, 1, downloads(s).frames(1), 1));
        add(Call.PROGRAM_AREA, NOT_YOURS, s -> inChild(s, Call.PROGRAM_AREA));
        add(Call.PROGRAM_AREA, NOT_YOURS, s -> s.call(Call.PROGRAM_AREA, begun(s), 1, 1));
        add(Call.PROGRAM_AREA, WRONG_STATE, s -> s.call(Call.PROGRAM_AREA, ready(s), downloads(s).frames(1), 1));
        add(Call.PROGRAM_AREA, BAD_ARGUMENT, s -> s.call(Call.PROGRAM_AREA, begun(s), downloads(s).frames(1), 0));
        add(Call.PROGRAM_AREA, NO_SUCH_FRAME, s -> s.call(Call.PROGRAM_AREA, begun(s), 0, 1));
    }

    private void ends() {
        add(Call.PROGRAM_END, NO_SUCH_PROGRAM, s -> s.call(Call.PROGRAM_END, 1));
        add(Call.PROGRAM_END, NOT_YOURS, s -> inChild(s, Call.PROGRAM_END));
    }

    private void waits() {
        add(Call.WAIT_UNTIL, BAD_ARGUMENT, s -> s.call(Call.WAIT_UNTIL, ready(s), 1024, 0));
        add(Call.WAIT_UNTIL, NO_SUCH_PROGRAM, s -> s.call(Call.WAIT_UNTIL, 1, 0, 0));
        add(Call.WAIT_UNTIL, NOT_YOURS, s -> inChild(s, Call.WAIT_UNTIL));
        add(Call.WAIT_UNTIL, WRONG_STATE, s -> s.call(Call.WAIT_UNTIL, begun(s), 0, 0));
        add(Call.WAIT_UNTIL, WRONG_STATE,
                s -> s.call(Call.WAIT_UNTIL, downloads(s).ready(Texts.giving(1), ProgramHook.HANDLER), 0, 0));
    }

    private static long ringsTooMany(Scene s) {
        long frame = s.family.frame();
        long result = 1;
        while (result > 0) {
            result = s.call(Call.RING_BEGIN, frame);
        }
        return result;
    }

    private void network() {
        add(Call.RING_BEGIN, NO_SUCH_FRAME, s -> s.call(Call.RING_BEGIN, 0));
        add(Call.RING_BEGIN, NOT_YOURS, s -> s.call(Call.RING_BEGIN, s.free(s.family.frame())));
        add(Call.RING_BEGIN, NO_FREE_RING, CodeStatusCases::ringsTooMany);
        add(Call.RING_END, NO_SUCH_RING, s -> s.call(Call.RING_END, 1));
        add(Call.RING_END, NOT_YOURS, s -> {
            long ring = s.call(Call.RING_BEGIN, s.family.frame());
            s.inChild();
            return s.call(Call.RING_END, ring);
        });
        add(Call.PACKET_SEND, NO_SUCH_FRAME, s -> s.call(Call.PACKET_SEND, 0, 0, 60));
        add(Call.PACKET_SEND, NOT_YOURS, s -> s.call(Call.PACKET_SEND, s.free(s.family.frame()), 0, 60));
        add(Call.PACKET_SEND, BAD_ARGUMENT, s -> s.call(Call.PACKET_SEND, s.family.frame(), 4096 - 59, 60));
        add(Call.PACKET_SEND, NO_DEVICE, s -> s.call(Call.PACKET_SEND, s.family.frame(), 0, 60));
        add(Call.FILTER_BIND, NO_DEVICE, s -> s.call(Call.FILTER_BIND, StewardFile.DATA, 1, 0, 0, 0));
        add(Call.FILTER_UNBIND, NO_SUCH_FILTER, s -> s.call(Call.FILTER_UNBIND, 1));
        add(Call.CLAIM_SPLIT, NO_DEVICE, s -> s.call(Call.CLAIM_SPLIT, 1, StewardFile.DATA, 0));
        add(Call.CLAIM_RETURN, NO_SUCH_CLAIM, s -> s.call(Call.CLAIM_RETURN, 1));
    }
}
