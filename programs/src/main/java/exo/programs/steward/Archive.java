package exo.programs.steward;

import exo.abi.Info;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.ElfImage;
import exo.exos.kernel.ArchiveEntry;
import exo.exos.kernel.ArchiveHeader;
import exo.exos.kernel.KernelCalls;

/** The boot archive, bound read-only into the steward: what the host packed, by index. */
final class Archive {
    private static final long START = 0x3000_0000_0000L;

    private Archive() {
    }

    /** Binds every frame of it. */
    static void bind(AddressSpace self) {
        long first = KernelCalls.machineInfo(Info.ARCHIVE_FRAME);
        long byteCount = KernelCalls.machineInfo(Info.ARCHIVE_BYTES);
        for (long offset = 0; offset < byteCount; offset += AddressSpace.PAGE_BYTES) {
            self.bind(START + offset, first + offset / AddressSpace.PAGE_BYTES, Right.READ);
        }
    }

    private static long entry(long index) {
        return START + ArchiveHeader.BYTES + index * ArchiveEntry.BYTES;
    }

    /** Index of the first entry of a kind, or -1. */
    static long find(int kind) {
        for (long index = 0; index < ArchiveHeader.entryCount(START); index++) {
            if (ArchiveEntry.kind(entry(index)) == kind) {
                return index;
            }
        }
        return -1;
    }

    /** Where an entry's bytes are. */
    static long bytes(long index) {
        return START + ArchiveEntry.offset(entry(index));
    }

    static ElfImage program(long index) {
        return new ElfImage(bytes(index), ArchiveEntry.byteCount(entry(index)));
    }
}
