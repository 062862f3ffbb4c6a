package exo.tests.kernel;

import exo.machine.simulated.ProcessorFault;

/** Who is told of every step of a {@link BootedKernel}'s programs right before it is taken; see {@link TwinRecorder}. */
interface Witness {

    /** Nobody. */
    Witness NONE = new Witness() {
    };

    default void call(int number, long[] arguments) {
    }

    default void trap(int vector) {
    }

    default void fault(ProcessorFault fault) {
    }

    default void load(long virtualAddress) {
    }

    default void store(long virtualAddress, long value) {
    }

    default void pass(long cycles) {
    }

    default void typed(String text) {
    }

    /** Something that no list of steps can say. */
    default void other(String what) {
    }
}
