package exo.programs.meter;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Measures what the kernel's primitives cost. Run it with {@code exo run systems/meter.toml --count}, where a cycle is a
 * guest instruction and the figures repeat exactly; without, it prints cycles of the emulator's own making.
 */
@Include(value = "meter.h", isSystem = false)
public final class Meter {
    private static final int ROUNDS = 1000;
    private static final int WARM_UP_ROUNDS = 10;

    private Meter() {
    }

    public static void main(String[] arguments) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            nullCall();
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long cycles = nullCall();
            least = Math.min(least, cycles);
            most = Math.max(most, cycles);
        }
        System.out.println("null call round trip: " + least + " (most " + most + ", " + ROUNDS + " rounds)");
        System.out.println("registers changed by it: " + registersChanged());
    }

    @Unmanaged
    @Import(name = "meter_null_call")
    private static native long nullCall();

    @Unmanaged
    @Import(name = "meter_registers_changed")
    private static native long registersChanged();
}
