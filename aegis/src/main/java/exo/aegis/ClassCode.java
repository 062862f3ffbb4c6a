package exo.aegis;

import exo.abi.Limits;
import exo.aegis.network.ClassPrograms;
import exo.aegis.network.Classifier;
import exo.aegis.network.ClassifierText;
import exo.aegis.network.NetworkBook;
import exo.aegis.network.NetworkLimits;
import exo.ebpf.Addresses;
import exo.ebpf.Checker;
import exo.ebpf.Compiler;
import exo.ebpf.MachineCode;
import exo.ebpf.Program;
import exo.ebpf.Run;
import exo.ebpf.StructureCheck;
import exo.machine.CodeStore;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * The decision structure as machine code: for each class of packets whose shapes have changed its text is written, checked as any
 * program is, compiled, and put in the place of the one before, a bounded step at a time while packets are dealt with. Until then the class
 * is decided in Java, to the same effect. Keeps true: what runs is the code of the shapes as they are.
 */
final class ClassCode implements ClassPrograms {
    /** Pages of the code store that are the kernel's own, the last ones. */
    static final int PAGES = 16;
    /** Of a run: more than any text could take, as its jumps lead forward. */
    private static final long BUDGET = 1 << 20;
    /** Of a packet as it lies in memory: its ethertype and the first byte of IPv4 without options, its fragment field and protocol. */
    private static final int ETHERTYPE = 12;
    private static final long NO_OPTIONS_MASK = 0xff_ffff;
    private static final long NO_OPTIONS = 0x45_0008;
    private static final int FRAGMENT = 20;
    private static final long FRAGMENT_MASK = 0xff3f;
    private static final int PROTOCOL_SHIFT = 24;

    /** Of an interrupt, up to which a step may follow in it: with that it stays below what interrupts may be off for. */
    private static final long CYCLES_BEFORE_STEP = 2500;

    // ---- phases
    private static final int IDLE = 0;
    private static final int WRITING = 1;
    private static final int SHAPING = 2;
    private static final int CHECKING = 3;
    private static final int COMPILING = 4;

    // ---- where what is kept: for each class its first page, pages and entry; then the text being worked on
    private static final int CLASS_BYTES = 24;
    private static final int ENTRY = 8;
    /** The version that could not be compiled, or 0. */
    private static final int GIVEN_UP = 16;
    private static final int PHASE = NetworkLimits.CLASSES * CLASS_BYTES;
    private static final int CLASS = PHASE + 8;
    private static final int VERSION = PHASE + 16;
    private static final int NEW_PAGES = PHASE + 24;
    /** Not 0: a class may have changed since all were found to be up to date. */
    private static final int CHANGED = PHASE + 32;
    /** Not 0: there was no time for a step. */
    private static final int TURN = PHASE + 40;
    private static final int RUN = PHASE + 64;
    private static final int ENGINE = RUN + Run.BYTES;
    private static final int PROOFS = ENGINE + 256;
    private static final int MARKS = PROOFS + ClassifierText.SLOTS_MAXIMUM;
    private static final int TEXT = MARKS + (StructureCheck.SCRATCH_BYTES + 7 & -8);
    private static final int SCRATCH = TEXT + ClassifierText.SLOTS_MAXIMUM * 8;
    private static final int SCRATCH_BYTES = ClassifierText.CHECKER_BYTES;
    static final int BYTES = SCRATCH + SCRATCH_BYTES;

    private final Aegis aegis;
    private final Machine machine;
    private final CodeStore store;
    private final long memory;
    private final long run;
    private final long engine;
    private final long area;
    private final long areaBytes;
    private final long usual;
    private final long runView;
    private final StructureCheck structure;
    private final Checker checker;
    private final Compiler compiler;

