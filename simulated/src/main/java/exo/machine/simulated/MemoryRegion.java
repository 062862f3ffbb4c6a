package exo.machine.simulated;

/** A range of physical addresses, and whether it is ordinary memory. Not empty. */
record MemoryRegion(long base, long byteCount, boolean usable) {

    MemoryRegion {
        if (base < 0 || byteCount <= 0 || base + byteCount < 0) {
            throw new IllegalArgumentException("no region: " + byteCount + " bytes from " + base);
        }
    }

    long end() {
        return base + byteCount;
    }


    boolean contains(long otherBase, long otherEnd) {
        return base <= otherBase && otherEnd <= end();
    }
}
