package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentRecord;
import exo.abi.SliceRecord;
import exo.machine.Machine;

/**
 * The kernel's record of its own: the few words that belong to no environment and no frame. What anyone may know is in the
 * header of the public books; the layout of the rest is private.
 */
final class KernelRecord {
    private static final int CONSOLE_OWNER = 8;
    private static final int INPUT_HEAD = 64;
    private static final int INPUT_TAIL = 72;
    private static final int OUTPUT_HEAD = 80;
    private static final int OUTPUT_TAIL = 88;
    private static final int LINE_OWNER = 96;
    private static final int ARCHIVE_BASE = 104;
    private static final int ARCHIVE_BYTES = 112;
    private static final int PANICKING = 128;
    /** What calls and exceptions of the running environment go by. */
    static final int RUNNING = 136;
    /** Where it is in the vector: with {@link BooksHeader#POSITION}, for who needs the place. */
    static final int RUNNING_SLICE = 144;
    private static final int EPILOGUES = 152;
    private static final int KEY_0 = 184;
    private static final int KEY_1 = 192;
    private static final int RUNNABLE = 200;
    private static final int NEXT_DEADLINE = 208;
    private static final int ARMED_FOR = 216;
    private static final int SAVING = 224;
    private static final int ASKED = 232;
    private static final int LEAVING_FRAME = 240;
    private static final int LEAVING_OWNER = 248;
    private static final int REPORTS_LOST = 256;
    private static final int TABLES_MADE = 264;
    private static final int PREDICATES = 272;
    private static final int PREDICATE_NEXT = 280;
    private static final int PREDICATES_LEFT = 288;
    private static final int SECRETS = 296;
    private static final int NETWORK_DUE = 304;
    /** To the end of the record's frame at most. */
    private static final int KNOWN_TABLES = 2048;

    private final Machine machine;
    private final long record;

    KernelRecord(Machine machine, Books books) {
        this.machine = machine;
        this.record = books.kernel;
    }

    /** Index of the environment on the processor, or 0: none runs. */
    int current() {
        return (int) machine.load64(record + Books.HEADER + BooksHeader.CURRENT);
    }

    void current(int index) {
        machine.store64(record + Books.HEADER + BooksHeader.CURRENT, index);
    }

    /** Physical address of the record of the environment on the processor; of record 0, nobody's, while none runs. */
    long running() {
        return machine.load64(record + RUNNING);
    }

    void running(long environment) {
        machine.store64(record + RUNNING, environment);
    }

    /** Name of the environment on the processor: what a caller calls itself. */
    long currentName() {
        return machine.load64(running() + EnvironmentRecord.NAME);
    }

    /** Physical address of its level-4 table. */
    long currentRoot() {
        return machine.load64(running() + EnvironmentRecord.ROOT);
    }

    /** First word of the frame book's record of an ordinary frame that it owns. */
    long currentFrameHead() {
        return machine.load64(running() + EnvironmentRecord.OWN_FRAME);
    }

    /** Physical address of the place for {@link KnownTables}. */
    long knownTables() {
        return record + KNOWN_TABLES;
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
        return machine.load64(record + Books.HEADER + BooksHeader.FIRST_FREE);
    }

    void firstFreeFrame(long frame) {
        machine.store64(record + Books.HEADER + BooksHeader.FIRST_FREE, frame);
    }

    long freeFrames() {
        return machine.load64(record + Books.HEADER + BooksHeader.FRAMES_FREE);
    }

    void freeFrames(long count) {
        machine.store64(record + Books.HEADER + BooksHeader.FRAMES_FREE, count);
    }

    /** Frames of ordinary memory, the kernel's own among them. */
    long totalFrames() {
        return machine.load64(record + Books.HEADER + BooksHeader.FRAMES_TOTAL);
    }

    void totalFrames(long count) {
        machine.store64(record + Books.HEADER + BooksHeader.FRAMES_TOTAL, count);
    }

    /** When the running environment's slice is over, in cycles. */
    long sliceEnd() {
        return machine.load64(record + Books.HEADER + BooksHeader.SLICE_END);
    }

    void sliceEnd(long cycles) {
        machine.store64(record + Books.HEADER + BooksHeader.SLICE_END, cycles);
    }

    long sliceCycles() {
        return machine.load64(record + Books.HEADER + BooksHeader.SLICE_CYCLES);
    }

    void sliceCycles(long cycles) {
        machine.store64(record + Books.HEADER + BooksHeader.SLICE_CYCLES, cycles);
    }

    /** The cycle counter at the kernel's first instruction. */
    long bootCycles() {
        return machine.load64(record + Books.HEADER + BooksHeader.BOOT_CYCLES);
    }

