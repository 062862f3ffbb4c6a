package exo.tests.proof.explore;

import static exo.tests.proof.explore.BrokenRule.require;

import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameKind;
import exo.machine.simulated.KernelHalf;
import java.util.Arrays;

/**
 * The rules on bindings, by a walk over the page tables that the processor walks: every entry is of a permitted shape and shows a
 * frame that may be shown; every table is its environment's and in one place; each frame knows the entries that name it; and
 * what the processor remembers is what a table says now, or is dropped before it can be used.
 */
final class BindingRules {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 2;
    private static final long USER = 4;
    private static final long ACCESSED = 0x20;
    private static final long DIRTY = 0x40;
    private static final long SOFTWARE = 0xe00;
    private static final long NO_EXECUTE = 1L << 63;
    static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final long TABLE_BITS = PRESENT | WRITABLE | USER;
    private static final long LEAF_BITS = TABLE_BITS | ACCESSED | DIRTY | SOFTWARE | NO_EXECUTE | ADDRESS;
    private static final int HALF = Places.BYTES_IN_FRAME / 2;

    private final ExploredMachine machine;
    private final BookWords books;
    private final Played played;
    private final int[] named;
    private final boolean[] reached;
    /** Of each frame of links, the table that it is beside, or 0. */
    private final long[] linksOf;
    /** By environment and page: the entry, and the table of the region. */
    private final long[] leaves = new long[Scene.RECORDS * Places.PAGES];
    private final long[] tables = new long[Scene.RECORDS * Places.REGIONS];

    BindingRules(ExploredKernel kernel, Played played) {
        machine = kernel.machine;
        books = kernel.books;
        this.played = played;
        named = new int[played.frames.length];
        reached = new boolean[played.frames.length];
        linksOf = new long[played.frames.length];
    }

    void check() {
        Arrays.fill(named, 0);
        Arrays.fill(reached, false);
        Arrays.fill(linksOf, 0);
        Arrays.fill(leaves, 0);
        Arrays.fill(tables, 0);
        for (int index = 1; index < Scene.RECORDS; index++) {
            if (books.exists(index) && played.staticFrames[index] == 0) {
                checkEnvironment(index);
            }
        }
        for (int i = 0; i < named.length; i++) {
            require(named[i] == books.bindings(played.frames[i]), "count of bindings is wrong, of frame", played.frames[i]);
            checkLinks(played.frames[i], i);
        }
    }

    private void checkEnvironment(int index) {
        boolean alive = books.alive(index);
        if (alive) {
            checkKernelHalf(books.rootOf(index));
            for (int region = 0; region < Places.REGIONS; region++) {
                walk(index, region);
            }
        }
        for (long frame = books.environment32(index, EnvironmentRecord.FIRST_TABLE); frame != 0; frame = books.next(frame)) {
            if (books.flags(frame) == 1) {
                noteLinks(index, frame);
            }
            if (alive) {
                int i = played.indexOf(frame);
                require(reached[i] || books.flags(frame) == 0 && linksOf[i] != 0, "table in use is reached from nowhere",
                        frame);
            } else if (books.flags(frame) == 1) {
                countEntries(frame);
            }
        }
        if (alive) {
            checkKnown(index);
            checkCached(index);
        }
    }

    private void checkKernelHalf(long root) {
        for (int entry : Places.KERNEL_HALF) {
            require((machine.load64(root + entry * 8L) & ~ACCESSED) == (machine.kernelHalf(entry) & ~ACCESSED),
                    "the kernel's half was changed, in root", root);
        }
        require(Places.KERNEL_HALF[0] == KernelHalf.DIRECT_MAP_ENTRY, "the kernel's half lies elsewhere", root);
    }

    private void walk(int index, int region) {
        int page = region == 0 ? 0 : Places.PAGES - 1;
        long table = books.rootOf(index);
        for (int level = 4; level > 1; level--) {
            long entry = machine.load64(table + Places.entryOffset(level, page));
            if (entry == 0) {
                return;
            }
            require((entry & ~ADDRESS & ~ACCESSED) == TABLE_BITS, "entry for a table is misshapen", entry);
            table = entry & ADDRESS;
            checkTable(index, table >>> 12, level - 1, region);
        }
        tables[index * Places.REGIONS + region] = table;
        for (int each = 0; each < Places.PAGES; each++) {
            if (Places.regionOf(each) == region) {
                long entry = machine.load64(table + Places.entryOffset(1, each));
                leaves[index * Places.PAGES + each] = entry;
                checkLeaf(index, entry);
            }
        }
    }

    private void checkTable(int index, long frame, int level, int region) {
        int i = played.indexOf(frame);
        require(i >= 0 && books.kind(frame) == FrameKind.TABLE && books.owner(frame) == index,
                "entry names as a table what is none of its environment's", frame);
        require(books.flags(frame) == level, "table is known to serve at another level", frame);
        require(level > 1 || !reached[i], "table is reached twice", frame);
        reached[i] = true;
        if (level == 1) {
            require(books.firstBinding(frame) == (Places.page(region == 0 ? 0 : Places.PAGES - 1) & -(1L << 21)),
                    "last-level table is known to translate another address", frame);
        }
    }