    /**
     * @param memory  physical address of {@link #BYTES} cleared bytes
     * @param book  the network's, which the programs read
     */
    ClassCode(Aegis aegis, long memory, NetworkBook book) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.store = machine.codeStore();
        this.memory = memory;
        this.run = memory + RUN;
        this.engine = memory + ENGINE;
        this.area = book.start();
        this.areaBytes = book.byteCount();
        this.usual = book.usual();
        this.runView = store == null || !store.executes() ? 0 : store.view(memory + RUN);
        this.structure = new StructureCheck(aegis.memory());
        this.checker = new Checker(aegis.memory());
        this.compiler = new Compiler(aegis.memory());
    }

    private Classifier classifier() {
        return aegis.network().filters().network().classifier();
    }

    private ClassifierText text() {
        return aegis.network().filters().network().text();
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    /** What is the same for each packet. */
    void commitFirst() {
        if (store != null && store.executes()) {
            machine.store64(run + Run.AREA, store.view(area));
            machine.store64(run + Run.AREA_BYTES, areaBytes);
            machine.store64(run + Run.STACK, store.view(aegis.books().programStack));
            machine.store64(run + Run.MEMORY_BYTES, 1);
            machine.store64(run + Run.BUDGET, BUDGET);
            MachineCode.prepare(aegis.memory(), run);
        }
    }

    @Override
    public int run(int ofClass, long packet, long length) {
        machine.store64(run + Run.MEMORY_DELTA, store.view(packet) - Addresses.MEMORY);
        machine.store64(run + Run.MEMORY_BYTES, length);
        return (int) store.call(machine.load64(memory + (long) ofClass * CLASS_BYTES + ENTRY), runView);
    }

    /**
     * Where the machine code is that tells a packet of IPv4's usual form, or 0: it is another, or there is none. What goes by here is
     * most packets, so it is the shortest way that there is: the packet's form by two loads, and one look for the code. (What is loaded of a
     * packet too short for it is in its frame all the same, and says nothing: the least length that comes with the code is that of the form.)
     */
    @Inlined("a call and what it saves: 10 instructions of a packet")
    long usualEntry(long packet, long length) {
        if ((machine.load32(packet + ETHERTYPE) & NO_OPTIONS_MASK) != NO_OPTIONS) {
            return 0;
        }
        long fragment = machine.load32(packet + FRAGMENT);
        if ((fragment & FRAGMENT_MASK) != 0) {
            return 0;
        }
        long place = usual + (fragment >>> PROTOCOL_SHIFT) * NetworkBook.USUAL_BYTES;
        return length < machine.load64(place + NetworkBook.USUAL_LEAST) ? 0 : machine.load64(place);
    }

    /** The filter that such code tells, or 0. Its jumps lead forward, so that it always comes to its end. */
    @Inlined("as above")
    int runUsual(long entry, long packet, long length) {
        long record = run;
        machine.store64(record + Run.MEMORY_DELTA, store.view(packet) - Addresses.MEMORY);
        machine.store64(record + Run.MEMORY_BYTES, length);
        return (int) store.call(entry, store.view(record));
    }

    // ---- keeping it up to date -------------------------------------------------------------------------------------------

    private int phase() {
        return (int) machine.load64(memory + PHASE);
    }

    private void commitPhase(int phase) {
        machine.store64(memory + PHASE, phase);
    }

    private int ofClass() {
        return (int) machine.load64(memory + CLASS);
    }

    /** Whether nothing else is to be done before the next step, as there was no time for one behind the last packets. */
    boolean isNext() {
        return machine.load64(memory + TURN) != 0;
    }

    /**
     * Goes on with what is to be compiled; true: there is more to do. A step that would come behind so much else that both together were
     * long has its turn the next time, and that to itself.
     */
    boolean commitStep(long cyclesBefore) {
        return (machine.load64(memory + CHANGED) | phase()) != 0 && commitInTime(cyclesBefore);
    }

    private boolean commitInTime(long cyclesBefore) {
        boolean late = cyclesBefore > CYCLES_BEFORE_STEP;
        machine.store64(memory + TURN, late ? 1 : 0);
        return late || commitGoOn();
    }

    private boolean commitGoOn() {
        switch (phase()) {
            case IDLE:
                return commitBegin();
            case WRITING:
                return commitWrite();
            case SHAPING:
                return structure.step(engine, memory + MARKS, StructureCheck.STEP_INSTRUCTIONS) ? commitShaped() : true;
            case CHECKING:
                return commitChecked(checker.step(engine, memory + SCRATCH));
            case COMPILING:
                return compiler.step(engine, memory + SCRATCH, Compiler.STEP_INSTRUCTIONS) ? commitReady() : true;
            default:
                return false;
        }
    }

    /** Filters were bound or unbound: classes may be others. */
    void commitChanged() {
        if (store != null && store.executes()) {
            machine.store64(memory + CHANGED, 1);
        }
    }

    private boolean commitBegin() {
        int stale = classifier().stale(0);
        while (stale != 0 && isGivenUp(stale)) {
            stale = classifier().stale(stale + 1);
        }
        if (stale == 0) {
            machine.store64(memory + CHANGED, 0);
            return false;
        }
        text().begin(stale, memory + TEXT);
        machine.store64(memory + CLASS, stale);
        machine.store64(memory + VERSION, text().version());
        commitPhase(WRITING);
        return true;
    }

    private boolean isGivenUp(int ofClass) {
        long version = machine.load64(memory + (long) ofClass * CLASS_BYTES + GIVEN_UP);
        return version != 0 && version == classifier().version(ofClass);
    }

    private boolean commitWrite() {
        int written = text().step();
        if (written == ClassifierText.CHANGED) {
            commitPhase(IDLE);
        } else if (written == ClassifierText.DONE) {
            machine.zero(engine, Program.BYTES);
            machine.store64(engine + Program.TEXT, memory + TEXT);
            machine.store64(engine + Program.INSTRUCTIONS, text().slots());
            machine.store64(engine + Program.MEMORY_BYTES_LEAST, classifier().leastBytes(ofClass()));
            machine.store64(engine + Program.MEMORY_BYTES_MOST, Limits.PACKET_BYTES_MAXIMUM);
            machine.store64(engine + Program.AREA_BYTES, areaBytes);
            machine.store64(engine + Program.PROOFS, memory + PROOFS);
            structure.begin(engine, memory + MARKS);
            commitPhase(SHAPING);
        }
        return true;
    }

    private boolean commitStop() {
        aegis.text().stamp().text("warning net: the kernel's own text of class ").decimal(ofClass()).text(" breaks rule ")
                .decimal(machine.load64(engine + Program.REFUSAL)).text(" at ").decimal(machine.load64(engine + Program.REFUSED_AT)).end();
        return commitGiveUp();
    }

    /** The class stays as it is, decided in Java, until its shapes are others. */
    private boolean commitGiveUp() {
        machine.store64(memory + (long) ofClass() * CLASS_BYTES + GIVEN_UP, machine.load64(memory + VERSION));
        commitPhase(IDLE);
        return true;
    }

    private boolean commitShaped() {
        if (machine.load64(engine + Program.REFUSAL) != 0) {
            return commitStop();
        }
        checker.begin(engine, memory + MARKS, memory + SCRATCH, SCRATCH_BYTES);
        commitPhase(CHECKING);
        return true;
    }

    private boolean commitChecked(int verdict) {
        if (verdict == Checker.REFUSED) {
            return commitStop();
        }
        return verdict == Checker.ACCEPTED ? commitPages() : true;
    }

    /** Without free pages the class stays as it is: decided in Java. */
    private boolean commitPages() {
        int wanted = pages(Compiler.codeBytesMost(machine.load64(engine + Program.INSTRUCTIONS), 1));
        int first = firstFree(wanted);
        if (first < 0) {
            return commitGiveUp();
        }
        machine.store64(memory + NEW_PAGES, first);
        machine.store64(engine + Program.CODE, aegis.codePages().addressOf(first));
        machine.store64(engine + Program.CODE_ROOM, wanted * Limits.BYTES_IN_FRAME);
        machine.store64(engine + Program.BLINDING, aegis.record().nextSecret());
        compiler.begin(engine, memory + MARKS, memory + SCRATCH);
        commitPhase(COMPILING);
        return true;
    }

    private static int pages(long byteCount) {
        return (int) ((byteCount + Limits.BYTES_IN_FRAME - 1) / Limits.BYTES_IN_FRAME);
    }

    private boolean commitReady() {
        if (machine.load64(engine + Program.REFUSAL) != 0) {
            return commitStop();
        }
        int first = (int) machine.load64(memory + NEW_PAGES);
        int used = pages(machine.load64(engine + Program.CODE_BYTES));
        long record = memory + (long) ofClass() * CLASS_BYTES;
        int before = (int) machine.load32(record + 4);
        if (before != 0) {
            aegis.codePages().commitOpen((int) machine.load32(record), before);
        }
        aegis.codePages().commitSeal(first, used);
        machine.store32(record, first);
        machine.store32(record + 4, used);
        machine.store64(record + ENTRY, machine.load64(engine + Program.CODE) + machine.load64(engine + Program.ENTRY));
        classifier().commitCompiled(ofClass(), machine.load64(memory + VERSION), machine.load64(record + ENTRY));
        commitPhase(IDLE);
        return true;
    }

    /** The first of so many of the kernel's own pages in a row that no class has, or -1. */
    private int firstFree(int wanted) {
        int end = store.pageCount();
        int page = end - PAGES;
        while (page + wanted <= end) {
            int behind = behindOverlap(page, page + wanted);
            if (behind < 0) {
                return page;
            }
            page = behind;
        }
        return -1;
    }

    private int behindOverlap(int start, int end) {
        for (int index = 1; index < NetworkLimits.CLASSES; index++) {
            long record = memory + (long) index * CLASS_BYTES;
            int first = (int) machine.load32(record);
            int count = (int) machine.load32(record + 4);
            if (count != 0 && first < end && first + count > start) {
                return first + count;
            }
        }
        return -1;
    }
}
