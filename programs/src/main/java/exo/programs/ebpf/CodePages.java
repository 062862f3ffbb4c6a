package exo.programs.ebpf;

import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.KernelCalls;

/** Pages for machine code: writable, or executable, and never both. */
final class CodePages {
    private final long start;
    private final int byteCount;
    private final long self = KernelCalls.envSelf();
    private long executableBytes;

    /** Writable at first. */
    CodePages(int byteCount) {
        this.byteCount = byteCount;
        this.start = PinnedMemory.pages(byteCount);
    }

    long start() {
        return start;
    }

    int byteCount() {
        return byteCount;
    }

    /** Makes the first bytes executable and no longer writable. */
    void seal(long bytes) {
        protect(bytes, Right.READ | Right.EXECUTE);
        executableBytes = bytes;
    }

    /** Makes what is executable writable again. */
    void open() {
        protect(executableBytes, Right.READ | Right.WRITE);
        executableBytes = 0;
    }

    private void protect(long bytes, long rights) {
        for (long page = start; page < start + bytes; page += AddressSpace.PAGE_BYTES) {
            KernelException.checked("protect", KernelCalls.protect(self, page, rights));
        }
    }
}
