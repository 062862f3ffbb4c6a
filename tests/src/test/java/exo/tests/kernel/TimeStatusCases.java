package exo.tests.kernel;

import static exo.abi.Status.BAD_ADDRESS;
import static exo.abi.Status.BAD_ARGUMENT;
import static exo.abi.Status.NOT_YOURS;
import static exo.abi.Status.NO_FREE_SLICE;
import static exo.abi.Status.NO_SUCH_ENVIRONMENT;
import static exo.abi.Status.NO_SUCH_SLICE;
import static exo.abi.Status.OVER_LIMIT;
import static exo.abi.Status.TIMED_OUT;
import static exo.abi.Status.WOULD_BLOCK;
import static exo.abi.Status.WRONG_STATE;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.Limits;
import exo.tests.kernel.StatusCase.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The fourth part of {@link StatusCases}: the vector of slices, transfers, entries, and what comes onto the processor. */
final class TimeStatusCases {
    private final List<StatusCase> cases = new ArrayList<>();

    private TimeStatusCases() {
        slices();
        transfers();
        answers();
        entries();
    }

    static List<StatusCase> all() {
        return List.copyOf(new TimeStatusCases().cases);
    }

    private void add(int call, long status, ToLongFunction<Scene> deed) {
        cases.add(new StatusCase(call, status, deed));
    }

    private void slices() {
        for (int call : new int[] {Call.SLICE_ALLOC, Call.SLICE_FREE, Call.SLICE_GIVE}) {
            add(call, NO_SUCH_SLICE, s -> s.call(call, Limits.SLICES, s.child()));
        }
        add(Call.SLICE_ALLOC, OVER_LIMIT, s -> s.call(Call.SLICE_ALLOC, Limits.ANY_SLICE));
        add(Call.SLICE_ALLOC, NO_FREE_SLICE, s -> {
            s.call(Call.SLICE_FREE, 5);
            return s.call(Call.SLICE_ALLOC, 6);
        });
        add(Call.SLICE_FREE, NOT_YOURS, s -> {
            s.call(Call.SLICE_FREE, 5);
            return s.call(Call.SLICE_FREE, 5);
        });
        add(Call.SLICE_GIVE, NO_SUCH_ENVIRONMENT, s -> s.call(Call.SLICE_GIVE, 5, 7));
        add(Call.SLICE_GIVE, NOT_YOURS, s -> s.call(Call.SLICE_GIVE, 5, s.self));
        add(Call.SLICE_GIVE, WRONG_STATE, s -> s.call(Call.SLICE_GIVE, 5, s.ended()));
        add(Call.SLICE_GIVE, OVER_LIMIT, s -> s.call(Call.SLICE_GIVE, 5, s.child()));
    }

    private void transfers() {
        for (int call : new int[] {Call.TRANSFER_SYNC, Call.TRANSFER_ASYNC}) {
            add(call, NO_SUCH_ENVIRONMENT, s -> s.call(call, 7, 0));
            add(call, WOULD_BLOCK, s -> s.call(call, s.child(), 0));
        }
        add(Call.ACCEPT, BAD_ARGUMENT, s -> s.call(Call.ACCEPT, 1024, 0));
        add(Call.ACCEPT, WRONG_STATE, s -> s.call(Call.ACCEPT, 0, 0));
    }

    /** A child that waits to be entered, for ever. */
    private static long server(Scene s) {
        long child = s.inChild();
        s.call(Call.ENTRY_POINT, EntryPoint.SYNCHRONOUS, Family.ENTRY);
        s.call(Call.ACCEPT, 0, 0);
        return child;
    }

    /** What a transfer gives later on, when its caller runs again. */
    private void answers() {
        add(Call.TRANSFER_SYNC, TIMED_OUT, s -> {
            s.call(Call.TRANSFER_SYNC, server(s), s.kernel.machine().timer().now() + 9);
            s.kernel.pass(9);
            s.family.run(s.self);
            return s.kernel.register(Context.RAX);
        });
        add(Call.TRANSFER_SYNC, NO_SUCH_ENVIRONMENT, s -> {
            s.call(Call.TRANSFER_SYNC, server(s), 0);
            s.call(Call.EXIT, 0);
            return s.kernel.register(Context.RAX);
        });
    }

    private void entries() {
        add(Call.ENTRY_POINT, BAD_ARGUMENT, s -> s.call(Call.ENTRY_POINT, EntryPoint.ASYNCHRONOUS + 1, Family.ENTRY));
        add(Call.ENTRY_POINT, BAD_ADDRESS, s -> s.call(Call.ENTRY_POINT, EntryPoint.EPILOGUE, Limits.USER_END));
        add(Call.TEXT_RANGE, BAD_ADDRESS, s -> s.call(Call.TEXT_RANGE, Family.ENTRY, Family.ENTRY));
        add(Call.SEGMENT_BASES, BAD_ADDRESS, s -> s.call(Call.SEGMENT_BASES, 0, Limits.USER_END));
    }
}
