package exo.tests.kernel;

import exo.abi.AccountRecord;
import exo.abi.BooksHeader;
import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.RingRecord;
import exo.abi.SliceRecord;
import exo.machine.simulated.SimulatedMemory;

/**
 * The kernel's books, read from raw memory by the layouts of the ABI and by nothing of the kernel's. They are found by
 * looking for the record of the first environment; the header before it says where the others are. The kernel's own record
 * has a private layout: the few words of it that the oracle needs are named here once more.
 */
final class RawBooks {
    static final long RING_BYTES = 16384;
    static final int ROOT = 1;

    private final SimulatedMemory memory;
    private final long kernel;
    private final long header;
    private final long environments;
    private final long slices;
    private final long accounts;
    private final long programs;
    private final long rings;
    private final long frames;
    final long frameCount;

    RawBooks(SimulatedMemory memory) {
        this.memory = memory;
        this.environments = find() - EnvironmentRecord.BYTES;
        this.header = environments - BooksHeader.BYTES;
        this.slices = header + header64(BooksHeader.SLICES);
        this.accounts = header + header64(BooksHeader.ACCOUNTS);
        this.programs = header + header64(BooksHeader.PROGRAMS);
        this.rings = header + header64(BooksHeader.RINGS);
        this.frames = header + header64(BooksHeader.FRAMES);
        this.frameCount = header64(BooksHeader.FRAME_COUNT);
        this.kernel = header - Limits.BYTES_IN_FRAME;
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

    // ---- the header of the public books, and the kernel's own record ---------------------------------------------------------

    long header64(int field) {
        return memory.load64(header + field);
    }

    /** Physical address of the public books, and how many pages they take. */
    long publicStart() {
        return header;
    }

    long publicPages() {
        return (end() - header + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME;
    }

    int current() {
        return (int) header64(BooksHeader.CURRENT);
    }

    int consoleOwner() {
        return (int) memory.load64(kernel + 8);
    }

    long firstFreeFrame() {
        return header64(BooksHeader.FIRST_FREE);
    }

    long freeFrames() {
        return header64(BooksHeader.FRAMES_FREE);
    }

    long sliceEnd() {
        return header64(BooksHeader.SLICE_END);
    }

    /** Bytes in the ring of the console's input, and in that of its output. */
    long inputBytes() {
        return memory.load64(kernel + 72) - memory.load64(kernel + 64);
    }

    long outputBytes() {
        return memory.load64(kernel + 88) - memory.load64(kernel + 80);
    }

    /** Whether the kernel goes by the record of the current environment, or by record 0 while none runs. */
    boolean runningIsCurrent() {
        return memory.load64(kernel + 136) == environments + (long) current() * EnvironmentRecord.BYTES;
    }

    /** Whether it goes by the slice at the position that runs. */
    boolean runningSliceIsAtPosition() {
        return memory.load64(kernel + 144) == slices + header64(BooksHeader.POSITION) * SliceRecord.BYTES;
    }

    /** One of the two words of the key of capabilities, which no program can read. */
    long key(int word) {
        return memory.load64(kernel + 184 + word * 8L);
    }

    /** How many have an entry for the end of a slice. */
    long epilogues() {
        return memory.load64(kernel + 152);
    }

    long runnable() {
        return memory.load64(kernel + 200);
    }

    /** A moment not after the first deadline of anyone, or 0. */
    long nextDeadline() {
        return memory.load64(kernel + 208);
    }

    /** Who was told of this slice's end and has the save time, or 0; no index, if whoever was is no more. */
    int saving() {
        return (int) memory.load64(kernel + 224);
    }

    /** How many environments something is asked back of. */
    long asked() {
        return memory.load64(kernel + 232);
    }

    /** The frame that was taken from its owner and is still bound somewhere, or 0. */
    long leavingFrame() {
        return memory.load64(kernel + 240);
    }

    /** How many environments sleep on a predicate, and of these how many are to be looked at yet in this round. */
    long predicates() {
        return memory.load64(kernel + 272);
    }

    long predicatesLeft() {
        return memory.load64(kernel + 288);
    }

    /** When packets that have arrived are to be looked at again, or 0. */
    long networkDue() {
        return memory.load64(kernel + 304);
    }

    /** A word of what the kernel remembers of tables: environment's name, first address, entries, links less twice the entries. */
    long knownTable(int slot, int word) {
        return memory.load64(kernel + 2048 + slot * 32L + word * 8L);
    }

    /** The first and the last byte but one of what the kernel keeps. */
    long kernelStart() {
        return kernel - 2 * RING_BYTES - (3 + (publicPages() + 511) / 512) * Limits.BYTES_IN_FRAME;
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

    /** Makes an environment owe slices, as if it had overrun as many. */
    void forfeits(int index, long count) {
        memory.store32(environments + (long) index * EnvironmentRecord.BYTES + EnvironmentRecord.FORFEITS, count);
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
        return environment64(index, EnvironmentRecord.ROOT);
    }

    long contextOf(int index) {
        return environment64(index, EnvironmentRecord.CONTEXT);
    }

    /** 0: it has none. */
    long saveAreaOf(int index) {
        return environment64(index, EnvironmentRecord.SAVE_AREA);
    }

    // ---- slices and accounts -------------------------------------------------------------------------------------------

    int sliceOwner(int position) {
        return (int) memory.load32(slices + (long) position * SliceRecord.BYTES + SliceRecord.OWNER);
    }

    /** To whom a transfer donated it, or 0. */
    int sliceHolder(int position) {
        return (int) memory.load32(slices + (long) position * SliceRecord.BYTES + SliceRecord.HOLDER);
    }

    private long account(int index) {
        return accounts + (long) index * AccountRecord.BYTES;
    }

    long accountName(int index) {
        return memory.load64(account(index) + AccountRecord.NAME);
    }

    int accountParent(int index) {
        return (int) memory.load32(account(index) + AccountRecord.PARENT);
    }

    /** 0: there is no such account. */
    int accountDepth(int index) {
        return (int) memory.load32(account(index) + AccountRecord.DEPTH);
    }

    long limit(int account, int kind) {
        return memory.load64(account(account) + AccountRecord.LIMITS + kind * 8L);
    }

    long used(int account, int kind) {
        return memory.load64(account(account) + AccountRecord.USED + kind * 8L);
    }

    /** Index of the account that an environment spends from. */
    int accountOf(int environment) {
        return (int) environment32(environment, EnvironmentRecord.ACCOUNT);
    }

    // ---- programs and rings --------------------------------------------------------------------------------------------

    long program64(int index, int field) {
        return memory.load64(programs + (long) index * ProgramRecord.BYTES + field);
    }

    int program32(int index, int field) {
        return (int) memory.load32(programs + (long) index * ProgramRecord.BYTES + field);
    }

    int programState(int index) {
        return program32(index, ProgramRecord.STATE);
    }

    /** A word of what the engine knows of a program. */
    long engine(int index, int field) {
        return program64(index, ProgramRecord.ENGINE + field);
    }

    long ring64(int index, int field) {
        return memory.load64(rings + (long) index * RingRecord.BYTES + field);
    }

    int ring32(int index, int field) {
        return (int) memory.load32(rings + (long) index * RingRecord.BYTES + field);
    }

    // ---- frames ------------------------------------------------------------------------------------------------------

    private long frame(long frame) {
        return frames + frame * FrameRecord.BYTES;
    }

    /** Physical address of a frame's record. */
    long recordOf(long frame) {
        return frame(frame);
    }

    int kind(long frame) {
        return memory.load8(frame(frame) + FrameRecord.KIND);
    }

    /**
     * Of a last-level table, the address that its first entry translates; of a frame of links, where the first entry is that
     * it has a link for; else the link of the first entry that names the frame.
     */
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
