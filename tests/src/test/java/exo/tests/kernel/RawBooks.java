package exo.tests.kernel;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMemory;

/**
 * The kernel's books, read from raw memory by the layouts of the ABI and by nothing of the kernel's. They are found by
 * looking for the record of the first environment. The kernel's own record has a private layout: the few words of it that
 * the oracle needs are named here once more.
 */
final class RawBooks {
    static final long RING_BYTES = 16384;
    static final int ROOT = 1;

    private final SimulatedMemory memory;
    private final long kernel;
    private final long environments;
    private final long frames;
    final long frameCount;

    RawBooks(SimulatedMemory memory) {
        this.memory = memory;
        this.environments = find() - EnvironmentRecord.BYTES;
        this.kernel = environments - 2 * RING_BYTES - Limits.BYTES_IN_FRAME;
        this.frames = environments + (long) Limits.ENVIRONMENTS_MAXIMUM * EnvironmentRecord.BYTES;
        this.frameCount = memory.limit() / Limits.BYTES_IN_FRAME;
    }

    private long find() {
        for (long at = 1 << 20; at < memory.limit(); at += EnvironmentRecord.BYTES) {
            if (memory.installed(at)
                    && memory.load64(at + EnvironmentRecord.NAME) == (1L << EnvironmentName.GENERATION_SHIFT | ROOT)
                    && memory.load32(at + EnvironmentRecord.STATE) == EnvironmentState.RUNNABLE
                    && memory.load64(at + EnvironmentRecord.LABEL) == Labels.low("steward")) {
                return at;
            }
        }
        throw new AssertionError("no environment called steward in memory");
    }

    // ---- the kernel's own record -------------------------------------------------------------------------------------

    int current() {
        return (int) memory.load64(kernel);
    }

    int consoleOwner() {
        return (int) memory.load64(kernel + 8);
    }

    long firstFreeFrame() {
        return memory.load64(kernel + 16);
    }

    long freeFrames() {
        return memory.load64(kernel + 24);
    }

    long sliceEnd() {
        return memory.load64(kernel + 40);
    }

    /** Bytes in the ring of the console's input, and in that of its output. */
    long inputBytes() {
        return memory.load64(kernel + 72) - memory.load64(kernel + 64);
    }

    long outputBytes() {
        return memory.load64(kernel + 88) - memory.load64(kernel + 80);
    }

    /** What exceptions of the current environment go by: context, save area, its address for the program, handler. */
    long running(int word) {
        return memory.load64(kernel + 136 + word * 8L);
    }

    long kernelStart() {
        return kernel;
    }

    long end() {
        return frames + frameCount * FrameRecord.BYTES;
    }

    // ---- environments --------------------------------------------------------------------------------------------------

    long environment64(int index, int field) {
        return memory.load64(environments + (long) index * EnvironmentRecord.BYTES + field);
    }

    long environment32(int index, int field) {
        return memory.load32(environments + (long) index * EnvironmentRecord.BYTES + field);
    }

    int state(int index) {
        return (int) environment32(index, EnvironmentRecord.STATE);
    }

    boolean exists(int index) {
        return index > 0 && index < Limits.ENVIRONMENTS_MAXIMUM && state(index) != EnvironmentState.FREE;
    }

    boolean alive(int index) {
        return exists(index) && state(index) != EnvironmentState.ENDED;
    }

    int parent(int index) {
        return (int) environment32(index, EnvironmentRecord.PARENT);
    }

    long name(int index) {
        return environment64(index, EnvironmentRecord.NAME);
    }

    /** Physical addresses. */
    long rootOf(int index) {
        return environment64(index, EnvironmentRecord.ROOT_FRAME) * Limits.BYTES_IN_FRAME;
    }

    long contextOf(int index) {
        return environment64(index, EnvironmentRecord.CONTEXT_FRAME) * Limits.BYTES_IN_FRAME;
    }

    // ---- frames ------------------------------------------------------------------------------------------------------

    private long frame(long frame) {
        return frames + frame * FrameRecord.BYTES;
    }

    int kind(long frame) {
        return memory.load8(frame(frame) + FrameRecord.KIND);
    }

    /** Of a last-level table, the address that its first entry translates; else the first entry that names the frame. */
    long firstBinding(long frame) {
        return memory.load64(frame(frame) + FrameRecord.FIRST_BINDING);
    }

    /** Of a last-level table, the number of one of its two frames of links. */
    long links(long frame, int half) {
        return memory.load32(frame(frame) + FrameRecord.LINKS + half * 4L);
    }

    int flags(long frame) {
        return memory.load8(frame(frame) + FrameRecord.FLAGS);
    }

    int owner(long frame) {
        return (int) memory.load32(frame(frame) + FrameRecord.OWNER);
    }

    long bindings(long frame) {
        return memory.load32(frame(frame) + FrameRecord.BINDINGS);
    }

    long pins(long frame) {
        return memory.load32(frame(frame) + FrameRecord.PINS);
    }

    long next(long frame) {
        return memory.load32(frame(frame) + FrameRecord.NEXT);
    }

    long previous(long frame) {
        return memory.load32(frame(frame) + FrameRecord.PREVIOUS);
    }
}
