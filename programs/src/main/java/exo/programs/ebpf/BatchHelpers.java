package exo.programs.ebpf;

import exo.ebpf.Helpers;
import org.teavm.interop.Unmanaged;

/** Helper 5, which gives its r1, and the others that random programs call: the same functions that machine code gets. */
@Unmanaged
final class BatchHelpers implements Helpers {
    @Override
    public long call(long run, int number, long r1, long r2, long r3, long r4, long r5) {
        return MachineCalls.helper(r1, r2, r3, r4, r5, number, run);
    }
}
