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

    /** One measurement of a primitive, in cycles. */
    private interface Measurement {
        long cycles();
    }

    public static void main(String[] arguments) {
        measure("null call round trip", Meter::nullCall);
        measure("exception to the handler's first instruction", Meter::exception);
        measure("resume from the handler, kernel not entered", Meter::resume);
        if (preparePages() < 0) {
            System.out.println("no memory to measure bindings with");
            System.exit(1);
        }
        measure("protect one own page, call round trip", Meter::protect);
        measure("bind one own page, call round trip", Meter::bind);
        measure("protect in a batch of 100, per page", Meter::protectBatch);
        measure("bind in a batch of 100, per page", Meter::bindBatch);
        System.out.println("registers changed by a null call: " + registersChanged());
    }

    private static void measure(String what, Measurement measurement) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            measurement.cycles();
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long cycles = measurement.cycles();
            least = Math.min(least, cycles);
            most = Math.max(most, cycles);
        }
        System.out.println(what + ": " + least + " (most " + most + ", " + ROUNDS + " rounds)");
    }

    @Unmanaged
    @Import(name = "meter_null_call")
    private static native long nullCall();

    @Unmanaged
    @Import(name = "meter_exception")
    private static native long exception();

    @Unmanaged
    @Import(name = "meter_resume")
    private static native long resume();

    @Unmanaged
    @Import(name = "meter_registers_changed")
    private static native long registersChanged();

    @Unmanaged
    @Import(name = "meter_prepare_pages")
    private static native long preparePages();

    @Unmanaged
    @Import(name = "meter_protect")
    private static native long protect();

    @Unmanaged
    @Import(name = "meter_bind")
    private static native long bind();

    @Unmanaged
    @Import(name = "meter_protect_batch")
    private static native long protectBatch();

    @Unmanaged
    @Import(name = "meter_bind_batch")
    private static native long bindBatch();
}