    void bootCycles(long cycles) {
        machine.store64(record + Books.HEADER + BooksHeader.BOOT_CYCLES, cycles);
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

    /** How many faults the console had no room to report, and has not said so yet. */
    long reportsLost() {
        return machine.load64(record + REPORTS_LOST);
    }

    void reportsLost(long count) {
        machine.store64(record + REPORTS_LOST, count);
    }

    /** How often tables have been made on the way to an entry. */
    long tablesMade() {
        return machine.load64(record + TABLES_MADE);
    }

    void tablesMade(long count) {
        machine.store64(record + TABLES_MADE, count);
    }

    /** How many environments sleep on a predicate. */
    long predicates() {
        return machine.load64(record + PREDICATES);
    }

    void predicates(long count) {
        machine.store64(record + PREDICATES, count);
    }

    /** Index of the environment whose predicate was looked at last. */
    long predicateNext() {
        return machine.load64(record + PREDICATE_NEXT);
    }

    void predicateNext(long index) {
        machine.store64(record + PREDICATE_NEXT, index);
    }

    /** How many predicates are left to be looked at in this round, at once; 0: none is. */
    long predicatesLeft() {
        return machine.load64(record + PREDICATES_LEFT);
    }

    void predicatesLeft(long left) {
        machine.store64(record + PREDICATES_LEFT, left);
    }

    /** When packets that have arrived are to be looked at again, or 0: when the device interrupts. */
    long networkDue() {
        return machine.load64(record + NETWORK_DUE);
    }

    void networkDue(long cycles) {
        machine.store64(record + NETWORK_DUE, cycles);
    }

    /** A count in the header of the public books. */
    void raise(int field) {
        machine.store64(record + Books.HEADER + field, machine.load64(record + Books.HEADER + field) + 1);
    }

    long header(int field) {
        return machine.load64(record + Books.HEADER + field);
    }

    void header(int field, long value) {
        machine.store64(record + Books.HEADER + field, value);
    }

    void networkAddress(long address) {
        machine.store64(record + Books.HEADER + BooksHeader.NETWORK_ADDRESS, address);
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

    boolean panicking() {
        return machine.load64(record + PANICKING) != 0;
    }

    void beginPanic() {
        machine.store64(record + PANICKING, 1);
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

    /** A number that no environment can know, another each time: what the key of capabilities makes of a count. */
    long nextSecret() {
        long count = machine.load64(record + SECRETS) + 1;
        machine.store64(record + SECRETS, count);
        return SipHash.of(key0(), key1(), count, SECRETS);
    }

    /** How many environments are runnable. */
    long runnable() {
        return machine.load64(record + RUNNABLE);
    }

    void runnable(long count) {
        machine.store64(record + RUNNABLE, count);
    }

    /** A moment not after the first deadline of anyone, or 0: nobody has one. */
    long nextDeadline() {
        return machine.load64(record + NEXT_DEADLINE);
    }

    void nextDeadline(long cycles) {
        machine.store64(record + NEXT_DEADLINE, cycles);
    }

    /** What the timer is armed for, or 0: it is not. */
    long armedFor() {
        return machine.load64(record + ARMED_FOR);
    }

    void armedFor(long cycles) {
        machine.store64(record + ARMED_FOR, cycles);
    }

    /** Index of the environment that was told of this slice's end and has the save time, or 0: the slice is not over. */
    int saving() {
        return (int) machine.load64(record + SAVING);
    }

    void saving(int index) {
        machine.store64(record + SAVING, index);
    }

    /** Position of the running slice in the vector. */
    int position() {
        return (int) machine.load64(record + Books.HEADER + BooksHeader.POSITION);
    }

    void position(int position) {
        machine.store64(record + Books.HEADER + BooksHeader.POSITION, position);
        machine.store64(record + RUNNING_SLICE, record + Books.SLICES + (long) position * SliceRecord.BYTES);
    }

    /** How many environments have an epilogue: while one has, slices end even when nobody else can run. */
    long epilogues() {
        return machine.load64(record + EPILOGUES);
    }

    void epilogues(long count) {
        machine.store64(record + EPILOGUES, count);
    }

    /** How long an environment may save its context when its slice is over. */
    long saveCycles() {
        return machine.load64(record + Books.HEADER + BooksHeader.SAVE_CYCLES);
    }

    void saveCycles(long cycles) {
        machine.store64(record + Books.HEADER + BooksHeader.SAVE_CYCLES, cycles);
    }

    /** How many environments something is asked back of. */
    long asked() {
        return machine.load64(record + ASKED);
    }

    void asked(long count) {
        machine.store64(record + ASKED, count);
    }

    /** Number of the frame that was taken from its owner and is still bound somewhere, or 0: none is. */
    long leavingFrame() {
        return machine.load64(record + LEAVING_FRAME);
    }

    /** Name of the environment that it was taken from. */
    long leavingOwner() {
        return machine.load64(record + LEAVING_OWNER);
    }

    void leaving(long frame, long owner) {
        machine.store64(record + LEAVING_FRAME, frame);
        machine.store64(record + LEAVING_OWNER, owner);
    }
}
