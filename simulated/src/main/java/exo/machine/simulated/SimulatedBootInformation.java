package exo.machine.simulated;

import exo.machine.BootInformation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a simulated loader tells the kernel, and the memory that goes with it: only frames wholly inside usable regions are
 * installed, so a kernel that touches holes, reserved regions or frames cut by them meets a {@link MachineCheck}. Made with
 * {@link #ofBytes}; immutable, and may serve many machines.
 */
public final class SimulatedBootInformation implements BootInformation {
    private final List<MemoryRegion> regions;
    private final long kernelStart;
    private final long kernelEnd;
    private final int codePages;
    private final long archiveBase;
    private final byte[] archive;
    private final byte[] bootLine;

    SimulatedBootInformation(BootInformationBuilder builder) {
        regions = builder.regions();
        kernelStart = builder.kernelStart();
        kernelEnd = builder.kernelEnd();
        codePages = builder.codePages();
        archiveBase = builder.archiveBase();
        archive = builder.archive();
        bootLine = builder.bootLine().getBytes(StandardCharsets.UTF_8);
    }

    /** Starts a description of a machine with memory from 0 to here, the kernel at 1 MiB, no archive, an empty boot line. */
    public static BootInformationBuilder ofBytes(long memoryBytes) {
        return new BootInformationBuilder(memoryBytes);
    }

    /** New memory as the loader leaves it: the archive in place, all else zero. */
    SimulatedMemory install() {
        long limit = 0;
        for (MemoryRegion region : regions) {
            limit = region.usable() ? Math.max(limit, region.end()) : limit;
        }
        SimulatedMemory memory = new SimulatedMemory(limit);
        for (MemoryRegion region : regions) {
            if (region.usable()) {
                memory.install(region.base(), region.byteCount());
            }
        }
        for (int offset = 0; offset < archive.length; offset++) {
            memory.store8(archiveBase + offset, archive[offset]);
        }
        return memory;
    }

    @Override
    public int regionCount() {
        return regions.size();
    }

    @Override
    public long regionBase(int region) {
        return regions.get(region).base();
    }

    @Override
    public long regionBytes(int region) {
        return regions.get(region).byteCount();
    }

    @Override
    public boolean regionUsable(int region) {
        return regions.get(region).usable();
    }

    @Override
    public long kernelStart() {
        return kernelStart;
    }

    @Override
    public long kernelEnd() {
        return kernelEnd;
    }

    /** The most pages that the machine has for code made at run time. */
    int codePages() {
        return codePages;
    }

    @Override
    public long archiveBase() {
        return archiveBase;
    }

    @Override
    public long archiveBytes() {
        return archive.length;
    }

    /** The classes here are those that the test has: nobody built them into an image. */
    @Override
    public long kernelHash() {
        return 0;
    }

    @Override
    public int bootLineBytes() {
        return bootLine.length;
    }

    @Override
    public int bootLineByte(int index) {
        return bootLine[index] & 0xff;
    }
}
