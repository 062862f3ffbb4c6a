package exo.programs.steward;

import exo.abi.Limits;

/**
 * Who gets which positions of the vector of time slices. A tenant gets as many as the plan says, or an even share of what
 * that leaves; each tenant's are spaced evenly, so that its turns are too. Keeps true: every position is someone's, every
 * tenant has one at least, and the steward keeps a few, as it could not take anything back if it never ran.
 */
final class SliceShares {
    /** What the steward keeps at least. */
    private static final int KEPT = 4;

    /** By tenant, and the steward last. */
    private final int[] counts;
    private final int[] owners = new int[Limits.SLICES];

    /** @param asked  by tenant: the plan's word, 0 where it leaves the number open */
    SliceShares(int[] asked) {
        this.counts = counts(asked);
        int[] placed = new int[counts.length];
        for (int position = 0; position < owners.length; position++) {
            int next = next(placed);
            owners[position] = next;
            placed[next]++;
        }
    }

    private static int[] counts(int[] asked) {
        int[] counts = new int[asked.length + 1];
        int total = 0;
        int open = 0;
        for (int i = 0; i < asked.length; i++) {
            counts[i] = Math.max(asked[i], 1);
            total += counts[i];
            open += asked[i] == 0 ? 1 : 0;
        }
        for (; total > Limits.SLICES - KEPT; total--) {
            counts[largest(counts)]--;
        }
        int share = open == 0 ? 0 : (Limits.SLICES - KEPT - total) / open;
        for (int i = 0; i < asked.length; i++) {
            counts[i] += asked[i] == 0 ? share : 0;
            total += asked[i] == 0 ? share : 0;
        }
        counts[asked.length] = Limits.SLICES - total;
        return counts;
    }

    private static int largest(int[] counts) {
        int largest = 0;
        for (int i = 1; i < counts.length; i++) {
            largest = counts[i] > counts[largest] ? i : largest;
        }
        return largest;
    }

    /** Whose next slice is due first, if each had its slices in the middle of equal parts of the vector. */
    private int next(int[] placed) {
        int next = -1;
        for (int i = 0; i < counts.length; i++) {
            boolean hasMore = placed[i] < counts[i];
            if (hasMore && (next < 0 || (2 * placed[i] + 1) * counts[next] < (2 * placed[next] + 1) * counts[i])) {
                next = i;
            }
        }
        return next;
    }

    /** The positions of a tenant, in order. */
    int[] of(int tenant) {
        int[] positions = new int[counts[tenant]];
        int found = 0;
        for (int position = 0; position < owners.length; position++) {
            if (owners[position] == tenant) {
                positions[found++] = position;
            }
        }
        return positions;
    }

    /** The positions that the steward keeps. */
    int[] kept() {
        return of(counts.length - 1);
    }
}
