package exo.aegis;

import exo.abi.Limits;
import exo.machine.Machine;

/**
 * Where environments' entries and links were found the last time, so that the short way of {@link OwnPages} need not walk: some
 * 15 instructions less to protect a page, some 30 to bind one. One slot for half a last-level table, 1 MiB of addresses; which
 * slot is told by the address, and whose and which half by the slot.
 *
 * <p>A table that is in use stays where it is, with its frames of links, until {@link TableDrop} takes it out of use, which
 * forgets the slots of both halves, or its environment is reaped; a slot goes by the environment's name, which is never used
 * again after that, and is believed only of the environment that runs.
 */
final class KnownTables {
    /** Half a table, because the links of its entries lie in one frame. */
    static final long BYTES_OF_HALF = 1L << 20;
    private static final long BYTES_OF_HALF_TABLE = Limits.BYTES_IN_FRAME / 2;
    /** The bits that tell the pages of a half apart. */
    static final long PAGES_OF_HALF_MASK = BYTES_OF_HALF - 1 & ~PageEntry.PAGE_MASK;
    /** Bits of an address that choose the slot, and how far they are from where they are in its offset. */
    private static final int SLOTS = 32;
    private static final int LOG_BYTES_OF_SLOT = 5;
    private static final int SLOT_SHIFT = 20 - LOG_BYTES_OF_SLOT;
    private static final long SLOT_MASK = SLOTS - 1L << LOG_BYTES_OF_SLOT;
    private static final int NAME = 0;
    private static final int HALF = 8;
    private static final int ENTRIES = 16;
    /** What, added to twice an entry's address, gives its link's: 2 instructions instead of 5. */
    private static final int LINKS = 24;

    private final Machine machine;
    private final BindingLinks links;

    KnownTables(Machine machine, BindingLinks links) {
        this.machine = machine;
        this.links = links;
    }

    /** @param slots  physical address of the first */
    static long slotOf(long slots, long userVa) {
        return slots + (userVa >>> SLOT_SHIFT & SLOT_MASK);
    }

    /** Whether a slot knows this page of the environment's; else it is none, or no page that can be bound at all. */
    boolean knows(long slot, long environment, long userVa) {
        return machine.load64(slot + NAME) == environment
                && machine.load64(slot + HALF) == (userVa & ~PAGES_OF_HALF_MASK);
    }

    /** Physical address of a known page's entry. */
    long entryIn(long slot, long userVa) {
        return machine.load64(slot + ENTRIES) + ((userVa & PAGES_OF_HALF_MASK) >>> PageEntry.OFFSET_SHIFT);
    }

    /** Physical address of the link of an entry that {@link #entryIn} gave. */
    long linkIn(long slot, long entry) {
        return machine.load64(slot + LINKS) + (entry << BindingLinks.LOG_LINKS_IN_ENTRY);
    }

    /** The last-level table that translates an address goes out of use: nobody knows it any more. */
    static void commitForget(Machine machine, long slots, long userVa) {
        long firstHalf = userVa & -2 * BYTES_OF_HALF;
        machine.store64(slotOf(slots, firstHalf) + NAME, 0);
        machine.store64(slotOf(slots, firstHalf + BYTES_OF_HALF) + NAME, 0);
    }

    /** Whether it is a page, and all of its half is user memory. */
    static boolean canKnow(long userVa) {
        return (userVa & PageEntry.PAGE_MASK) == 0 && UserMemory.isUserRange(userVa & -BYTES_OF_HALF, BYTES_OF_HALF);
    }

    /** Makes a page's slot know it, with the rest of its half, now that its entry was found. */
    void commitKnown(long slot, long environment, long userVa, long entry) {
        machine.store64(slot + NAME, environment);
        machine.store64(slot + HALF, userVa & -BYTES_OF_HALF);
        machine.store64(slot + ENTRIES, entry & -BYTES_OF_HALF_TABLE);
        machine.store64(slot + LINKS, links.linkOf(entry) - (entry << BindingLinks.LOG_LINKS_IN_ENTRY));
    }
}
