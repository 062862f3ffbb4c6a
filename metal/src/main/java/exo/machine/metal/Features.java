package exo.machine.metal;

import exo.machine.PageTableEntry;

/**
 * What this processor has, asked of CPUID, and turning it on. No-execute, SMEP and SMAP are what the kernel's promises rest
 * on; the rest is used where it is there. FSGSBASE stays off: bases that only a call changes need not be read back at each
 * switch. Intel SDM vol. 2A, CPUID; vol. 3A, section 2.5.
 */
final class Features {
    private static final long CR4_MACHINE_CHECK = 1L << 6;
    private static final long CR4_GLOBAL_PAGES = 1L << 7;
    private static final long CR4_UMIP = 1L << 11;
    private static final long CR4_PCID = 1L << 17;
    private static final long CR4_SMEP = 1L << 20;
    private static final long CR4_SMAP = 1L << 21;

    final boolean noExecute = extended(1, 1, 32 + 20);
    final boolean smep = structured(0, 32 + 7);
    final boolean smap = structured(0, 32 + 20);
    final boolean umip = structured(1, 2);
    final boolean pcid = bit(Processor.cpuid(1, 1), 17);
    final boolean random = bit(Processor.cpuid(1, 1), 30);

    private static boolean structured(int secondHalf, int bit) {
        return (int) Processor.cpuid(0, 0) >= 7 && bit(Processor.cpuid(7, secondHalf), bit);
    }

    private static boolean extended(int leaf, int secondHalf, int bit) {
        return bit(Processor.cpuid(0x8000_0000 | leaf, secondHalf), bit);
    }

    private static boolean bit(long word, int bit) {
        return (word >>> bit & 1) != 0;
    }

    /** Bits of a page-table entry that this processor does not reserve. */
    long entryMask() {
        return noExecute ? -1L : ~PageTableEntry.NO_EXECUTE;
    }

    void enable() {
        long cr4 = Processor.readCr4() | CR4_MACHINE_CHECK | CR4_GLOBAL_PAGES;
        cr4 |= smep ? CR4_SMEP : 0;
        cr4 |= smap ? CR4_SMAP : 0;
        cr4 |= umip ? CR4_UMIP : 0;
        Processor.writeCr4(cr4);
    }

    /** Only once CR3 holds a table with tag 0: setting it otherwise is a fault. */
    void enableTags() {
        if (pcid) {
            Processor.writeCr4(Processor.readCr4() | CR4_PCID);
        }
    }
}
