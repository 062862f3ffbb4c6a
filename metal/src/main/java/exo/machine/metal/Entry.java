package exo.machine.metal;

import exo.aegis.Aegis;
import exo.machine.Trap;
import org.teavm.interop.Export;

/**
 * Where the assembly enters Java for a trap; for a call it is the generated {@code CallEntries}. Holds the one root reference to the kernel, as the processor's entries carry no argument
 * to find it by; set once, at boot.
 */
final class Entry {
    static Aegis aegis;
    /** Physical address of the level-4 table whose upper half is every address space's. */
    static long kernelRoot;

    private Entry() {
    }

    /** A trap out of user mode; the registers are in the selected context. */
    @Export(name = "aegis_trap")
    static void trap(int vector, long errorCode, long faultAddress) {
        if (vector < Trap.FIRST_INTERRUPT) {
            aegis.traps().exception(vector, errorCode, faultAddress);
        } else {
            interrupt(vector);
        }
    }

    /** A trap out of the kernel: an interrupt that ended the wait for one, an NMI, or a bug. */
    @Export(name = "aegis_kernel_trap")
    static void kernelTrap(int vector, long errorCode, long faultAddress, long instruction, long codeSelector) {
        if (vector >= Trap.FIRST_INTERRUPT) {
            interrupt(vector);
        } else if (vector != Trap.NON_MASKABLE_INTERRUPT) {
            aegis.panic().trap(vector, errorCode, faultAddress, instruction);
        }
    }

    @Export(name = "aegis_uncaught")
    static void uncaught() {
        aegis.panic().stop("uncaught Java exception");
    }

    private static void interrupt(int vector) {
        if (vector == InterruptController.SPURIOUS_VECTOR) {
            return;
        }
        InterruptController.endOfInterrupt();
        aegis.traps().interrupt(vector);
    }
}
