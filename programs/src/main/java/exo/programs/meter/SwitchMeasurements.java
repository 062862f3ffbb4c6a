package exo.programs.meter;

import exo.abi.Call;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;

/** Going to another environment with vector registers to save: by a protected control transfer, and by yields there and back. */
final class SwitchMeasurements {
    /** What the partner does between two yields of its own. */
    private static final long PARTNERS_INSTRUCTIONS = 2;

    private SwitchMeasurements() {
    }

    static void printTransferOfVectorUser(AddressSpace self) {
        BareChild callee = Children.make(self, "callee", Children.code(self, Children.CALLEE));
        Children.start(callee, 0);
        KernelException.checked("yield", KernelCalls.yieldTo(callee.environment()));
        Figures.of(new Measurement() {
            @Override
            String what() {
                return "transfer";
            }

            @Override
            long cycles() {
                return Timed.transfer(callee.environment(), self.environment());
            }

            /** There, and back with the answer. */
            @Override
            long operations() {
                return 2;
            }
        }).print("transfer_vector", "a transfer from an environment that has used vector registers, which are saved");
        clearAway(callee);
    }

    static void printYieldOfVectorUser(AddressSpace self) {
        BareChild partner = Children.make(self, "partner", Children.code(self, Children.YIELDER));
        Children.start(partner, self.environment());
        Figures.of(new Measurement() {
            @Override
            String what() {
                return "yield";
            }

            @Override
            long cycles() {
                return Timed.call(Call.YIELD, partner.environment()) - PARTNERS_INSTRUCTIONS;
            }
        }).print("yield_vector", "yields there and back, of which one saves vector registers and one restores them");
        clearAway(partner);
    }

    private static void clearAway(BareChild child) {
        child.end();
        child.reap();
    }
}
