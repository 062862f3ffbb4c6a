package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMachine;
import exo.machine.simulated.SimulatedMemory;
import exo.machine.simulated.Translation;
import java.util.Arrays;

/**
 * The oracle on bindings, by its own walk over the page tables that the processor walks: every entry is one of a short list
 * of shapes, names a frame that its environment may have, and is counted at it; no table is shared or out of its list; what
 * the processor has cached is what a table says now, or is dropped before it can be used.
 */
final class BindingInvariants {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 2;
    private static final long USER = 4;
    private static final long ACCESSED = 0x20;
    private static final long DIRTY = 0x40;
    private static final long SOFTWARE = 0xe00;
    private static final long NO_EXECUTE = 1L << 63;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final long TABLE_BITS = PRESENT | WRITABLE | USER;
    private static final int ENTRIES = 512;

    private final SimulatedMachine machine;
    private final SimulatedMemory memory;
    private final RawBooks books;
    private final boolean tags;
    private final boolean executionChecked;
    private final long[] named;
    private final long[] pinned;
    private final boolean[] reached;
    /** By environment: pins for packets that the network device has to send. */
    private final long[] sent = new long[Limits.ENVIRONMENTS_MAXIMUM];
    private final LinkInvariants links;
    private final KnownTableInvariants known;
    private final ProgramInvariants programs;

    BindingInvariants(SimulatedMachine machine, boolean tags, RawBooks books, ProgramInvariants programs) {
        this.programs = programs;
        this.tags = tags;
        this.machine = machine;
        this.memory = machine.memory();
        this.books = books;
        this.executionChecked = machine.pageTableEntryMask() == -1L;
        this.named = new long[(int) books.frameCount];
        this.pinned = new long[(int) books.frameCount];
        this.reached = new boolean[(int) books.frameCount];
        this.links = new LinkInvariants(machine.memory(), books);
        this.known = new KnownTableInvariants(machine.memory(), books);
    }

