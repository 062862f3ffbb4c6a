package exo.programs.meter;

import exo.abi.Info;
import exo.exos.kernel.KernelCalls;

/**
 * What the kernel has counted, read before and after a piece of work: its entries, the switches of the address space, and the
 * translations that were dropped. Reading them enters the kernel; that is known, and taken off.
 */
final class Counters {
    /** Between the two readings of the first: two more before the work, and two and itself after it. */
    private static final long ENTRIES_OF_READING = 5;

    private long entries;
    private long switches;
    private long flushes;
    private long entriesBefore;
    private long switchesBefore;
    private long flushesBefore;

    void before() {
        entriesBefore = KernelCalls.machineInfo(Info.KERNEL_ENTRIES);
        switchesBefore = KernelCalls.machineInfo(Info.ADDRESS_SPACE_SWITCHES);
        flushesBefore = KernelCalls.machineInfo(Info.TRANSLATION_FLUSHES);
    }

    void after() {
        flushes += KernelCalls.machineInfo(Info.TRANSLATION_FLUSHES) - flushesBefore;
        switches += KernelCalls.machineInfo(Info.ADDRESS_SPACE_SWITCHES) - switchesBefore;
        entries += KernelCalls.machineInfo(Info.KERNEL_ENTRIES) - entriesBefore - ENTRIES_OF_READING;
    }

    long entries() {
        return entries;
    }

    long switches() {
        return switches;
    }

    long flushes() {
        return flushes;
    }
}
