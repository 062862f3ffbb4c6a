package exo.tests.proof.explore;

import exo.machine.Machine;
import exo.machine.PageTableEntry;
import exo.machine.simulated.KernelHalf;

/**
 * A machine for going back and forth: all of it, memory, translations, timer, what is selected, lies in the words of one
 * {@link Journal}. Made for speed and for what can be told apart by rules on states; general registers are not modelled, because
 * the kernel never decides by one. Whether it is a true machine is told by doing sampled paths again on the simulated one.
 */
final class ExploredMachine implements Machine {
    private static final long BYTES = Places.MEMORY_BYTES;
    /** Words behind memory, for what is not memory. */
    private static final int DEVICES = (int) (BYTES >>> 3);
    static final int CONTEXT = DEVICES;
    static final int ADDRESS_SPACE = DEVICES + 1;
    static final int VECTOR_ACCESS = DEVICES + 2;
    static final int VECTOR_REGISTERS = DEVICES + 3;
    static final int FS = DEVICES + 4;
    static final int GS = DEVICES + 5;
    static final int TEXT_START = DEVICES + 6;
    static final int TEXT_END = DEVICES + 7;
    static final int TIMER_ARMED = DEVICES + 8;
    static final int TIMER_DEADLINE = DEVICES + 9;
    static final int NOW = DEVICES + 10;
    static final int TYPED = DEVICES + 11;
    static final int CONSOLE_WANTS = DEVICES + 12;
    private static final int TRANSLATIONS = DEVICES + 64;
    private static final int WORDS = TRANSLATIONS + Translations.WORDS;

    private static final long TAG_MASK = 4095;
    private static final long CYCLES_PER_SECOND = 1_000_000_000L;

    final Journal journal = new Journal(WORDS);
    final Translations translations = new Translations(this, TRANSLATIONS);
    private final long kernelStart;
    private final long[] added = new long[512];
    private long entropy;

    ExploredMachine(long kernelStart) {
        this.kernelStart = kernelStart;
    }

    long word(int word) {
        return journal.get(word);
    }

    void word(int word, long value) {
        journal.set(word, value);
    }

    /** Before exploring: which of the words that are not memory count. */
    void markDevices() {
        for (int word = DEVICES; word < WORDS; word++) {
            boolean time = word == TIMER_DEADLINE || word == NOW;
            journal.mark(word, time ? Journal.LEFT_OUT : Journal.COUNTED);
        }
    }

    // ---- memory ------------------------------------------------------------------------------------------------------

    private static int wordAt(long address, int width) {
        if (address < 0 || address >= BYTES || (address & width - 1) != 0) {
            throw new BrokenRule("the kernel reaches for memory that is not there, or askew, at", address);
        }
        return (int) (address >>> 3);
    }

    @Override
    public long load64(long address) {
        return journal.get(wordAt(address, 8));
    }

    @Override
    public void store64(long address, long value) {
        journal.set(wordAt(address, 8), value);
    }

    @Override
    public long load32(long address) {
        return journal.get(wordAt(address, 4)) >>> ((int) address & 4) * 8 & 0xffff_ffffL;
    }

    @Override
    public void store32(long address, long value) {
        int word = wordAt(address, 4);
        int shift = ((int) address & 4) * 8;
        journal.set(word, journal.get(word) & ~(0xffff_ffffL << shift) | (value & 0xffff_ffffL) << shift);
    }

    @Override
    public int load8(long address) {
        return (int) (journal.get(wordAt(address, 1)) >>> ((int) address & 7) * 8) & 0xff;
    }

    @Override
    public void store8(long address, int value) {
        int word = wordAt(address, 1);
        int shift = ((int) address & 7) * 8;
        journal.set(word, journal.get(word) & ~(0xffL << shift) | (value & 0xffL) << shift);
    }

    @Override
    public void zero(long address, long byteCount) {
        int first = wordAt(address, 8);
        int end = first + (int) (byteCount >>> 3);
        for (int word = first; word < end; word++) {
            if (journal.get(word) != 0) {
                journal.set(word, 0);
            }
        }
    }

    @Override
    public void copy(long to, long from, long byteCount) {
        int first = wordAt(to, 8);
        int source = wordAt(from, 8);
        for (int i = 0; i < byteCount >>> 3; i++) {
            journal.set(first + i, journal.get(source + i));
        }
    }

    // ---- address translation -----------------------------------------------------------------------------------------

