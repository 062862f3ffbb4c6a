package exo.aegis;

import exo.abi.Context;
import exo.machine.Machine;

/** The vector and floating-point registers as a new environment finds them: empty, with every exception masked. */
final class VectorState {
    private static final int CONTROL_WORD = 0;
    private static final int CONTROL_AND_STATUS = 24;

    private VectorState() {
    }

    /** In the format of FXSAVE (Intel SDM vol. 1, 10.5.1), in a cleared context. */
    static void initialise(Machine machine, long context) {
        machine.store64(context + Context.VECTOR_STATE + CONTROL_WORD, 0x37f);
        machine.store64(context + Context.VECTOR_STATE + CONTROL_AND_STATUS, 0x1f80);
    }
}
