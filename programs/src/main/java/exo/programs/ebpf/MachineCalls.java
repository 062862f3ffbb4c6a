package exo.programs.ebpf;

import exo.exos.Exceptions;
import exo.exos.GuardedAction;
import org.teavm.interop.Function;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** Calls of machine code, and what it calls ({@code ebpf.h}). */
@Include(value = "ebpf.h", isSystem = false)
final class MachineCalls {
    private static long entry;

    private MachineCalls() {
    }

    /** Runs a function of machine code on a run's record; -1, or the vector of the exception that it raised. */
    static long run(long entryAddress, long run) {
        entry = entryAddress;
        return Exceptions.guarded(Function.get(GuardedAction.class, MachineCalls.class, "runEntry"), run);
    }

    @Unmanaged
    static void runEntry(long run) {
        call(entry, run);
    }

    @Unmanaged
    @Import(name = "ebpf_call")
    private static native long call(long entry, long run);

    /** The same without a net; the cycles between just before and just behind the call. */
    @Unmanaged
    @Import(name = "ebpf_timed_call")
    static native long timedCall(long entry, long run);

    /** What {@link #timedCall} would give for a function of no instructions. */
    @Unmanaged
    @Import(name = "ebpf_timed_nothing")
    static native long timedNothing();

    /** Of the function that machine code calls for helpers. */
    @Unmanaged
    @Import(name = "ebpf_helper_address")
    static native long helperAddress();

    @Unmanaged
    @Import(name = "ebpf_helper")
    static native long helper(long r1, long r2, long r3, long r4, long r5, long number, long run);
}
