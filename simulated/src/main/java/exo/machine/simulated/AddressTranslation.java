package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;
import static exo.machine.PageTableEntry.LEVELS;

import exo.machine.Trap;

/**
 * The processor's way from virtual to physical addresses: the current address space, what is cached of it and of others,
 * and the walker. What is cached wins over what the tables say, except that a write through a page cached as clean walks
 * again to mark it dirty, and that a fault drops what is cached for its address (Intel SDM vol. 3A, 4.10.4.1).
 */
public final class AddressTranslation {
    private static final int TAG_MAX = 4095;
    /** No root was set: an address that no table can have. */
    private static final long NO_ROOT = -1;
    /** The one tag of a processor without tags. */
    private static final int ONLY_TAG = 1;

    private final SimulatedMemory memory;
    private final ProcessorModel model;
    private final PageWalker walker;
    private final TranslationBuffer buffer;
    private long root = NO_ROOT;
    private int tag = ONLY_TAG;

    record Snapshot(TranslationBuffer.Snapshot buffer, long root, int tag) {
    }

    AddressTranslation(SimulatedMemory memory, ProcessorModel model, long seed) {
        this.memory = memory;
        this.model = model;
        walker = new PageWalker(memory, model);
        buffer = new TranslationBuffer(model, seed);
    }

    /** What is cached, for invariants. */
    public TranslationBuffer buffer() {
        return buffer;
    }

    public PageWalker walker() {
        return walker;
    }

    /** The current level-4 table, or -1 before the first switch. */
    public long root() {
        return root;
    }

    public int tag() {
        return tag;
    }

    void switchTo(long newRoot, int newTag, boolean keepTranslations) {
        if ((newRoot & (BYTES_IN_PAGE - 1)) != 0 || !memory.installed(newRoot)) {
            throw new MachineCheck("no level-4 table can be here", newRoot);
        }
        if (newTag < 1 || newTag > TAG_MAX) {
            throw new MachineCheck("tag out of range", newTag);
        }
        root = newRoot;
        if (!model.tags()) {
            buffer.invalidateAllButGlobal();
            return;
        }
        tag = newTag;
        if (!keepTranslations) {
            buffer.invalidateTag(newTag);
        }
    }

    void invalidatePage(long virtualAddress) {
        buffer.invalidatePage(tag, virtualAddress);
    }

    /** The physical address, for an access named by its error-code bits; or the fault it raises, thrown. */
    public long translate(long virtualAddress, long access) throws ProcessorFault {
        if (!PageWalker.canonical(virtualAddress)) {
            throw ProcessorFault.notCanonical(virtualAddress);
        }
        Translation cached = buffer.find(tag, virtualAddress);
        if (cached == null || cached.allows(access) && (access & Trap.FAULT_WRITE) != 0 && !cached.dirty()) {
            return walk(virtualAddress, access).physicalAddress(virtualAddress);
        }
        if (!cached.allows(access)) {
            buffer.invalidateOnly(tag, virtualAddress);
            throw new PageFault(virtualAddress, access | Trap.FAULT_PRESENT);
        }
        return cached.physicalAddress(virtualAddress);
    }

    /**
     * The processor goes there ahead of the program, as it may at any time: it remembers the tables on the way, and that of a page
     * which is not bound too (Intel SDM vol. 3A, 4.10.3).
     */
    public void anticipate(long virtualAddress) {
        if (root != NO_ROOT && PageWalker.canonical(virtualAddress)) {
            TablePointer remembered = buffer.findTable(tag, virtualAddress);
            buffer.insertTables(tag, virtualAddress, walker.lastTable(
                    remembered != null ? remembered : TablePointer.root(LEVELS, root), virtualAddress));
        }
    }

    private Translation walk(long virtualAddress, long access) {
        if (root == NO_ROOT) {
            throw new MachineCheck("access before there was an address space", virtualAddress);
        }
        TablePointer remembered = buffer.findTable(tag, virtualAddress);
        try {
            Translation page = walker.walkFrom(remembered != null ? remembered : TablePointer.root(LEVELS, root),
                    virtualAddress, access);
            buffer.insert(tag, page);
            return page;
        } catch (PageFault fault) {
            buffer.invalidateOnly(tag, virtualAddress);
            throw fault;
        }
    }

    long contentHash() {
        return SeededSequence.mix(SeededSequence.mix(root, tag), buffer.contentHash());
    }

    Snapshot snapshot() {
        return new Snapshot(buffer.snapshot(), root, tag);
    }

    void restore(Snapshot saved) {
        buffer.restore(saved.buffer);
        root = saved.root;
        tag = saved.tag;
    }
}
