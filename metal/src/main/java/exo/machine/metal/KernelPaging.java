package exo.machine.metal;

import exo.machine.BootInformation;
import exo.machine.PageTableEntry;

/**
 * The kernel's half of every address space: the image, page by page, with code that nobody can write and data that nobody
 * can run; a direct map of all memory, never executable, in which the image's code and constants are read-only too, and once
 * the kernel is up its objects; the pages for code made at run time, which are either to be written or to be run; and the
 * interrupt controllers and a network device's registers, uncached. The pages below each stack are left out. All of it is
 * supervisor-only and global.
 */
final class KernelPaging {
    private static final long LARGE_PAGE = 1L << 21;
    private static final long PAGE = PageTableEntry.BYTES_IN_PAGE;
    private static final long DATA = PageTableEntry.PRESENT | PageTableEntry.WRITABLE | PageTableEntry.GLOBAL
            | PageTableEntry.NO_EXECUTE;
    private static final long CONSTANT = PageTableEntry.PRESENT | PageTableEntry.GLOBAL | PageTableEntry.NO_EXECUTE;
    private static final long CODE = PageTableEntry.PRESENT | PageTableEntry.GLOBAL;
    private static final long DEVICE = DATA | PageTableEntry.CACHE_DISABLED | PageTableEntry.WRITE_THROUGH;
    /** What one entry of the level-4 table maps. */
    private static final long DEVICE_END = 1L << 39;
    private static final long DEVICE_BYTES_MAXIMUM = 1 << 24;
    private static final long TABLE = PageTableEntry.PRESENT | PageTableEntry.WRITABLE;

    private final EarlyFrames frames;
    private final long entryMask;
    /** Physical range of the pages for code made at run time. */
    private final long codeStart;
    private final long codeEnd;
    private final long root;
    private final BootInformation information;

    KernelPaging(EarlyFrames frames, long entryMask, BootInformation information) {
        this.frames = frames;
        this.information = information;
        this.entryMask = entryMask;
        this.codeStart = frames.takeRun(MetalCodeStore.PAGES);
        this.codeEnd = codeStart + MetalCodeStore.PAGES * PAGE;
        this.root = frames.take();
    }

    long codeStart() {
        return codeStart;
    }

    long root() {
        return root;
    }

    void build() {
        for (int index = PageTableEntry.ENTRIES_IN_TABLE / 2; index < PageTableEntry.ENTRIES_IN_TABLE; index++) {
            if (index == PageTableEntry.indexAt(4, DirectMap.BASE) || index == PageTableEntry.ENTRIES_IN_TABLE - 1) {
                DirectMap.store64(root + index * 8L, frames.take() | TABLE);
            }
        }
        mapImage();
        for (long physical = codeStart; physical < codeEnd; physical += PAGE) {
            mapPage(DirectMap.IMAGE_BASE + physical, 0);
        }
        for (int region = 0; region < information.regionCount(); region++) {
            mapRegion(information.regionBase(region), information.regionBytes(region));
        }
        mapRegion(0, 1 << 20);
        mapLarge(0xfec0_0000L, DEVICE);
        mapLarge(0xfee0_0000L, DEVICE);
    }

    /**
     * Has a device's registers seen in the direct map, in large pages. False, and nothing is mapped: they lie where memory is, or
     * so high that the direct map's level-4 entry does not reach them.
     */
    boolean mapDevice(long physical, long byteCount) {
        long start = physical & -LARGE_PAGE;
        long end = physical + byteCount;
        if (physical <= 0 || byteCount > DEVICE_BYTES_MAXIMUM || end > DEVICE_END) {
            return false;
        }
        for (int region = 0; region < information.regionCount(); region++) {
            long base = information.regionBase(region);
            if (information.regionUsable(region) && start < base + information.regionBytes(region)
                    && (end + LARGE_PAGE - 1 & -LARGE_PAGE) > base) {
                return false;
            }
        }
        for (long large = start; large < end; large += LARGE_PAGE) {
            mapLarge(large, DEVICE);
            Processor.invalidatePage(DirectMap.BASE + large);
        }
        return true;
    }

