package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.EnvironmentName;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMemory;

/**
 * The oracle on what the kernel remembers of tables, so as not to walk: each slot that goes by the name of an environment which
 * still lives says where the entries and links of half a last-level table are, and all of that half is user memory.
 */
final class KnownTableInvariants {
    private static final int SLOTS = 32;
    private static final long PRESENT = 1;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final long BYTES_OF_HALF = 1 << 20;

    private final SimulatedMemory memory;
    private final RawBooks books;

    KnownTableInvariants(SimulatedMemory memory, RawBooks books) {
        this.memory = memory;
        this.books = books;
    }

    void check() {
        for (int slot = 0; slot < SLOTS; slot++) {
            long name = books.knownTable(slot, 0);
            int index = (int) (name & EnvironmentName.INDEX_MASK);
            if (books.alive(index) && books.name(index) == name) {
                checkSlot(slot, books.rootOf(index));
            }
        }
    }

    private void checkSlot(int slot, long root) {
        long half = books.knownTable(slot, 1);
        require(half % BYTES_OF_HALF == 0 && half / BYTES_OF_HALF % SLOTS == slot, "a slot knows another's pages", half);
        require(half >= Limits.USER_START && half + BYTES_OF_HALF <= Limits.USER_END, "pages nobody may bind are known", half);
        long table = root;
        for (int level = 4; level > 1; level--) {
            long entry = memory.load64(table + (half >>> 12 + 9 * (level - 1) & 511) * 8);
            require((entry & PRESENT) != 0, "pages without a table are known", half);
            table = entry & ADDRESS;
        }
        int which = (int) (half / BYTES_OF_HALF & 1);
        long entries = table + which * 2048L;
        require(books.knownTable(slot, 2) == entries, "a table is remembered elsewhere, of the pages from", half);
        require(books.knownTable(slot, 3) + 2 * entries == books.links(table >>> 12, which) << 12,
                "links are remembered elsewhere, of the pages from", half);
    }
}
