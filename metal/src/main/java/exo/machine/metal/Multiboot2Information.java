package exo.machine.metal;

/** What Multiboot2's list of tags tells. Each question walks the list, which is short and bounded by its own size. */
final class Multiboot2Information extends MetalBootInformation {
    private static final int BOOT_LINE_TAG = 1;
    private static final int MODULE_TAG = 3;
    private static final int MAP_TAG = 6;
    private static final int ACPI_OLD_TAG = 14;
    private static final int ACPI_NEW_TAG = 15;
    private static final int USABLE = 1;

    private final long information;

    Multiboot2Information(long information) {
        this.information = information;
    }

    /** Physical address of the first tag of a type, or 0. */
    private long tag(int type) {
        long end = information + DirectMap.load32(information);
        long tag = information + 8;
        while (tag + 8 <= end && DirectMap.load32(tag) != 0) {
            if (DirectMap.load32(tag) == type) {
                return tag;
            }
            tag += DirectMap.load32(tag + 4) + 7 & -8L;
        }
        return 0;
    }

    private long mapEntry(int region) {
        long map = tag(MAP_TAG);
        return map + 16 + region * DirectMap.load32(map + 8);
    }

    @Override
    public int regionCount() {
        long map = tag(MAP_TAG);
        return map == 0 ? 0 : (int) ((DirectMap.load32(map + 4) - 16) / DirectMap.load32(map + 8));
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
        long module = tag(MODULE_TAG);
        return module == 0 ? 0 : DirectMap.load32(module + 8);
    }

    @Override
    public long archiveBytes() {
        long module = tag(MODULE_TAG);
        return module == 0 ? 0 : DirectMap.load32(module + 12) - DirectMap.load32(module + 8);
    }

    @Override
    long bootLine() {
        long line = tag(BOOT_LINE_TAG);
        return line == 0 ? 0 : line + 8;
    }

    @Override
    long acpiRoot() {
        long root = tag(ACPI_NEW_TAG);
        root = root == 0 ? tag(ACPI_OLD_TAG) : root;
        return root == 0 ? 0 : root + 8;
    }
}
