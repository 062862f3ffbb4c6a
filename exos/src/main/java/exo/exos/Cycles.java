package exo.exos;

import exo.abi.Event;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * The processor's cycle counter, which is the clock of deadlines; it runs on while others have the processor. Where
 * instructions are counted ({@code exo run --count}), a cycle is an instruction.
 */
@Include(value = "exos.h", isSystem = false)
public final class Cycles {
    private Cycles() {
    }

    @Unmanaged
    @Import(name = "exos_cycles")
    public static native long now();

    /** Leaves the processor to others until so many cycles from now. */
    public static void sleep(long cycles) {
        long until = now() + cycles;
        while (now() < until) {
            KernelCalls.waitFor(Event.DEADLINE, until);
        }
    }

    /** Cycles that this environment has run. What the book says of a running one lacks the counter, which is added here. */
    public static long used() {
        long booked;
        long used;
        do {
            booked = booked();
            used = booked + now();
        } while (booked() != booked);
        return used;
    }

    private static long booked() {
        return EnvironmentRecord.cyclesUsed(Books.environmentNamed(KernelCalls.envSelf()));
    }
}
