package exo.machine;

/**
 * What the boot protocol told: which physical memory there is, where the kernel and the boot archive lie in it, and the
 * boot line. Read once, by the kernel's boot; the regions do not overlap and are sorted by base.
 */
public interface BootInformation {

    int regionCount();

    /** First byte of the region. */
    long regionBase(int region);

    long regionBytes(int region);

    /** Whether the region is ordinary memory; otherwise it is firmware's or a device's. */
    boolean regionUsable(int region);

    /** The kernel's image, stacks, heap and first page tables: [start, end), frame-aligned. */
    long kernelStart();

    long kernelEnd();

    /** First 64 bits of the SHA-256 of the kernel's class files, as the build found them; 0 where there was no build. */
    long kernelHash();

    /** The boot archive in physical memory, or 0 bytes when the loader brought none. */
    long archiveBase();

    long archiveBytes();

    int bootLineBytes();

    /** Byte {@code index} of the boot line. */
    int bootLineByte(int index);
}
