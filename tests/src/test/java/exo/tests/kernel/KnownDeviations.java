package exo.tests.kernel;

import exo.abi.Call;

/**
 * Where kernel and specification are known to differ in what a call may give, each with the reason why the specification is
 * to follow. {@link EveryStatusTest} fails when one of these is declared at last, so that the list cannot outlive its cause.
 */
final class KnownDeviations {
    private KnownDeviations() {
    }

    static boolean permits(int call, String status) {
        return false;
    }
}
