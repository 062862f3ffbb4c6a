package exo.tests.proof.explore;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentRecord;

/**
 * A state as one number: what counts of the words as they are, and of those that grow for ever what the kernel can tell by them.
 * A name is whom it stands for, a moment how far off it is, a capability whether it is good. Two states with one number are taken
 * for one: with 64 bits and some millions of states of a configuration, by accident less than once in a hundred thousand runs.
 */
final class StateHash {
    private static final long PLACES = 1L << 40;
    private static final int PLACES_OF_RECORD = 8;
    private static final int NOBODY_NAMED = 255;

    private final ExploredKernel kernel;
    private final ExploredMachine machine;
    private final BookWords books;
    private final CapabilityWords capabilities;
    private final long[] frames;
    private final int[] slots = new int[Places.REGIONS];
    private long now;

    StateHash(ExploredKernel kernel, long[] frames, CapabilityWords capabilities) {
        this.kernel = kernel;
        this.machine = kernel.machine;
        this.books = kernel.books;
        this.frames = frames;
        this.capabilities = capabilities;
        for (int region = 0; region < Places.REGIONS; region++) {
            long va = Places.page(region == 0 ? 0 : Places.PAGES - 1);
            slots[region] = (int) (va >>> 20) & BookWords.SLOTS_OF_KNOWN_TABLES - 1;
        }
    }

    private static long at(long place, long value) {
        return value == 0 ? 0 : Journal.hashOf(PLACES + place, value);
    }

    /** How far off a moment is; all that are over are one. */
    private long off(long moment) {
        return moment == 0 ? 0 : moment <= now ? 1 : moment - now + 1;
    }

    private long named(long name) {
        int index = name == 0 ? 0 : books.named(name);
        return name != 0 && index == 0 ? NOBODY_NAMED : index;
    }

    long of() {
        now = kernel.now();
        long hash = kernel.journal.hash() + ofTime() + ofTables();
        for (int index = 1; index < Scene.RECORDS; index++) {
            if (books.exists(index)) {
                long place = (long) index * PLACES_OF_RECORD;
                hash += at(place, named(books.environment64(index, EnvironmentRecord.PARTNER)))
                        + at(place + 1, off(books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES)))
                        + at(place + 2, off(books.environment64(index, EnvironmentRecord.REVOCATION_DEADLINE)));
            }
        }
        for (int i = 0; i < frames.length; i++) {
            if (machine.load64(frames[i] * Places.BYTES_IN_FRAME + Places.CAPABILITY) != 0) {
                hash += at(1000 + i, capabilities.goodIn(frames[i]));
            }
        }
        return hash;
    }

    private long ofTime() {
        boolean armed = machine.word(ExploredMachine.TIMER_ARMED) != 0;
        return at(0, off(books.header64(BooksHeader.SLICE_END)))
                + at(1, off(books.kernel64(BookWords.NEXT_DEADLINE)))
                + at(2, off(books.kernel64(BookWords.ARMED_FOR)))
                + at(3, armed ? off(machine.word(ExploredMachine.TIMER_DEADLINE)) : 0)
                + at(4, books.kernel64(BookWords.INPUT_TAIL) - books.kernel64(BookWords.INPUT_HEAD))
                + at(5, books.kernel64(BookWords.OUTPUT_TAIL) - books.kernel64(BookWords.OUTPUT_HEAD))
                + at(6, named(books.kernel64(BookWords.LEAVING_OWNER)));
    }

    /** What the kernel remembers of tables is believed by a name alone: who is gone left nothing there. */
    private long ofTables() {
        long hash = 0;
        for (int region = 0; region < slots.length; region++) {
            int slot = BookWords.KNOWN_TABLES + slots[region] * BookWords.BYTES_OF_KNOWN_TABLE;
            int whose = books.named(books.kernel64(slot));
            if (whose != 0) {
                long place = 500 + region * 4L;
                hash += at(place, whose) + at(place + 1, books.kernel64(slot + 8))
                        + at(place + 2, books.kernel64(slot + 16)) + at(place + 3, books.kernel64(slot + 24));
            }
        }
        return hash;
    }
}
