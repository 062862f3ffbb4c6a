package exo.tests.proof.explore;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.Right;

/** Lists for batches, two entries each: written before the play, into a frame that no deed of it writes to. */
final class Lists {
    private static final long RW = Right.READ | Right.WRITE;
    private static final int COUNT = 5;
    private static final int BYTES_OF_LIST = 2 * BatchEntry.BYTES;
    /** Where in a page the lists are: words that nothing else uses. */
    private static final int OFFSET = 1024;

    private Lists() {
    }

    /**
     * Binds a frame with the lists to the third page of the environment that runs; gives the address of the first list.
     *
     * @param shown  the frame that the lists bind
     */
    static long write(Scene scene, long frame, long shown) {
        long self = scene.kernel.environmentName(scene.kernel.current());
        scene.call(Call.BIND, self, Places.page(2), frame, RW);
        long[][] entries = {
            {BatchOperation.BIND, RW, Places.page(0), shown, BatchOperation.BIND, RW, Places.page(3), shown},
            {BatchOperation.UNBIND, 0, Places.page(0), 0, BatchOperation.UNBIND, 0, Places.page(3), 0},
            {BatchOperation.BIND, Right.READ, Places.page(3), shown, BatchOperation.PROTECT, RW, Places.page(3), 0},
            {BatchOperation.PROTECT, Right.READ, Places.page(0), 0, BatchOperation.BIND, 0, Places.page(1), shown},
            {BatchOperation.BIND, RW, Places.page(0), shown, 9, 0, 0, 0},
        };
        for (int list = 0; list < COUNT; list++) {
            for (int entry = 0; entry < 2; entry++) {
                long[] words = entries[list];
                long at = OFFSET + list * BYTES_OF_LIST + entry * BatchEntry.BYTES;
                scene.poke(frame, at + BatchEntry.OPERATION, words[entry * 4] | words[entry * 4 + 1] << 32);
                scene.poke(frame, at + BatchEntry.VA, words[entry * 4 + 2]);
                scene.poke(frame, at + BatchEntry.FRAME, words[entry * 4 + 3]);
            }
        }
        return Places.page(2) + OFFSET;
    }

    static long[] addresses(long first) {
        long[] addresses = new long[COUNT];
        for (int list = 0; list < COUNT; list++) {
            addresses[list] = first + list * BYTES_OF_LIST;
        }
        return addresses;
    }
}
