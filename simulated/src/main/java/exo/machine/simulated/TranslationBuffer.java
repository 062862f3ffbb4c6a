package exo.machine.simulated;

import static exo.machine.PageTableEntry.LEVELS;
import static exo.machine.PageTableEntry.LOG_BYTES_IN_PAGE;
import static exo.machine.PageTableEntry.LOG_ENTRIES_IN_TABLE;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * What the processor remembers of its walks: pages (the TLB) and pointers to tables, by tag. Entries stay, however stale,
 * until they are invalidated or evicted; that is what makes it worth having. Global pages live under {@link #GLOBAL_TAG}
 * and survive switches, so a global page of user's making is a leak that tests can see.
 *
 * <p>Kept true: the state is a function of the set of entries, not of the order they came in, so that equal states of the
 * machine are found equal.
 */
public final class TranslationBuffer {
    /** No address space has it: tags are 1 to 4095. */
    public static final int GLOBAL_TAG = 0;

    private static final int LOG_TAGS = 12;
    private static final int LOG_PAGE_NUMBERS = 36;
    private static final int LEVEL_SHIFT = LOG_TAGS + LOG_PAGE_NUMBERS;
    private static final long PAGE_NUMBER_MASK = (1L << LOG_PAGE_NUMBERS) - 1;
    private static final int LARGEST_PAGE_LEVEL = 3;

    private final ProcessorModel model;
    private final SeededSequence evictions;
    private final TreeMap<Long, Translation> pages = new TreeMap<>();
    private final TreeMap<Long, TablePointer> tables = new TreeMap<>();

    record Snapshot(TreeMap<Long, Translation> pages, TreeMap<Long, TablePointer> tables, long evictions) {
    }

    /** Receives the pages held, one by one. */
    public interface Visitor {
        void visit(int tag, Translation translation);
    }

    /** Receives the tables remembered, one by one. */
    public interface TableVisitor {
        void visit(int tag, int level, long virtualBase, long physicalAddress);
    }

    public TranslationBuffer(ProcessorModel model, long seed) {
        this.model = model;
        evictions = new SeededSequence(seed);
    }

    /** The page held for the address, or null. */
    Translation find(int tag, long virtualAddress) {
        if (pages.isEmpty()) {
            return null;
        }
        for (int level = 1; level <= LARGEST_PAGE_LEVEL; level++) {
            Translation own = pages.get(key(level, tag, virtualAddress));
            Translation found = own != null ? own : pages.get(key(level, GLOBAL_TAG, virtualAddress));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The lowest table remembered for the address, or null. */
    TablePointer findTable(int tag, long virtualAddress) {
        for (int level = 1; level < LEVELS && !tables.isEmpty(); level++) {
            TablePointer found = tables.get(key(level + 1, tag, virtualAddress));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    void insert(int tag, Translation page) {
        long key = key(page.level(), page.global() ? GLOBAL_TAG : tag, page.virtualBase());
        if (pages.put(key, page) == null && pages.size() > model.translationsMax()) {
            evictOneBut(key);
        }
        insertTables(tag, page.virtualBase(), page.table());
    }

    /** Remembers a table on the way to an address, and those above it but for the root. */
    void insertTables(int tag, long virtualAddress, TablePointer last) {
        for (TablePointer table = last; model.tablesCached() && table.above() != null; table = table.above()) {
            tables.put(key(table.level() + 1, tag, virtualAddress), table);
        }
    }

    /** INVLPG: the page, also if global, and all tables under the tag (Intel SDM vol. 3A, 4.10.4.1). */
    void invalidatePage(int tag, long virtualAddress) {
        invalidateOnly(tag, virtualAddress);
        invalidateTables(tag);
    }

    /** What a page fault drops: less than INVLPG, in that tables not on the way to the address stay. */
    void invalidateOnly(int tag, long virtualAddress) {
        for (int level = 1; level <= LARGEST_PAGE_LEVEL; level++) {
            pages.remove(key(level, tag, virtualAddress));
            pages.remove(key(level, GLOBAL_TAG, virtualAddress));
            tables.remove(key(level + 1, tag, virtualAddress));
        }
    }

    /** All that is held under the tag; not global pages. */
    void invalidateTag(int tag) {
        pages.keySet().removeIf(key -> tagOf(key) == tag);
        invalidateTables(tag);
    }

    /** What a processor without tags drops at a switch. */
    void invalidateAllButGlobal() {
        pages.keySet().removeIf(key -> tagOf(key) != GLOBAL_TAG);
        tables.clear();
    }

    public int size() {
        return pages.size();
    }

    /** Shows every page held, for invariants over what user mode could still reach. */
    public void forEach(Visitor visitor) {
        for (Map.Entry<Long, Translation> held : pages.entrySet()) {
            visitor.visit(tagOf(held.getKey()), held.getValue());
        }
    }

    /** Shows every table remembered: by its level, 1 for the last, and the first address that it is on the way to. */
    public void forEachTable(TableVisitor visitor) {
        for (Map.Entry<Long, TablePointer> held : tables.entrySet()) {
            int level = held.getValue().level();
            long pageNumber = (held.getKey() & PAGE_NUMBER_MASK) << LOG_ENTRIES_IN_TABLE * level;
            visitor.visit(tagOf(held.getKey()), level, pageNumber << LOG_BYTES_IN_PAGE << 16 >> 16,
                    held.getValue().physicalAddress());
        }
    }

    /** Whether a page or a remembered table under a tag could lead to a physical address of which this holds. */
    public boolean holdsPhysical(LongPredicate physicalAddress) {
        return pages.values().stream().anyMatch(page -> physicalAddress.test(page.physicalBase()))
                || tables.values().stream().anyMatch(table -> physicalAddress.test(table.physicalAddress()));
    }

    long contentHash() {
        long hash = evictionsMatter() ? evictions.state() : 0;
        for (Map.Entry<Long, Translation> held : pages.entrySet()) {
            Translation page = held.getValue();
            hash = SeededSequence.mix(SeededSequence.mix(hash, held.getKey()), page.physicalBase() ^ page.flags());
        }
        for (Map.Entry<Long, TablePointer> held : tables.entrySet()) {
            TablePointer table = held.getValue();
            hash = SeededSequence.mix(SeededSequence.mix(hash, ~held.getKey()), table.physicalAddress() ^ table.rights());
        }
        return hash;
    }

    Snapshot snapshot() {
        return new Snapshot(new TreeMap<>(pages), new TreeMap<>(tables), evictions.state());
    }

    void restore(Snapshot saved) {
        pages.clear();
        pages.putAll(saved.pages);
        tables.clear();
        tables.putAll(saved.tables);
        evictions.restore(saved.evictions);
    }

    private boolean evictionsMatter() {
        return model.translationsMax() != Integer.MAX_VALUE;
    }

    private void invalidateTables(int tag) {
        tables.keySet().removeIf(key -> tagOf(key) == tag);
    }

    private void evictOneBut(long kept) {
        int victim = evictions.nextBelow(pages.size() - 1);
        for (long key : pages.keySet()) {
            if (key != kept && victim-- == 0) {
                pages.remove(key);
                return;
            }
        }
    }

    /** The level, the tag, and the bits of the page number that an entry of a table of that level distinguishes. */
    private static long key(int level, int tag, long virtualAddress) {
        long pageNumber = (virtualAddress >>> LOG_BYTES_IN_PAGE) & PAGE_NUMBER_MASK;
        long prefix = pageNumber >>> (LOG_ENTRIES_IN_TABLE * (level - 1));
        return (long) level << LEVEL_SHIFT | (long) tag << LOG_PAGE_NUMBERS | prefix;
    }

    private static int tagOf(long key) {
        return (int) (key >>> LOG_PAGE_NUMBERS) & ((1 << LOG_TAGS) - 1);
    }
}
