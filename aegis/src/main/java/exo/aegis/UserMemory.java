package exo.aegis;

import exo.abi.Limits;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * The only way to a program's memory. An address that a program passed is an allegation: it is walked through the program's
 * own page tables, by software and a page at a time, and the bytes are reached by their physical address. So the kernel can
 * never touch what the program could not, and never faults.
 */
final class UserMemory {
    private static final long PAGE_MASK = Limits.BYTES_IN_FRAME - 1;
    private static final long READABLE = PageTableEntry.PRESENT | PageTableEntry.USER;

    private final Aegis aegis;
    private final Machine machine;

    UserMemory(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    static boolean isUserAddress(long userVa) {
        return userVa >= Limits.USER_START && userVa < Limits.USER_END;
    }

    /** Whether a range lies where a program's memory can be; says nothing of what is bound there. */
    static boolean isUserRange(long userVa, long byteCount) {
        return isUserAddress(userVa) && byteCount >= 0 && byteCount <= Limits.USER_END - userVa;
    }

    /** Physical address of a byte that an environment may read, or also write, by itself; -1: it may not. */
    long resolve(int environment, long userVa, boolean toWrite) {
        if (!isUserAddress(userVa)) {
            return -1;
        }
        long entry = aegis.bindings().entryOf(environment, userVa);
        long wanted = toWrite ? READABLE | PageTableEntry.WRITABLE : READABLE;
        if (entry == 0) {
            return -1;
        }
        long value = machine.load64(entry);
        return (value & wanted) == wanted ? (value & PageTableEntry.ADDRESS_MASK) + (userVa & PAGE_MASK) : -1;
    }

    /** Whether every page of a range may be read, or also written. The range has been checked by {@link #isUserRange}. */
    boolean isAccessible(int environment, long userVa, long byteCount, boolean toWrite) {
        for (long page = userVa & ~PAGE_MASK; page < userVa + byteCount; page += Limits.BYTES_IN_FRAME) {
            if (resolve(environment, page < userVa ? userVa : page, toWrite) < 0) {
                return false;
            }
        }
        return true;
    }

    /** An aligned word of an environment's memory, or 0 where there is none. */
    long load64OrZero(int environment, long userVa) {
        long physicalAddress = (userVa & 7) == 0 ? resolve(environment, userVa, false) : -1;
        return physicalAddress < 0 ? 0 : machine.load64(physicalAddress);
    }
}
