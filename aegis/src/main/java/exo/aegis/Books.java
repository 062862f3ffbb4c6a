package exo.aegis;

import exo.abi.EnvironmentRecord;
import exo.abi.FrameRecord;
import exo.abi.Limits;

/**
 * Where the kernel's books lie in physical memory. They are placed once, at boot, side by side in one run of frames:
 * the kernel's own record, the console's two rings, the environments, the frames.
 */
public final class Books {
    /** Of each of the console's rings: a power of two, so that positions wrap by a mask. */
    static final int RING_BYTES = 16384;

    final long start;
    final long kernel;
    final long consoleInput;
    final long consoleOutput;
    final long environments;
    final long frames;
    /** Frames that the book has records for: 0 to this, exclusive. */
    final long frameCount;

    Books(long start, long frameCount) {
        this.start = start;
        this.frameCount = frameCount;
        this.kernel = start;
        this.consoleInput = kernel + Limits.BYTES_IN_FRAME;
        this.consoleOutput = consoleInput + RING_BYTES;
        this.environments = consoleOutput + RING_BYTES;
        this.frames = environments + environmentBytes();
    }

    private static long environmentBytes() {
        return (long) Limits.ENVIRONMENTS_MAXIMUM * EnvironmentRecord.BYTES;
    }

    /** How many bytes the books take for so much memory, in whole frames. */
    static long byteCount(long frameCount) {
        long byteCount = Limits.BYTES_IN_FRAME + 2L * RING_BYTES + environmentBytes() + frameCount * FrameRecord.BYTES;
        return byteCount + Limits.BYTES_IN_FRAME - 1 & -Limits.BYTES_IN_FRAME;
    }

    /** The first byte behind the books. */
    long end() {
        return start + byteCount(frameCount);
    }
}
