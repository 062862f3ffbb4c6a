package exo.machine.simulated;

import exo.abi.Context;

/**
 * What registers must look like for the processor to be in user mode, and to get there alive: the checks at every return.
 * A kernel that lets an environment choose these would on the metal be taken over, or fault with the user's stack pointer.
 */
public final class UserMode {
    /** Selectors, as the metal's descriptor table has them. */
    public static final long USER_CODE = 0x23;
    public static final long USER_DATA = 0x1b;

    /** Bit 1, which is always set, and IF. */
    public static final long FLAGS_AT_START = 0x202;

    private static final long INTERRUPT_FLAG = 1L << 9;
    /** IOPL, VM, VIF and VIP. */
    private static final long FLAGS_FORBIDDEN = 0x1a_3000L;
    /** CF, PF, AF, ZF, SF, TF, DF, OF, NT, AC and ID. */
    private static final long FLAGS_OF_USER = 0x24_4dd5L;
    private static final long PRIVILEGE_MASK = 3;

    private UserMode() {
    }

    static void require(SimulatedProcessor processor) {
        long instruction = processor.get(Context.RIP);
        if (!PageWalker.canonical(instruction)) {
            throw new MachineCheck("return to an address that is not canonical", instruction);
        }
        long flags = processor.get(Context.RFLAGS);
        if ((flags & INTERRUPT_FLAG) == 0 || (flags & FLAGS_FORBIDDEN) != 0) {
            throw new MachineCheck("return with flags that user mode must not have", flags);
        }
        requireSelector(processor.get(Context.CS));
        requireSelector(processor.get(Context.SS));
    }

    /** What remains of the flags when user mode has only those that are its own. */
    static long flags(long wanted) {
        return wanted & FLAGS_OF_USER | FLAGS_AT_START;
    }

    /** The base if it can be loaded: a write of one that is not canonical faults, in the kernel. */
    static long requireBase(long base) {
        if (!PageWalker.canonical(base)) {
            throw new MachineCheck("segment base is not canonical", base);
        }
        return base;
    }

    private static void requireSelector(long selector) {
        if ((selector & PRIVILEGE_MASK) != PRIVILEGE_MASK) {
            throw new MachineCheck("return with a selector that is not user mode's", selector);
        }
    }
}
