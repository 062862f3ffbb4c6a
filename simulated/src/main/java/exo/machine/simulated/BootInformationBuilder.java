package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Describes a machine at boot, step by step. It refuses descriptions no loader would give: overlapping gaps, a kernel or an
 * archive outside usable memory. Gaps need not end at frames: firmware's do not either.
 */
public final class BootInformationBuilder {
    private static final long KERNEL_START = 1L << 20;
    private static final long KERNEL_BYTES = 4 * BYTES_IN_PAGE;

    private final long memoryBytes;
    private final List<MemoryRegion> holes = new ArrayList<>();
    private final List<MemoryRegion> reserved = new ArrayList<>();
    private long kernelStart = KERNEL_START;
    private long kernelEnd = KERNEL_START + KERNEL_BYTES;
    private int codePages = Integer.MAX_VALUE;
    private long archiveBase;
    private byte[] archive = new byte[0];
    private String bootLine = "";

    BootInformationBuilder(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /** A range with no memory, in no region. */
    public BootInformationBuilder hole(long base, long byteCount) {
        holes.add(new MemoryRegion(base, byteCount, false));
        return this;
    }

    /** A range reported as not usable; may lie above memory, as a device's does. */
    public BootInformationBuilder reserve(long base, long byteCount) {
        reserved.add(new MemoryRegion(base, byteCount, false));
        return this;
    }

    /** The kernel's range, at least two frames: the simulated machine keeps two tables of its own there. */
    public BootInformationBuilder kernel(long start, long end) {
        kernelStart = start;
        kernelEnd = end;
        return this;
    }

    /** Pages for code made at run time: so many at most of those that the kernel's range has behind the two. */
    public BootInformationBuilder codePages(int most) {
        codePages = most;
        return this;
    }

    public BootInformationBuilder archive(long base, byte[] octets) {
        archiveBase = base;
        archive = octets.clone();
        return this;
    }

    public BootInformationBuilder bootLine(String line) {
        bootLine = line;
        return this;
    }

    public SimulatedBootInformation build() {
        require(((kernelStart | kernelEnd) & (BYTES_IN_PAGE - 1)) == 0, "the kernel's range is not of frames");
        require(kernelEnd - kernelStart >= KernelHalf.BYTES, "the kernel's range is too small");
        requireUsable(kernelStart, kernelEnd);
        if (archive.length > 0) {
            long frameMask = BYTES_IN_PAGE - 1;
            requireUsable(archiveBase & ~frameMask, (archiveBase + archive.length + frameMask) & ~frameMask);
        }
        return new SimulatedBootInformation(this);
    }

    /** Memory without its gaps, and the reserved regions, by base. */
    List<MemoryRegion> regions() {
        List<MemoryRegion> gaps = new ArrayList<>(holes);
        gaps.addAll(reserved);
        gaps.sort(Comparator.comparingLong(MemoryRegion::base));
        List<MemoryRegion> regions = new ArrayList<>(reserved);
        long at = 0;
        for (MemoryRegion gap : gaps) {
            require(gap.base() >= at, "gaps overlap");
            addUsable(regions, at, Math.min(gap.base(), memoryBytes));
            at = gap.end();
        }
        addUsable(regions, at, memoryBytes);
        regions.sort(Comparator.comparingLong(MemoryRegion::base));
        return List.copyOf(regions);
    }

    long kernelStart() {
        return kernelStart;
    }

    long kernelEnd() {
        return kernelEnd;
    }

    int codePages() {
        return codePages;
    }

    long archiveBase() {
        return archiveBase;
    }

    byte[] archive() {
        return archive;
    }

    String bootLine() {
        return bootLine;
    }

    private static void addUsable(List<MemoryRegion> regions, long base, long end) {
        if (base < end) {
            regions.add(new MemoryRegion(base, end - base, true));
        }
    }

    private void requireUsable(long start, long end) {
        require(regions().stream().anyMatch(region -> region.usable() && region.contains(start, end)),
                "not in usable memory: 0x" + Long.toHexString(start));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
