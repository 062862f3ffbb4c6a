package exo.tests.kernel;

import exo.abi.Limits;
import exo.machine.simulated.SimulatedMemory;

/** What an environment's page tables say, read from raw memory, so that neither processor nor kernel notice. */
final class UserPages {
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final int LEVELS = 4;
    private static final int INDEX_BITS = 9;
    private static final int PAGE_BITS = 12;
    private static final long PRESENT_AND_WRITABLE = 3;

    private final SimulatedMemory memory;
    private final RawBooks books;

    UserPages(SimulatedMemory memory, RawBooks books) {
        this.memory = memory;
        this.books = books;
    }

    private long entry(int environment, long va) {
        long entry = books.rootOf(environment) | 1;
        for (int level = LEVELS; level > 0 && (entry & 1) != 0; level--) {
            long index = va >>> PAGE_BITS + INDEX_BITS * (level - 1) & (1 << INDEX_BITS) - 1;
            entry = memory.load64((entry & ADDRESS) + index * Long.BYTES);
        }
        return (entry & 1) != 0 ? entry : 0;
    }

    /** Physical address of a byte of an environment's, or -1: nothing is bound there. */
    long physical(int environment, long va) {
        if (va < Limits.USER_START || va >= Limits.USER_END) {
            return -1;
        }
        long entry = entry(environment, va);
        return entry == 0 ? -1 : (entry & ADDRESS) + (va & Limits.BYTES_IN_FRAME - 1);
    }

    /** The frame that an environment can write to at an address, or 0. */
    long writable(int environment, long va) {
        long entry = entry(environment, va);
        return (entry & PRESENT_AND_WRITABLE) == PRESENT_AND_WRITABLE ? (entry & ADDRESS) >>> PAGE_BITS : 0;
    }
}