    private void mapImage() {
        long end = Symbols.imageEnd();
        for (long page = Symbols.imageStart(); page < end; page += PAGE) {
            long rights = page < Symbols.readOnlyStart() ? CODE : page < Symbols.dataStart() ? CONSTANT : DATA;
            long physical = page - DirectMap.IMAGE_BASE;
            if (!isGuard(page)) {
                mapPage(page, physical | rights);
            }
            mapPage(DirectMap.BASE + physical, physical | (rights == CODE ? CONSTANT : rights));
        }
    }

    /**
     * The kernel is up: from here on nobody writes to the objects made at boot, or makes one, for then all that changes is in the
     * books. Whoever does ends in a page fault of the kernel's, which is a panic.
     */
    void sealHeap() {
        for (long page = Symbols.heapStart(); page < Symbols.imageEnd(); page += PAGE) {
            long physical = page - DirectMap.IMAGE_BASE;
            remap(page, physical | CONSTANT);
            remap(DirectMap.BASE + physical, physical | CONSTANT);
        }
    }

    /** From here on a page for code can be executed and not written; it never can be both on the way. */
    void sealCode(long physical) {
        remap(DirectMap.BASE + physical, physical | CONSTANT);
        remap(DirectMap.IMAGE_BASE + physical, physical | CODE);
    }

    /** The reverse. */
    void openCode(long physical) {
        remap(DirectMap.IMAGE_BASE + physical, 0);
        remap(DirectMap.BASE + physical, physical | DATA);
    }

    private void remap(long virtualAddress, long entry) {
        mapPage(virtualAddress, entry);
        Processor.invalidatePage(virtualAddress);
    }

    private static boolean isGuard(long page) {
        return page == Symbols.stacksStart() || page == Symbols.kernelStackTop()
                || page == Symbols.doubleFaultStackTop() || page == Symbols.nmiStackTop()
                || page == Symbols.machineCheckStackTop();
    }

    /** Maps what the region touches, in large pages except where the image or the pages for code lie. Regions at or above 1 TiB are ignored. */
    private void mapRegion(long base, long byteCount) {
        long end = base + byteCount;
        if (base < 0 || end < base || end > 1L << 40) {
            return;
        }
        for (long large = base & -LARGE_PAGE; large < end; large += LARGE_PAGE) {
            long imageStart = Symbols.imageStart() - DirectMap.IMAGE_BASE;
            long imageEnd = Symbols.imageEnd() - DirectMap.IMAGE_BASE;
            boolean image = large + LARGE_PAGE > imageStart && large < imageEnd;
            if (image || large + LARGE_PAGE > codeStart && large < codeEnd) {
                mapAroundImage(large, imageStart, imageEnd);
            } else {
                mapLarge(large, DATA);
            }
        }
    }

    private void mapAroundImage(long large, long imageStart, long imageEnd) {
        for (long page = large; page < large + LARGE_PAGE; page += PAGE) {
            if (page < imageStart || page >= imageEnd) {
                mapPage(DirectMap.BASE + page, page | DATA);
            }
        }
    }

    private void mapLarge(long physical, long rights) {
        long table = tableAt(2, DirectMap.BASE + physical);
        long entry = table + PageTableEntry.indexAt(2, physical) * 8L;
        if (DirectMap.load64(entry) == 0 || rights == DEVICE) {
            DirectMap.store64(entry, (physical | rights | PageTableEntry.LARGE) & entryMask);
        }
    }

    private void mapPage(long virtualAddress, long entry) {
        long table = tableAt(1, virtualAddress);
        DirectMap.store64(table + PageTableEntry.indexAt(1, virtualAddress) * 8L, entry & entryMask);
    }

    private long tableAt(int level, long virtualAddress) {
        long table = root;
        for (int above = PageTableEntry.LEVELS; above > level; above--) {
            long entry = table + PageTableEntry.indexAt(above, virtualAddress) * 8L;
            if (DirectMap.load64(entry) == 0) {
                DirectMap.store64(entry, frames.take() | TABLE);
            }
            table = DirectMap.load64(entry) & PageTableEntry.ADDRESS_MASK;
        }
        return table;
    }
}
