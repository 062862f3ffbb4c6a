package exo.machine.metal;

import exo.aegis.Aegis;
import exo.aegis.HandlerHelpers;
import exo.aegis.Traps;
import exo.machine.Trap;
import org.teavm.interop.Export;

/**
 * Where the assembly enters Java for a trap; for a call it is the generated {@code CallEntries}. Holds the root references to
 * the kernel, as the processor's entries carry no argument to find it by; set once, at boot.
 */
final class Entry {
    private static Aegis aegis;
    private static Traps traps;
    private static HandlerHelpers helpers;
    /** Physical address of the level-4 table whose upper half is every address space's. */
    static long kernelRoot;

    private Entry() {
    }

    static void enter(Aegis kernel) {
        aegis = kernel;
        traps = kernel.traps();
        helpers = kernel.helpers();
        CallEntries.enter(kernel);
    }

    /** An exception of the running program; its registers are in the selected context. */
    @Export(name = "aegis_exception")
    static void exception(long unused, int vector, long errorCode, long faultAddress) {
        traps.exception(vector, errorCode, faultAddress);
    }

    @Export(name = "aegis_vector_use")
    static void vectorUse() {
        traps.vectorUse();
    }

    @Export(name = "aegis_foreign_call")
    static void foreignCall() {
        traps.foreignCall();
    }

    /** What machine code of downloaded programs calls for a helper: its run's record as the code sees it. */
    @Export(name = "aegis_helper_entry")
    static long helper(long r1, long r2, long r3, long r4, long r5, int number, long run) {
        return helpers.call(run - DirectMap.BASE, number, r1, r2, r3, r4, r5);
    }

    /** A trap out of the kernel: an NMI, or a bug. */
    @Export(name = "aegis_kernel_trap")
    static void kernelTrap(long unused, int vector, long errorCode, long faultAddress, long instruction) {
        if (vector != Trap.NON_MASKABLE_INTERRUPT) {
            aegis.panic().trap(vector, errorCode, faultAddress, instruction);
        }
    }

    @Export(name = "aegis_uncaught")
    static void uncaught() {
        aegis.panic().stop("uncaught Java exception");
    }

    /** An interrupt out of a program, or one that ended the wait for one. */
    @Export(name = "aegis_interrupt")
    static void interrupt(long unused, int vector) {
        if (vector == InterruptController.SPURIOUS_VECTOR) {
            return;
        }
        InterruptController.endOfInterrupt();
        traps.interrupt(vector);
    }
}