    @Override
    public void shareKernelHalf(long root) {
        for (int index : Places.KERNEL_HALF) {
            store64(root + index * 8L, kernelHalf(index));
        }
    }

    /** The kernel's entry of a level-4 table. */
    long kernelHalf(int index) {
        long table = kernelStart + (index == KernelHalf.IMAGE_ENTRY ? Places.BYTES_IN_FRAME : 0);
        return index == KernelHalf.DIRECT_MAP_ENTRY || index == KernelHalf.IMAGE_ENTRY
                ? table | PageTableEntry.PRESENT | PageTableEntry.WRITABLE : added[index];
    }

    @Override
    public void kernelHalfEntry(int index, long entry) {
        added[index] = entry;
    }

    @Override
    public long addressSpace(long root, int tag) {
        return root | tag;
    }

    @Override
    public void switchAddressSpace(long addressSpace, boolean keepTranslations) {
        word(ADDRESS_SPACE, addressSpace);
        if (!keepTranslations) {
            translations.dropAll(tag());
        }
    }

    int tag() {
        return (int) (word(ADDRESS_SPACE) & TAG_MASK);
    }

    long root() {
        return word(ADDRESS_SPACE) & ~TAG_MASK;
    }

    @Override
    public void invalidatePage(long va) {
        translations.drop(tag(), va);
    }

    // ---- processor context -------------------------------------------------------------------------------------------

    @Override
    public void initialiseContext(long context) {
        // Selectors and flags are registers.
    }

    @Override
    public void selectContext(long context) {
        wordAt(context, 16);
        word(CONTEXT, context);
    }

    @Override
    public void selectNoContext() {
        word(CONTEXT, 0);
    }

    @Override
    public void clearSegments() {
        word(FS, 0);
        word(GS, 0);
    }

    @Override
    public void passRegisters(long instruction) {
        // Registers are passed on or not: no state of the kernel's comes of it.
    }

    @Override
    public void passStack(long stack) {
        // As above.
    }

    @Override
    public void keepRegisters() {
        // As above.
    }

    @Override
    public void vectorAccess(boolean permitted) {
        word(VECTOR_ACCESS, permitted ? 1 : 0);
    }

    @Override
    public void saveVectorState(long context) {
        requireVectorAccess();
        store64(context + Places.VECTOR_WORD, word(VECTOR_REGISTERS));
    }

    @Override
    public void restoreVectorState(long context) {
        requireVectorAccess();
        word(VECTOR_REGISTERS, load64(context + Places.VECTOR_WORD));
    }

    @Override
    public void clearVectorState() {
        word(VECTOR_REGISTERS, 0);
    }

    private void requireVectorAccess() {
        BrokenRule.require(word(VECTOR_ACCESS) != 0, "the kernel uses vector registers that trap, with context",
                word(CONTEXT));
    }

    @Override
    public void segmentBases(long fs, long gs) {
        word(FS, fs);
        word(GS, gs);
    }

    @Override
    public void callsFrom(long start, long end) {
        word(TEXT_START, start);
        word(TEXT_END, end);
    }

    // ---- time and the console ----------------------------------------------------------------------------------------

    @Override
    public long cycles() {
        return word(NOW);
    }

    @Override
    public long cyclesPerSecond() {
        return CYCLES_PER_SECOND;
    }

    @Override
    public void armTimer(long atCycles) {
        word(TIMER_ARMED, 1);
        word(TIMER_DEADLINE, atCycles);
    }

    @Override
    public void disarmTimer() {
        word(TIMER_ARMED, 0);
    }

    @Override
    public int consoleReceive() {
        if (word(TYPED) == 0) {
            return -1;
        }
        word(TYPED, word(TYPED) - 1);
        return 'a';
    }

    /** A device that is always ready, so that the console's ring is empty between steps. */
    @Override
    public boolean consoleTransmit(int octet) {
        return true;
    }

    @Override
    public void consoleInterrupts(boolean whenReceived, boolean whenRoom) {
        word(CONSOLE_WANTS, (whenReceived ? 1 : 0) | (whenRoom ? 2 : 0));
    }

    @Override
    public long entropy() {
        entropy += 0x9e37_79b9_7f4a_7c15L;
        return entropy;
    }

    @Override
    public long counter(int which) {
        return 0;
    }

    @Override
    public void controlTransmit(int octet) {
        // The host is not part of the state.
    }

    @Override
    public void powerOff(int status) {
        throw Off.OFF;
    }
}
