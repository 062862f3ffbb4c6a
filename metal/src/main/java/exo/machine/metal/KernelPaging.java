package exo.machine.metal;

import exo.machine.BootInformation;
import exo.machine.PageTableEntry;

/**
 * The kernel's half of every address space: the image, page by page, with code that nobody can write and data that nobody
 * can run; a direct map of all memory, never executable, in which the image's code and constants are read-only too, and once
 * the kernel is up its objects; and the two interrupt controllers, uncached. The pages below each stack are left out. All of it is supervisor-only and global.
 */
final class KernelPaging {
    private static final long LARGE_PAGE = 1L << 21;
    private static final long PAGE = PageTableEntry.BYTES_IN_PAGE;
    private static final long DATA = PageTableEntry.PRESENT | PageTableEntry.WRITABLE | PageTableEntry.GLOBAL
            | PageTableEntry.NO_EXECUTE;
    private static final long CONSTANT = PageTableEntry.PRESENT | PageTableEntry.GLOBAL | PageTableEntry.NO_EXECUTE;
    private static final long CODE = PageTableEntry.PRESENT | PageTableEntry.GLOBAL;
    private static final long DEVICE = DATA | PageTableEntry.CACHE_DISABLED | PageTableEntry.WRITE_THROUGH;
    private static final long TABLE = PageTableEntry.PRESENT | PageTableEntry.WRITABLE;

    private final EarlyFrames frames;
    private final long entryMask;
    private final long root;

    KernelPaging(EarlyFrames frames, long entryMask) {
        this.frames = frames;
        this.entryMask = entryMask;
        this.root = frames.take();
    }

    long root() {
        return root;
    }

    void build(BootInformation information) {
        for (int index = PageTableEntry.ENTRIES_IN_TABLE / 2; index < PageTableEntry.ENTRIES_IN_TABLE; index++) {
            if (index == PageTableEntry.indexAt(4, DirectMap.BASE) || index == PageTableEntry.ENTRIES_IN_TABLE - 1) {
                DirectMap.store64(root + index * 8L, frames.take() | TABLE);
            }
        }
        mapImage();
        for (int region = 0; region < information.regionCount(); region++) {
            mapRegion(information.regionBase(region), information.regionBytes(region));
        }
        mapRegion(0, 1 << 20);
        mapLarge(0xfec0_0000L, DEVICE);
        mapLarge(0xfee0_0000L, DEVICE);
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
            mapPage(page, physical | CONSTANT);
            mapPage(DirectMap.BASE + physical, physical | CONSTANT);
            Processor.invalidatePage(page);
            Processor.invalidatePage(DirectMap.BASE + physical);
        }
    }

    private static boolean isGuard(long page) {
        return page == Symbols.stacksStart() || page == Symbols.kernelStackTop()
                || page == Symbols.doubleFaultStackTop() || page == Symbols.nmiStackTop()
                || page == Symbols.machineCheckStackTop();
    }

    /** Maps what the region touches, in large pages except where the image lies. Regions at or above 1 TiB are ignored. */
    private void mapRegion(long base, long byteCount) {
        long end = base + byteCount;
        if (base < 0 || end < base || end > 1L << 40) {
            return;
        }
        for (long large = base & -LARGE_PAGE; large < end; large += LARGE_PAGE) {
            long imageStart = Symbols.imageStart() - DirectMap.IMAGE_BASE;
            long imageEnd = Symbols.imageEnd() - DirectMap.IMAGE_BASE;
            if (large + LARGE_PAGE > imageStart && large < imageEnd) {
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
