package exo.exos;

import exo.abi.Right;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Memory outside the Java heap that is bound from the beginning and that no collector moves: for what is touched while an
 * exception is handled, and for what the kernel reads. It is never given back.
 */
@Include(value = "exos.h", isSystem = false)
public final class PinnedMemory {
    private static final long START = 0x1800_0000_0000L;
    private static long end = START;

    private PinnedMemory() {
    }

    /** So many cleared bytes at the beginning of a page. */
    public static long pages(long byteCount) {
        long start = end;
        for (; end < start + byteCount; end += AddressSpace.PAGE_BYTES) {
            KernelException.checked("bind", mapFresh(end, Right.READ | Right.WRITE));
        }
        return start;
    }

    /** The same, in frames that the kernel guarantees: they are never repossessed, and their bindings never dropped. */
    public static long guaranteedPages(long byteCount) {
        long start = pages(byteCount);
        long self = KernelCalls.envSelf();
        for (long page = start; page < end; page += AddressSpace.PAGE_BYTES) {
            long frame = KernelException.checked("entry_read", KernelCalls.entryRead(self, page)) >>> 12;
            KernelException.checked("frame_guarantee", KernelCalls.frameGuarantee(frame, 1));
        }
        return start;
    }

    @Unmanaged
    @Import(name = "exos_map_fresh")
    private static native long mapFresh(long userVa, long rights);
}
