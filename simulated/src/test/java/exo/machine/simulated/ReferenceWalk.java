package exo.machine.simulated;

import java.util.function.LongUnaryOperator;

/**
 * A second opinion on page walks, written straight from the manual's figures with literal numbers and sharing nothing with
 * {@link PageWalker}. It marks nothing; it tells which entries would be marked.
 */
final class ReferenceWalk {
    boolean faults;
    long errorCode;
    long physicalAddress;
    /** Addresses of the entries passed, root first; the last of them maps the page when nothing faults. */
    final long[] entryAddresses = new long[4];
    int entryCount;

    ReferenceWalk(LongUnaryOperator load, long root, long virtualAddress, boolean write, boolean user, boolean fetch,
            int bits) {
        long request = (write ? 2 : 0) + (user ? 4 : 0) + (fetch ? 16 : 0);
        int[] shifts = {39, 30, 21, 12};
        boolean writeEverywhere = true;
        boolean userEverywhere = true;
        boolean noExecuteSomewhere = false;
        long base = root;
        for (int depth = 0; depth < 4; depth++) {
            long address = base + ((virtualAddress >>> shifts[depth]) & 0x1ff) * 8;
            long entry = load.applyAsLong(address);
            if (entry % 2 == 0) {
                fail(request);
                return;
            }
            boolean large = (entry & 0x80) != 0;
            boolean leaf = depth == 3 || large && depth > 0;
            if (depth == 0 && large || anySet(entry, bits, 51)
                    || leaf && depth == 1 && anySet(entry, 13, 29) || leaf && depth == 2 && anySet(entry, 13, 20)) {
                fail(request + 1 + 8);
                return;
            }
            writeEverywhere &= (entry & 2) != 0;
            userEverywhere &= (entry & 4) != 0;
            noExecuteSomewhere |= entry < 0;
            entryAddresses[entryCount++] = address;
            base = entry & 0xffffffffff000L;
            if (leaf) {
                if (write && !writeEverywhere || user && !userEverywhere || fetch && noExecuteSomewhere) {
                    fail(request + 1);
                    entryCount--;
                }
                long size = 1L << shifts[depth];
                physicalAddress = base / size * size + Long.remainderUnsigned(virtualAddress, size);
                return;
            }
        }
    }

    private static boolean anySet(long entry, int from, int to) {
        for (int bit = from; bit <= to; bit++) {
            if ((entry >>> bit) % 2 != 0) {
                return true;
            }
        }
        return false;
    }

    private void fail(long code) {
        faults = true;
        errorCode = code;
    }
}
