package exo.machine.metal;

/**
 * Configuration space by mechanism #1 (PCI Local Bus Specification 3.0, 3.2.2.3.2), which needs no tables of ACPI's. A function
 * is named by its bus, device and function numbers in one word, as the mechanism has it: bus << 8 | device << 3 | function.
 */
final class PciFunction {
    /** No function. */
    static final int NONE = -1;

    private static final int ADDRESS = 0xcf8;
    private static final int DATA = 0xcfc;
    private static final int ENABLE = 0x8000_0000;

    private static final int IDENTITY = 0x00;
    private static final int COMMAND = 0x04;
    private static final int HEADER = 0x0c;
    private static final int BASE_ADDRESSES = 0x10;
    private static final int BUS_NUMBERS = 0x18;
    private static final int CAPABILITIES = 0x34;
    private static final int MEMORY_SPACE = 1 << 1;
    private static final int BUS_MASTER = 1 << 2;
    private static final int HAS_CAPABILITIES = 1 << 20;
    private static final int ABSENT = 0xffff;
    private static final int MULTIFUNCTION = 1 << 23;
    private static final int BRIDGE = 1;
    private static final int FUNCTIONS_ON_BUS = 256;
    private static final int FUNCTIONS_OF_DEVICE = 8;
    private static final int LAST_BUS = 255;
    /** As many as fit a configuration space: a list that is longer is a ring. */
    static final int CAPABILITIES_MAXIMUM = 48;

    private PciFunction() {
    }

    /** Whether this machine has the mechanism at all. */
    static boolean isThere() {
        Processor.out32(ADDRESS, ENABLE);
        return Processor.in32(ADDRESS) == ENABLE;
    }

    static int load32(int function, int offset) {
        Processor.out32(ADDRESS, ENABLE | function << 8 | offset & -4);
        return Processor.in32(DATA);
    }

    static void store32(int function, int offset, int value) {
        Processor.out32(ADDRESS, ENABLE | function << 8 | offset & -4);
        Processor.out32(DATA, value);
    }

    static int load8(int function, int offset) {
        return load32(function, offset) >>> (offset & 3) * 8 & 0xff;
    }

    /** The first function with this vendor and one of these devices, on the root bus or behind its bridges; or NONE. */
    static int find(int vendor, int device, int otherDevice) {
        int lastBus = 0;
        for (int bus = 0; bus <= lastBus && bus <= LAST_BUS; bus++) {
            for (int onBus = 0; onBus < FUNCTIONS_ON_BUS; onBus++) {
                int function = bus << 8 | onBus;
                int identity = load32(function, IDENTITY);
                if (identity == (vendor | device << 16) || identity == (vendor | otherDevice << 16)) {
                    return function;
                }
                int header = load32(function, HEADER);
                boolean isThere = (identity & 0xffff) != ABSENT;
                if (isThere && (header >>> 16 & 0x7f) == BRIDGE) {
                    int behind = load32(function, BUS_NUMBERS) >>> 16 & 0xff;
                    lastBus = behind > lastBus ? behind : lastBus;
                }
                if (onBus % FUNCTIONS_OF_DEVICE == 0 && (!isThere || (header & MULTIFUNCTION) == 0)) {
                    onBus += FUNCTIONS_OF_DEVICE - 1;
                }
            }
        }
        return NONE;
    }

    /** The next capability of this kind behind one, or behind the head of the list (0); 0: there is none. */
    static int capability(int function, int kind, int after) {
        if ((load32(function, COMMAND) & HAS_CAPABILITIES) == 0) {
            return 0;
        }
        int at = load8(function, after == 0 ? CAPABILITIES : after + 1) & -4;
        for (int seen = 0; at != 0 && seen < CAPABILITIES_MAXIMUM; seen++) {
            if (load8(function, at) == kind) {
                return at;
            }
            at = load8(function, at + 1) & -4;
        }
        return 0;
    }

    /** Where firmware has put the memory of a base address register; 0: nowhere, or it is not memory. */
    static long memory(int function, int register) {
        if (register > 5) {
            return 0;
        }
        int low = load32(function, BASE_ADDRESSES + 4 * register);
        boolean wide = (low & 6) == 4 && register < 5;
        long high = wide ? load32(function, BASE_ADDRESSES + 4 * register + 4) : 0;
        return (low & 1) != 0 ? 0 : high << 32 | low & 0xffff_fff0L;
    }

    /** Whether the function answers at its memory, and whether it may reach ours and send interrupts. */
    static void enable(int function, boolean busMaster) {
        int command = load32(function, COMMAND) & 0xffff | MEMORY_SPACE;
        store32(function, COMMAND, busMaster ? command | BUS_MASTER : command & ~BUS_MASTER);
        load32(function, COMMAND);
    }
}
