package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.FrameKind;
import exo.machine.simulated.SimulatedMemory;
import java.util.BitSet;

/**
 * The oracle on the way back from a frame to the entries that name it: each last-level table has two frames of links that are
 * its owner's and nobody else's, and that know their half of the table; the list of each frame visits links of entries that do
 * name it, as many as are counted, and each backward link is the forward one's inverse.
 */
final class LinkInvariants {
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final long PRESENT = 1;
    private static final int BYTES_IN_LINK = 16;
    private static final int ENTRIES_IN_HALF = 256;

    private final SimulatedMemory memory;
    private final RawBooks books;
    private final BitSet linkFrames = new BitSet();

    LinkInvariants(SimulatedMemory memory, RawBooks books) {
        this.memory = memory;
        this.books = books;
    }

    /** A last-level table that is listed for an environment; to be called before its frames of links are met. */
    void checkTable(int index, long table) {
        for (int half = 0; half < 2; half++) {
            long frame = books.links(table, half);
            require(books.kind(frame) == FrameKind.TABLE && books.owner(frame) == index && books.flags(frame) == 0,
                    "links lie in a frame that is not for them, of table", table);
            require(books.firstBinding(frame) == (table << 12) + half * 8L * ENTRIES_IN_HALF,
                    "a frame of links is known to serve other entries, of table", table);
            require(!linkFrames.get((int) frame), "two tables have their links in one frame", frame);
            linkFrames.set((int) frame);
        }
    }

    boolean isLinks(long frame) {
        return linkFrames.get((int) frame);
    }

    void check() {
        for (long frame = 0; frame < books.frameCount; frame++) {
            if (books.kind(frame) == FrameKind.ORDINARY || books.kind(frame) == FrameKind.ARCHIVE) {
                checkList(frame);
            } else {
                require(books.kind(frame) == FrameKind.TABLE || books.firstBinding(frame) == 0,
                        "entries name a frame that nobody may bind", frame);
            }
        }
        linkFrames.clear();
    }

    private void checkList(long frame) {
        long previous = 0;
        long count = 0;
        for (long link = books.firstBinding(frame); link != 0; link = memory.load64(link)) {
            require(isLinks(link >>> 12) && link % BYTES_IN_LINK == 0, "a list leads to what is no link", link);
            long value = memory.load64(entryOf(link));
            require((value & PRESENT) != 0 && (value & ADDRESS) >>> 12 == frame, "a listed entry names another frame",
                    entryOf(link));
            require(memory.load64(link + 8) == previous, "a link back is wrong, of entry", entryOf(link));
            previous = link;
            count++;
            require(count <= books.bindings(frame), "more entries are listed than counted, of frame", frame);
        }
        require(count == books.bindings(frame), "fewer entries are listed than counted, of frame", frame);
    }

    private long entryOf(long link) {
        return books.firstBinding(link >>> 12) + (link & 0xfff) / BYTES_IN_LINK * 8;
    }
}
