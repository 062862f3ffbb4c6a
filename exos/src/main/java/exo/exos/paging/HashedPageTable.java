package exo.exos.paging;

import exo.exos.PinnedMemory;
import org.teavm.interop.Address;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * A hash table of pages, of the size that one has frames for and not of the address space: pages may lie anywhere. Slots of
 * two words, page and word; a page that collides takes the next free slot, and removal moves followers back, so that a search
 * ends at the first empty slot.
 */
@StaticInit
public final class HashedPageTable implements PageTable {
    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;
    private static final long SLOT_BYTES = 16;

    private final long slots;
    private final long mask;
    private final int shift;
    private final long byteCount;
    private long pageCount;

    /** @param slotBits  it has 2 to the power of this slots, one of which stays empty */
    public HashedPageTable(int slotBits) {
        this.mask = (1L << slotBits) - 1;
        this.shift = Long.SIZE - slotBits;
        this.byteCount = SLOT_BYTES << slotBits;
        this.slots = PinnedMemory.pages(byteCount);
    }

    @Override
    @Unmanaged
    public long word(long page) {
        Address slot = slot(find(page));
        return slot.getLong() == page ? wordOf(slot) : 0;
    }

    @Override
    @Unmanaged
    public boolean put(long page, long word) {
        long index = find(page);
        Address slot = slot(index);
        if (slot.getLong() != page) {
            if (word == 0 || pageCount == mask) {
                return word == 0;
            }
            slot.putLong(page);
            pageCount++;
        }
        slot.add(Long.BYTES).putLong(word);
        if (word == 0) {
            empty(index);
        }
        return true;
    }

    /** The slot that has the page, or the empty one where it would go. No page is 0. */
    @Unmanaged
    private long find(long page) {
        long index = home(page);
        long there = slot(index).getLong();
        while (there != page && there != 0) {
            index = index + 1 & mask;
            there = slot(index).getLong();
        }
        return index;
    }

    @Unmanaged
    private long home(long page) {
        return (page >>> PageWord.FRAME_SHIFT) * GOLDEN_RATIO >>> shift;
    }

    @Unmanaged
    private Address slot(long index) {
        return Address.fromLong(slots + index * SLOT_BYTES);
    }

    @Unmanaged
    private static long wordOf(Address slot) {
        return slot.add(Long.BYTES).getLong();
    }

    /** Empties a slot, and moves back into it whoever would otherwise not be found behind the gap. */
    @Unmanaged
    private void empty(long index) {
        long gap = index;
        for (long next = gap + 1 & mask; slot(next).getLong() != 0; next = next + 1 & mask) {
            long home = home(slot(next).getLong());
            if ((next - home & mask) >= (next - gap & mask)) {
                slot(gap).putLong(slot(next).getLong());
                slot(gap).add(Long.BYTES).putLong(wordOf(slot(next)));
                gap = next;
            }
        }
        slot(gap).putLong(0);
        pageCount--;
    }

    @Override
    public long pageCount() {
        return pageCount;
    }

    @Override
    public long byteCount() {
        return byteCount;
    }

    @Override
    public String structure() {
        return "hashed";
    }
}
