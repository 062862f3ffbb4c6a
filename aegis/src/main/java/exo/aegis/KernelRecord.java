package exo.aegis;

import exo.machine.Machine;

/**
 * The kernel's record of its own: the few words that belong to no environment and no frame. Its layout is private.
 */
final class KernelRecord {
    private static final int CURRENT = 0;
    private static final int CONSOLE_OWNER = 8;
    private static final int FIRST_FREE_FRAME = 16;
    private static final int FREE_FRAMES = 24;
    private static final int TOTAL_FRAMES = 32;
    private static final int SLICE_END = 40;
    private static final int SLICE_CYCLES = 48;
    private static final int BOOT_CYCLES = 56;
    private static final int INPUT_HEAD = 64;
    private static final int INPUT_TAIL = 72;
    private static final int OUTPUT_HEAD = 80;
    private static final int OUTPUT_TAIL = 88;
    private static final int LINE_OWNER = 96;
    private static final int ARCHIVE_BASE = 104;
    private static final int ARCHIVE_BYTES = 112;
    private static final int SWITCHED_IN = 120;
    private static final int PANICKING = 128;
    /** What an exception of the running environment needs, side by side so that finding it is one load each. */
    static final int RUNNING_CONTEXT = 136;
    static final int RUNNING_SAVE_AREA = 144;
    static final int RUNNING_SAVE_ADDRESS = 152;
    static final int RUNNING_HANDLER = 160;
    private static final int RUNNING_NAME = 168;
    private static final int RUNNING_ROOT = 176;
    private static final int KEY_0 = 184;
    private static final int KEY_1 = 192;

    private final Machine machine;
    private final long record;

    KernelRecord(Machine machine, long record) {
        this.machine = machine;
        this.record = record;
    }

    /** Index of the environment on the processor, or 0: none runs. */
    int current() {
        return (int) machine.load64(record + CURRENT);
    }

    void current(int index) {
        machine.store64(record + CURRENT, index);
    }

    /** Name of the environment on the processor: what a caller calls itself. */
    long currentName() {
        return machine.load64(record + RUNNING_NAME);
    }

    /** Physical address of its level-4 table. */
    long currentRoot() {
        return machine.load64(record + RUNNING_ROOT);
    }

    void currentName(long name, long root) {
        machine.store64(record + RUNNING_NAME, name);
        machine.store64(record + RUNNING_ROOT, root);
    }

    /** Index of the environment that the console's input goes to. */
    int consoleOwner() {
        return (int) machine.load64(record + CONSOLE_OWNER);
    }

    void consoleOwner(int index) {
        machine.store64(record + CONSOLE_OWNER, index);
    }

    /** Number of the first frame on the free list, or 0: none is free. */
    long firstFreeFrame() {
        return machine.load64(record + FIRST_FREE_FRAME);
    }

    void firstFreeFrame(long frame) {
        machine.store64(record + FIRST_FREE_FRAME, frame);
    }

    long freeFrames() {
        return machine.load64(record + FREE_FRAMES);
    }

    void freeFrames(long count) {
        machine.store64(record + FREE_FRAMES, count);
    }

    /** Frames of ordinary memory, the kernel's own among them. */
    long totalFrames() {
        return machine.load64(record + TOTAL_FRAMES);
    }

    void totalFrames(long count) {
        machine.store64(record + TOTAL_FRAMES, count);
    }

    /** When the running environment's slice is over, in cycles. */
    long sliceEnd() {
        return machine.load64(record + SLICE_END);
    }

    void sliceEnd(long cycles) {
        machine.store64(record + SLICE_END, cycles);
    }

    long sliceCycles() {
        return machine.load64(record + SLICE_CYCLES);
    }

    void sliceCycles(long cycles) {
        machine.store64(record + SLICE_CYCLES, cycles);
    }

    /** The cycle counter at the kernel's first instruction. */
    long bootCycles() {
        return machine.load64(record + BOOT_CYCLES);
    }

    void bootCycles(long cycles) {
        machine.store64(record + BOOT_CYCLES, cycles);
    }

    /** Bytes ever taken from, and ever put into, the input ring; they wrap by the ring's size only where it is indexed. */
    long inputHead() {
        return machine.load64(record + INPUT_HEAD);
    }

    void inputHead(long position) {
        machine.store64(record + INPUT_HEAD, position);
    }

    long inputTail() {
        return machine.load64(record + INPUT_TAIL);
    }

    void inputTail(long position) {
        machine.store64(record + INPUT_TAIL, position);
    }

    /** The same of the output ring. */
    long outputHead() {
        return machine.load64(record + OUTPUT_HEAD);
    }

    void outputHead(long position) {
        machine.store64(record + OUTPUT_HEAD, position);
    }

    long outputTail() {
        return machine.load64(record + OUTPUT_TAIL);
    }

    void outputTail(long position) {
        machine.store64(record + OUTPUT_TAIL, position);
    }

    /** Index of the environment whose line on the console is unfinished, or 0: a new line is due. */
    int lineOwner() {
        return (int) machine.load64(record + LINE_OWNER);
    }

    void lineOwner(int index) {
        machine.store64(record + LINE_OWNER, index);
    }

    long archiveBase() {
        return machine.load64(record + ARCHIVE_BASE);
    }

    long archiveBytes() {
        return machine.load64(record + ARCHIVE_BYTES);
    }

    void archive(long base, long byteCount) {
        machine.store64(record + ARCHIVE_BASE, base);
        machine.store64(record + ARCHIVE_BYTES, byteCount);
    }

    /** When the running environment was put on the processor, in cycles. */
    long switchedIn() {
        return machine.load64(record + SWITCHED_IN);
    }

    void switchedIn(long cycles) {
        machine.store64(record + SWITCHED_IN, cycles);
    }

    boolean panicking() {
        return machine.load64(record + PANICKING) != 0;
    }

    void beginPanic() {
        machine.store64(record + PANICKING, 1);
    }

    /**
     * What exceptions of the environment on the processor go by.
     *
     * @param context  its context's physical address
     * @param saveArea  physical address of its save area, or 0: it has no handler
     * @param saveVa  where the program itself sees its save area
     * @param handler  where its handler begins
     */
    void running(long context, long saveArea, long saveVa, long handler) {
        machine.store64(record + RUNNING_CONTEXT, context);
        machine.store64(record + RUNNING_SAVE_AREA, saveArea);
        machine.store64(record + RUNNING_SAVE_ADDRESS, saveVa);
        machine.store64(record + RUNNING_HANDLER, handler);
    }

    /** The key of capabilities: two words that no environment can learn or guess. */
    long key0() {
        return machine.load64(record + KEY_0);
    }

    long key1() {
        return machine.load64(record + KEY_1);
    }

    void key(long word0, long word1) {
        machine.store64(record + KEY_0, word0);
        machine.store64(record + KEY_1, word1);
    }
}
