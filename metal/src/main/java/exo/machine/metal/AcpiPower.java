package exo.machine.metal;

/**
 * Turns a PC off. ACPI keeps how in two places: the register's port in the FADT, and the value to write in the object
 * {@code \_S5} of the DSDT's bytecode, which is found by its name and encoding rather than by interpreting the whole (ACPI
 * 6.4, sections 5.2.9, 7.4.2 and 20.2). Anything unexpected means: no power-off known.
 */
final class AcpiPower {
    private static final long FADT_SIGNATURE = 0x5043_4146L;
    private static final long S5_NAME = 0x5f35_535fL;
    private static final int PACKAGE_OPERATION = 0x12;
    private static final int BYTE_PREFIX = 0x0a;
    private static final int SLEEP_ENABLE = 1 << 13;
    private static final int TABLE_BYTES_MAXIMUM = 1 << 20;

    private final MetalBootInformation information;

    AcpiPower(MetalBootInformation information) {
        this.information = information;
    }

    void off() {
        long fadt = fadt();
        if (fadt == 0) {
            return;
        }
        int sleepType = sleepType(DirectMap.load32(fadt + 40));
        int control = (int) DirectMap.load32(fadt + 64);
        if (sleepType >= 0 && control != 0) {
            Processor.out16(control, sleepType << 10 | SLEEP_ENABLE);
        }
    }

    /** Physical address of the fixed ACPI description table, or 0. */
    private long fadt() {
        long root = information.acpiRoot();
        if (!isMapped(root)) {
            return 0;
        }
        boolean extended = DirectMap.load8(root + 15) >= 2 && DirectMap.load64(root + 24) != 0;
        long list = extended ? DirectMap.load64(root + 24) : DirectMap.load32(root + 16);
        int entryBytes = extended ? 8 : 4;
        long end = list + tableBytes(list);
        for (long entry = list + 36; entry < end; entry += entryBytes) {
            long table = extended ? DirectMap.load64(entry) : DirectMap.load32(entry);
            if (isMapped(table) && DirectMap.load32(table) == FADT_SIGNATURE) {
                return table;
            }
        }
        return 0;
    }

    private long tableBytes(long table) {
        if (!isMapped(table)) {
            return 0;
        }
        long byteCount = DirectMap.load32(table + 4);
        return byteCount < TABLE_BYTES_MAXIMUM ? byteCount : 0;
    }

    /** The first element of the package named _S5_, or -1. */
    private int sleepType(long dsdt) {
        long end = dsdt + tableBytes(dsdt) - 12;
        for (long at = dsdt + 36; at < end; at++) {
            if (DirectMap.load32(at) == S5_NAME && DirectMap.load8(at + 4) == PACKAGE_OPERATION) {
                int lengthBytes = (DirectMap.load8(at + 5) >>> 6) + 1;
                long element = at + 5 + lengthBytes + 1;
                boolean prefixed = DirectMap.load8(element) == BYTE_PREFIX;
                return DirectMap.load8(prefixed ? element + 1 : element) & 7;
            }
        }
        return -1;
    }

    private boolean isMapped(long physicalAddress) {
        if (physicalAddress <= 0 || physicalAddress < 1 << 20) {
            return physicalAddress > 0;
        }
        for (int region = 0; region < information.regionCount(); region++) {
            long offset = physicalAddress - information.regionBase(region);
            if (offset >= 0 && offset < information.regionBytes(region)) {
                return true;
            }
        }
        return false;
    }
}
