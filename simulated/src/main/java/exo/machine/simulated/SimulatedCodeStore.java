package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;

import exo.machine.CodeStore;

/**
 * Pages for code on a machine that executes none: what the kernel's range has behind the machine's own tables. Keeps true: what is in a
 * sealed page does not change while it is sealed, which {@link #check} finds out.
 */
public final class SimulatedCodeStore implements CodeStore {
    private final SimulatedMemory memory;
    private final long base;
    private final int pageCount;
    /** Hash of each sealed page's contents, 0 of an open one. */
    private final long[] sealed;

    SimulatedCodeStore(SimulatedMemory memory, long base, int pageCount) {
        this.memory = memory;
        this.base = base;
        this.pageCount = pageCount;
        this.sealed = new long[pageCount];
    }

    @Override
    public long base() {
        return base;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    private long hash(int page) {
        long hash = 1;
        for (long at = base + page * BYTES_IN_PAGE; at < base + (page + 1) * BYTES_IN_PAGE; at += Long.BYTES) {
            hash = SeededSequence.mix(hash, memory.load64(at));
        }
        return hash | 1;
    }

    @Override
    public void seal(int firstPage, int count) {
        for (int page = firstPage; page < firstPage + count; page++) {
            require(sealed[page] == 0, "a sealed page is sealed", page);
            sealed[page] = hash(page);
        }
    }

    @Override
    public void open(int firstPage, int count) {
        for (int page = firstPage; page < firstPage + count; page++) {
            require(sealed[page] != 0, "an open page is opened", page);
            require(sealed[page] == hash(page), "a sealed page was written to", page);
            sealed[page] = 0;
        }
    }

    public boolean isSealed(int page) {
        return sealed[page] != 0;
    }

    /** A machine check if a sealed page was written to. */
    public void check() {
        for (int page = 0; page < pageCount; page++) {
            require(sealed[page] == 0 || sealed[page] == hash(page), "a sealed page was written to", page);
        }
    }

    private static void require(boolean condition, String complaint, int page) {
        if (!condition) {
            throw new MachineCheck(complaint, page);
        }
    }

    @Override
    public boolean executes() {
        return false;
    }

    @Override
    public long view(long physicalAddress) {
        return physicalAddress;
    }

    @Override
    public long helperEntry() {
        return 0;
    }

    @Override
    public long call(long physicalAddress, long argument) {
        throw new MachineCheck("a simulated machine executes no code", physicalAddress);
    }

    long[] copy() {
        return sealed.clone();
    }

    void restore(long[] saved) {
        System.arraycopy(saved, 0, sealed, 0, pageCount);
    }

    long contentHash() {
        long hash = 0;
        for (long page : sealed) {
            hash = SeededSequence.mix(hash, page);
        }
        return hash;
    }
}
