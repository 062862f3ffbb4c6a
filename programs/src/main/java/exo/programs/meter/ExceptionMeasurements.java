package exo.programs.meter;

import exo.exos.KernelException;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** An exception to the program's own handler, and the way back from it. */
@Include(value = "meter.h", isSystem = false)
final class ExceptionMeasurements {
    private ExceptionMeasurements() {
    }

    static void printAll() {
        KernelException.checked("upcall", catchExceptions());
        Figures.of(new Measurement() {
            @Override
            String what() {
                return "invalid opcode to the handler's first instruction";
            }

            @Override
            long cycles() {
                return exception();
            }
        }).print("exception", "invalid opcode, to the handler's first instruction");
        Figures.of(new Measurement() {
            @Override
            String what() {
                return "resume";
            }

            @Override
            long cycles() {
                return resume();
            }

            @Override
            long entriesBesides() {
                return 1;
            }
        }).print("resume", "to the instruction behind, every register as it was");
    }

    @Unmanaged
    @Import(name = "meter_catch")
    private static native long catchExceptions();

    @Unmanaged
    @Import(name = "meter_round_of_exception")
    private static native long exception();

    @Unmanaged
    @Import(name = "meter_round_of_resume")
    private static native long resume();
}