    void check() {
        Arrays.fill(named, 0);
        Arrays.fill(pinned, 0);
        Arrays.fill(reached, false);
        Arrays.fill(sent, 0);
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            if (books.alive(index)) {
                walkRoot(index);
                countPin(index, books.saveAreaOf(index));
            }
            checkTables(index);
        }
        programs.countPins(pinned);
        for (int frame = 0; frame < named.length; frame++) {
            require(named[frame] == books.bindings(frame), "count of bindings is wrong, of frame", frame);
            if (pinned[frame] != books.pins(frame)) {
                sent[books.owner(frame)] += books.pins(frame) - pinned[frame];
                require(pinned[frame] < books.pins(frame), "count of pins is wrong, of frame", frame);
            }
        }
        for (int index = 0; index < sent.length; index++) {
            long underWay = books.exists(index) ? books.environment32(index, EnvironmentRecord.PACKETS_UNDER_WAY) : 0;
            require(sent[index] <= underWay, "frames are pinned for no packet that is sent, of environment", index);
        }
        links.check();
        known.check();
        machine.translation().buffer().forEach(this::checkCached);
        machine.translation().buffer().forEachTable(this::checkRemembered);
    }

    private void countPin(int index, long saveArea) {
        if (saveArea != 0) {
            long frame = saveArea / Limits.BYTES_IN_FRAME;
            require((saveArea & Limits.BYTES_IN_FRAME - 1) == 0 && frame < books.frameCount, "a save area is no frame", saveArea);
            require(books.owner(frame) == index && books.kind(frame) == FrameKind.ORDINARY,
                    "a save area is no ordinary frame of its environment's", frame);
            pinned[(int) frame]++;
        }
    }

    private void walkRoot(int index) {
        long root = books.rootOf(index);
        require(machine.kernelHalf().sharedBy(root), "the kernel's half was changed, in root", root);
        walkTable(index, root, 4, 0, ENTRIES / 2);
    }

    private void walkTable(int index, long table, int level, long base, int entries) {
        for (int i = 0; i < entries; i++) {
            long entry = memory.load64(table + i * 8L);
            if (entry == 0) {
                continue;
            }
            if (level == 1 && (entry & PRESENT) == 0) {
                require(entry > 0, "a word of the environment's own has bit 63 set, in table", table);
                continue;
            }
            require((entry & PRESENT) != 0, "entry is neither present nor zero, in table", table);
            long va = base + ((long) i << 12 + 9 * (level - 1));
            if (level == 1) {
                checkLeaf(index, va, entry);
            } else {
                require((entry & ~ADDRESS & ~ACCESSED) == TABLE_BITS, "entry for a table is misshapen", entry);
                checkTable(index, (entry & ADDRESS) >>> 12, level - 1);
                require(level > 2 || books.firstBinding((entry & ADDRESS) >>> 12) == va,
                        "last-level table is known to translate another address", va);
                walkTable(index, entry & ADDRESS, level - 1, va, ENTRIES);
            }
        }
    }

    private void checkTable(int index, long frame, int level) {
        require(frame < books.frameCount && books.kind(frame) == FrameKind.TABLE && books.owner(frame) == index,
                "entry names as a table what is none of its environment's", frame);
        require(books.flags(frame) == level, "table is known to serve at another level", frame);
        require(!reached[(int) frame], "table is reached twice", frame);
        reached[(int) frame] = true;
    }

    private void checkLeaf(int index, long va, long entry) {
        long frame = (entry & ADDRESS) >>> 12;
        require(va >= Limits.USER_START && va < Limits.USER_END, "binding outside user memory", va);
        require((entry & ~(ADDRESS | PRESENT | WRITABLE | USER | ACCESSED | DIRTY | SOFTWARE | NO_EXECUTE)) == 0
                && (entry & USER) != 0, "entry for a page is misshapen", entry);
        require((entry & WRITABLE) == 0 || !executionChecked || (entry & NO_EXECUTE) != 0,
                "page is writable and executable", va);
        require(frame < books.frameCount, "page shows a frame that does not exist", va);
        named[(int) frame]++;
        int kind = books.kind(frame);
        require(kind == FrameKind.ORDINARY || kind == FrameKind.ARCHIVE, "page shows the kernel's frame", va);
        require(kind != FrameKind.ARCHIVE || (entry & WRITABLE) == 0, "page shows the archive, writable", va);
        require(kind != FrameKind.ARCHIVE || isSelfOrAbove(books.owner(frame), index),
                "page shows the archive, which is a stranger's", va);
    }

    private boolean isSelfOrAbove(int above, int index) {
        int at = index;
        while (at != 0 && at != above) {
            at = books.parent(at);
        }
        return at == above && at != 0;
    }

    /** Of the living, tables listed are reached, or hold links; of the ended, last-level tables still count. */
    private void checkTables(int index) {
        for (long frame = books.environment32(index, EnvironmentRecord.FIRST_TABLE); frame != 0;
                frame = books.next(frame)) {
            if (books.flags(frame) == 1) {
                links.checkTable(index, frame);
            }
            if (books.alive(index)) {
                require(reached[(int) frame] || books.flags(frame) == 0 && links.isLinks(frame),
                        "table in use is reached from nowhere", frame);
            } else if (books.flags(frame) == 1) {
                countEntries(frame);
            }
        }
    }

    private void countEntries(long table) {
        for (int i = 0; i < ENTRIES; i++) {
            long entry = memory.load64((table << 12) + i * 8L);
            if ((entry & PRESENT) != 0) {
                named[(int) ((entry & ADDRESS) >>> 12)]++;
            }
        }
    }

    // ---- what the processor remembers ---------------------------------------------------------------------------------------

    private void checkCached(int tag, Translation page) {
        if (tag == 0) {
            checkWindow(page);
            return;
        }
        int index = tags ? tag : environmentSelected();
        if (!books.alive(index) || index != books.current() && isStale(index)) {
            return;
        }
        long entry = entryFor(books.rootOf(index), page.virtualBase());
        boolean justified = (entry & PRESENT) != 0 && (entry & ADDRESS) == page.physicalBase()
                && (!page.allows(2) || (entry & WRITABLE) != 0) && (!page.allows(16) || (entry & NO_EXECUTE) == 0);
        require(justified, "a translation outlives its binding, in environment " + index + " at", page.virtualBase());
    }

    /** A table that the processor would begin its next walk at. */
    private void checkRemembered(int tag, int level, long virtualBase, long physicalAddress) {
        int index = tags ? tag : environmentSelected();
        if (virtualBase < 0 || !books.alive(index) || index != books.current() && isStale(index)) {
            return;
        }
        long table = books.rootOf(index);
        for (int above = 4; above > level; above--) {
            long entry = memory.load64(table + (virtualBase >>> 12 + 9 * (above - 1) & ENTRIES - 1) * 8);
            require((entry & PRESENT) != 0, "a table out of use is remembered, in environment " + index + " for", virtualBase);
            table = entry & ADDRESS;
        }
        require(table == physicalAddress, "another table is remembered, in environment " + index + " for", virtualBase);
    }

    /** What every environment may see by the same translation is the public books, to read. */
    private void checkWindow(Translation page) {
        long offset = page.virtualBase() - Limits.BOOKS_START;
        require(offset >= 0 && offset < books.publicPages() * Limits.BYTES_IN_FRAME
                && page.physicalBase() == books.publicStart() + offset, "a user's page is cached as global", page.virtualBase());
        require(!page.allows(2) && (!page.allows(16) || !executionChecked), "the books can be written or run",
                page.virtualBase());
    }

    /** Without tags, what is cached is of the address space that is selected. */
    private int environmentSelected() {
        int index = Limits.ENVIRONMENTS_MAXIMUM - 1;
        while (index > 0 && !(books.alive(index) && books.rootOf(index) == machine.translation().root())) {
            index--;
        }
        return index;
    }

    private boolean isStale(int index) {
        return (books.environment32(index, EnvironmentRecord.FLAGS) & EnvironmentFlag.STALE) != 0;
    }

    private long entryFor(long root, long va) {
        long table = root;
        for (int level = 4; level > 1; level--) {
            long entry = memory.load64(table + (va >>> 12 + 9 * (level - 1) & ENTRIES - 1) * 8);
            if ((entry & PRESENT) == 0) {
                return 0;
            }
            table = entry & ADDRESS;
        }
        return memory.load64(table + (va >>> 12 & ENTRIES - 1) * 8);
    }
}
