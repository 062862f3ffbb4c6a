package exo.machine.metal;

import exo.machine.CodeStore;
import exo.machine.PageTableEntry;

/**
 * The pages for code made at run time: behind the kernel's image, a page at a time in the direct map, where they are written, and at
 * the place that they would have in the image, where they are executed. {@link KernelPaging} changes the two so that never both hold.
 */
final class MetalCodeStore implements CodeStore {
    static final int PAGES = 64;

    private final KernelPaging paging;

    MetalCodeStore(KernelPaging paging) {
        this.paging = paging;
    }

    @Override
    public long base() {
        return paging.codeStart();
    }

    @Override
    public int pageCount() {
        return PAGES;
    }

    private long page(int page) {
        return paging.codeStart() + page * PageTableEntry.BYTES_IN_PAGE;
    }

    @Override
    public void seal(int firstPage, int count) {
        for (int page = firstPage; page < firstPage + count; page++) {
            paging.sealCode(page(page));
        }
    }

    @Override
    public void open(int firstPage, int count) {
        for (int page = firstPage; page < firstPage + count; page++) {
            paging.openCode(page(page));
        }
    }

    @Override
    public boolean executes() {
        return true;
    }

    @Override
    public long view(long physicalAddress) {
        return DirectMap.BASE + physicalAddress;
    }

    @Override
    public long helperEntry() {
        return Symbols.helperEntry();
    }

    @Override
    public long call(long physicalAddress, long argument) {
        return Processor.call(DirectMap.IMAGE_BASE + physicalAddress, argument);
    }
}