    private void checkLeaf(int index, long entry) {
        if ((entry & PRESENT) == 0) {
            require(entry >= 0, "a word of the environment's own has bit 63 set", entry);
            return;
        }
        require((entry & ~LEAF_BITS) == 0 && (entry & USER) != 0, "entry for a page is misshapen", entry);
        require((entry & WRITABLE) == 0 || (entry & NO_EXECUTE) != 0, "page is writable and executable", entry);
        long frame = (entry & ADDRESS) >>> 12;
        int i = played.indexOf(frame);
        if (i < 0) {
            require(frame < books.frameCount && books.kind(frame) == FrameKind.ARCHIVE && (entry & WRITABLE) == 0,
                    "page shows a frame that is not to be shown", frame);
            return;
        }
        require(books.kind(frame) == FrameKind.ORDINARY, "page shows a frame that is free or serves the processor", frame);
        require(books.owner(frame) != 0 || frame == books.kernel64(BookWords.LEAVING_FRAME),
                "page shows a frame that is nobody's", frame);
        named[i]++;
    }

    private void countEntries(long table) {
        for (int page = 0; page < Places.PAGES; page++) {
            boolean other = page >= Places.PAGES_IN_FIRST_REGION
                    && Places.entryOffset(1, page) == Places.entryOffset(1, 0);
            long entry = other ? 0 : machine.load64((table << 12) + Places.entryOffset(1, page));
            int i = (entry & PRESENT) == 0 ? -1 : played.indexOf((entry & ADDRESS) >>> 12);
            if (i >= 0) {
                named[i]++;
            }
        }
    }

    // ---- the way back from a frame ------------------------------------------------------------------------------------

    private void noteLinks(int index, long table) {
        for (int half = 0; half < 2; half++) {
            long frame = books.links(table, half);
            int i = played.indexOf(frame);
            require(i >= 0 && books.kind(frame) == FrameKind.TABLE && books.owner(frame) == index && books.flags(frame) == 0,
                    "links lie in a frame that is not for them, of table", table);
            require(books.firstBinding(frame) == (table << 12) + half * HALF,
                    "a frame of links is known to serve other entries, of table", table);
            require(linksOf[i] == 0, "two tables have their links in one frame", frame);
            linksOf[i] = table;
        }
    }

    private void checkLinks(long frame, int which) {
        int kind = books.kind(frame);
        if (kind != FrameKind.ORDINARY) {
            require(kind == FrameKind.TABLE || books.firstBinding(frame) == 0, "entries name a frame nobody may bind", frame);
            return;
        }
        long previous = 0;
        int count = 0;
        for (long link = books.firstBinding(frame); link != 0; link = machine.load64(link)) {
            int i = played.indexOf(link >>> 12);
            require(i >= 0 && linksOf[i] != 0 && (link & 15) == 0, "a list leads to what is no link", link);
            long value = machine.load64(books.firstBinding(link >>> 12) + (link & 4095) / 2);
            require((value & PRESENT) != 0 && (value & ADDRESS) >>> 12 == frame, "a listed entry names another frame", link);
            require(machine.load64(link + 8) == previous, "a link back is wrong", link);
            previous = link;
            count++;
            require(count <= named[which], "more entries are listed than name the frame", frame);
        }
        require(count == named[which], "fewer entries are listed than name the frame", frame);
    }

    // ---- what is remembered -------------------------------------------------------------------------------------------

    /** By the kernel, of a living environment's tables. */
    private void checkKnown(int index) {
        for (int region = 0; region < Places.REGIONS; region++) {
            long half = Places.page(region == 0 ? 0 : Places.PAGES - 1) & -(1L << 20);
            int slot = BookWords.KNOWN_TABLES + ((int) (half >>> 20) & BookWords.SLOTS_OF_KNOWN_TABLES - 1)
                    * BookWords.BYTES_OF_KNOWN_TABLE;
            if (books.kernel64(slot) == books.name(index)) {
                long table = tables[index * Places.REGIONS + region];
                int which = (int) (half >>> 20) & 1;
                require(table != 0 && books.kernel64(slot + 8) == half, "pages without a table are known", half);
                require(books.kernel64(slot + 16) == table + which * HALF, "a table is remembered elsewhere", table);
                require(books.kernel64(slot + 24) + 2 * (table + which * HALF) == books.links(table >>> 12, which) << 12,
                        "links are remembered elsewhere, of table", table);
            }
        }
    }

    /** By the processor. */
    private void checkCached(int index) {
        if (index != books.current() && books.flag(index, EnvironmentFlag.STALE)) {
            return;
        }
        for (int page = 0; page < Places.PAGES; page++) {
            long cached = machine.translations.page(index, page);
            long entry = leaves[index * Places.PAGES + page];
            require(cached == 0 || (entry & PRESENT) != 0 && ((entry ^ cached) & ADDRESS) == 0
                    && (cached & ~entry & WRITABLE) == 0 && (entry & ~cached & NO_EXECUTE) == 0,
                    "a translation outlives its binding, in environment", index);
        }
        for (int region = 0; region < Places.REGIONS; region++) {
            long cached = machine.translations.table(index, region);
            require(cached == 0 || cached == tables[index * Places.REGIONS + region],
                    "a remembered table is out of use, in environment", index);
        }
    }
}
