package exo.programs.meter;

import exo.abi.Call;
import exo.exos.AddressSpace;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Measures what the kernel's primitives cost, for {@code exo bench core}. Run it with {@code exo run systems/meter.toml --count},
 * where a cycle is a guest instruction and the figures repeat exactly; without, it prints cycles of the emulator's own making.
 */
@Include(value = "meter.h", isSystem = false)
public final class Meter {
    private Meter() {
    }

    public static void main(String[] arguments) {
        AddressSpace self = AddressSpace.ofSelf();
        printNullCall();
        ExceptionMeasurements.printAll();
        PairMeasurement.printTransfer(self);
        SwitchMeasurements.printTransferOfVectorUser(self);
        PageMeasurements.printAll(self);
        FaultMeasurement.print(self.environment());
        PairMeasurement.printYield(self);
        SwitchMeasurements.printYieldOfVectorUser(self);
        SliceEndMeasurement.print();
        LongestPath.print(self);
    }

    private static void printNullCall() {
        Figures.of(new Measurement() {
            @Override
            String what() {
                return "null call";
            }

            @Override
            long cycles() {
                return Timed.call(Call.NULL, 0);
            }
        }).print("null_call", "round trip; registers changed: " + registersChanged());
    }

    @Unmanaged
    @Import(name = "meter_registers_changed")
    private static native long registersChanged();
}
