package exo.machine.metal;

import org.teavm.interop.Address;

/**
 * The interrupt table, the task state with its separate stacks, and the registers by which {@code syscall} enters the
 * kernel. Intel SDM vol. 3A, chapters 6 and 8; AMD APM vol. 2, section 6.1.
 */
final class DescriptorTables {
    private static final int KERNEL_CODE = 0x08;
    private static final int KERNEL_DATA = 0x10;
    private static final int TASK = 0x28;
    /** Selectors that contexts of user mode carry. */
    static final long USER_DATA = 0x1b;
    static final long USER_CODE = 0x23;

    private static final int VECTORS = 48;
    private static final int BYTES_IN_STUB = 16;
    private static final long INTERRUPT_GATE = 0x8e00_0000_0000L;
    private static final long CALLABLE_BY_USER = 0x6000_0000_0000L;

    private static final int STAR = 0xc000_0081;
    private static final int LSTAR = 0xc000_0082;
    private static final int FMASK = 0xc000_0084;
    private static final int SYSENTER_CODE = 0x174;
    /** Cleared on a call: TF, IF, DF, IOPL, NT, RF, AC, ID. */
    private static final long FLAGS_CLEARED_ON_CALL = 0x25_7700L;

    private DescriptorTables() {
    }

    /** @param table  physical address of a free, zeroed frame for the interrupt table */
    static void initialise(long table) {
        fillTaskState();
        for (int vector = 0; vector < VECTORS; vector++) {
            gate(table, vector);
        }
        long pointer = table + 4000;
        DirectMap.store64(pointer, VECTORS * 16L - 1 | DirectMap.BASE + table << 16);
        DirectMap.store64(pointer + 8, DirectMap.BASE + table >>> 48);
        Processor.loadTables(DirectMap.BASE + pointer, TASK);
        Processor.writeMsr(STAR, (long) KERNEL_CODE << 32 | (long) (KERNEL_DATA | 3) << 48);
        Processor.writeMsr(LSTAR, Symbols.callEntry());
        Processor.writeMsr(FMASK, FLAGS_CLEARED_ON_CALL);
        Processor.writeMsr(SYSENTER_CODE, 0);
    }

    private static void gate(long table, int vector) {
        long target = Symbols.trapStubs() + (long) vector * BYTES_IN_STUB;
        boolean fromUser = vector == 3 || vector == 4;
        long low = target & 0xffff | (long) KERNEL_CODE << 16 | (long) separateStack(vector) << 32
                | INTERRUPT_GATE | (fromUser ? CALLABLE_BY_USER : 0) | (target >>> 16 & 0xffff) << 48;
        DirectMap.store64(table + vector * 16L, low);
        DirectMap.store64(table + vector * 16L + 8, target >>> 32);
    }

    /** Which of the task state's stacks a vector uses: those that can come at a moment when no stack is sound. */
    private static int separateStack(int vector) {
        switch (vector) {
            case 8:
                return 1;
            case 2:
                return 2;
            case 18:
                return 3;
            case 1:
                return 4;
            default:
                return 0;
        }
    }

    private static void fillTaskState() {
        Address state = Address.fromLong(Symbols.taskState());
        state.add(36).putLong(Symbols.doubleFaultStackTop());
        state.add(44).putLong(Symbols.nmiStackTop());
        state.add(52).putLong(Symbols.machineCheckStackTop());
        state.add(60).putLong(Symbols.debugStackTop());
        state.add(102).putShort((short) 104);
        long base = Symbols.taskState();
        Address descriptor = Address.fromLong(Symbols.taskDescriptor());
        descriptor.putLong(103 | (base & 0xff_ffff) << 16 | 0x8900_0000_0000L | (base >>> 24 & 0xff) << 56);
        descriptor.add(8).putLong(base >>> 32);
    }
}
