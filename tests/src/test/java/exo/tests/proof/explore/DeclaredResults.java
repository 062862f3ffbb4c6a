package exo.tests.proof.explore;

import exo.abi.spec.Call;
import exo.abi.spec.Failure;
import exo.abi.spec.Specification;
import java.util.Arrays;

/** Which statuses each call may give, as the specification has it. */
final class DeclaredResults {
    private static final int NO_SUCH_CALL = 1;

    /** By call, one bit for each status. */
    private final long[] statuses = new long[256];

    DeclaredResults() {
        Arrays.fill(statuses, 1L << NO_SUCH_CALL);
        for (Call call : Specification.current().calls()) {
            long bits = 0;
            for (Failure failure : call.failures()) {
                bits |= 1L << failure.status().number();
            }
            statuses[call.number()] = bits;
        }
    }

    void require(int call, long result) {
        BrokenRule.require(result >= 0 || result > -Long.SIZE && (statuses[call] >>> -result & 1) != 0,
                "a call gave a status that it does not declare:", result);
    }
}
