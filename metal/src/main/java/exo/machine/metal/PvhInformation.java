package exo.machine.metal;

/** What PVH's hvm_start_info tells; the memory map is there from version 1 on. */
final class PvhInformation extends MetalBootInformation {
    private static final int MODULE_COUNT = 12;
    private static final int MODULE_LIST = 16;
    private static final int BOOT_LINE = 24;
    private static final int ACPI_ROOT = 32;
    private static final int MAP = 40;
    private static final int MAP_ENTRIES = 48;
    private static final int BYTES_IN_MAP_ENTRY = 24;
    private static final int USABLE = 1;

    private final long information;

    PvhInformation(long information) {
        this.information = information;
    }

    private long mapEntry(int region) {
        return DirectMap.load64(information + MAP) + (long) region * BYTES_IN_MAP_ENTRY;
    }

    @Override
    public int regionCount() {
        return (int) DirectMap.load32(information + MAP_ENTRIES);
    }

    @Override
    public long regionBase(int region) {
        return DirectMap.load64(mapEntry(region));
    }

    @Override
    public long regionBytes(int region) {
        return DirectMap.load64(mapEntry(region) + 8);
    }

    @Override
    public boolean regionUsable(int region) {
        return DirectMap.load32(mapEntry(region) + 16) == USABLE;
    }

    @Override
    public long archiveBase() {
        return archiveBytes() == 0 ? 0 : DirectMap.load64(DirectMap.load64(information + MODULE_LIST));
    }

    @Override
    public long archiveBytes() {
        return DirectMap.load32(information + MODULE_COUNT) == 0 ? 0
                : DirectMap.load64(DirectMap.load64(information + MODULE_LIST) + 8);
    }

    @Override
    long bootLine() {
        return DirectMap.load64(information + BOOT_LINE);
    }

    @Override
    long acpiRoot() {
        return DirectMap.load64(information + ACPI_ROOT);
    }
}
