package exo.machine.metal;

import exo.machine.BootInformation;
import exo.machine.PageTableEntry;

/**
 * The boot information of either protocol. PVH: hvm_start_info version 1, as in Xen's public header start_info.h.
 * Multiboot2: specification 2.0, section 3.6. Both are read where the loader left them, in the first GiB and outside the
 * memory that the kernel gives away (the first MiB, or copied nowhere: see {@link #kernelEnd}).
 */
abstract class MetalBootInformation implements BootInformation {
    private long kernelEnd = Symbols.imageEnd() - DirectMap.IMAGE_BASE;

    /** What the loader passed in EAX for Multiboot2; anything else is PVH. */
    private static final long MULTIBOOT2 = 0x36d7_6289L;
    private static final long COPIED_BYTES_MAXIMUM = 16384;

    static MetalBootInformation read() {
        long magic = org.teavm.interop.Address.fromLong(Symbols.bootMagic()).getInt() & 0xffff_ffffL;
        long address = org.teavm.interop.Address.fromLong(Symbols.bootAddress()).getInt() & 0xffff_ffffL;
        return magic == MULTIBOOT2 ? new Multiboot2Information(copied(address)) : new PvhInformation(address);
    }

    /** Multiboot2 may put its information where the kernel's books will lie; it is moved into the image first. */
    private static long copied(long information) {
        long byteCount = DirectMap.load32(information);
        long copy = Symbols.bootCopy() - DirectMap.IMAGE_BASE;
        Processor.copy(DirectMap.BASE + copy, DirectMap.BASE + information,
                byteCount < COPIED_BYTES_MAXIMUM ? byteCount : COPIED_BYTES_MAXIMUM);
        return copy;
    }

    /** The bytes of a NUL-terminated boot line before its end, at most 1,024. */
    static int lineBytes(long line) {
        int count = 0;
        while (line != 0 && count < 1024 && DirectMap.load8(line + count) != 0) {
            count++;
        }
        return count;
    }

    abstract long bootLine();

    /** Physical address of ACPI's root pointer, or 0. */
    abstract long acpiRoot();

    /** Includes in the kernel's range what was taken behind it. */
    void kernelEnd(long end) {
        kernelEnd = end;
    }

    @Override
    public long kernelStart() {
        return Symbols.imageStart() - DirectMap.IMAGE_BASE;
    }

    @Override
    public long kernelEnd() {
        return kernelEnd + PageTableEntry.BYTES_IN_PAGE - 1 & -PageTableEntry.BYTES_IN_PAGE;
    }

    @Override
    public long kernelHash() {
        return Symbols.kernelHash();
    }

    @Override
    public int bootLineBytes() {
        return lineBytes(bootLine());
    }

    @Override
    public int bootLineByte(int index) {
        return DirectMap.load8(bootLine() + index);
    }
}
