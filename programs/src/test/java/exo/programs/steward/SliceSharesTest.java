package exo.programs.steward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Limits;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vector is shared out whole, as asked, evenly spaced, and never so that the steward or a tenant is left without. */
final class SliceSharesTest {
    private static final int KEPT = 4;
    private static final int TENANTS_MAXIMUM = 62;

    private static int[] counts(int... asked) {
        SliceShares shares = new SliceShares(asked);
        int[] counts = new int[asked.length + 1];
        for (int i = 0; i < asked.length; i++) {
            counts[i] = shares.of(i).length;
        }
        counts[asked.length] = shares.kept().length;
        return counts;
    }

    @Test
    void openSharesAreEqual() {
        assertEquals("[96, 4]", Arrays.toString(counts(0)));
        assertEquals("[32, 32, 32, 4]", Arrays.toString(counts(0, 0, 0)));
        assertEquals("[13, 13, 13, 13, 13, 13, 13, 9]", Arrays.toString(counts(0, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void whatIsAskedIsGivenAndTheRestShared() {
        assertEquals("[40, 28, 28, 4]", Arrays.toString(counts(40, 0, 0)));
        assertEquals("[40, 10, 50]", Arrays.toString(counts(40, 10)));
    }

    @Test
    void theLargestGivesWayWhereNothingWouldBeLeft() {
        assertEquals("[96, 4]", Arrays.toString(counts(100)));
        assertEquals("[64, 30, 1, 1, 4]", Arrays.toString(counts(70, 30, 0, 0)));
    }

    @Test
    void turnsAreEvenlySpaced() {
        int[] positions = new SliceShares(new int[] {20, 40, 5}).of(0);
        for (int i = 0; i < positions.length; i++) {
            int gap = (positions[(i + 1) % positions.length] - positions[i] + Limits.SLICES) % Limits.SLICES;
            assertTrue(gap >= 3 && gap <= 7, "a gap of " + gap + " where 5 would be even: " + Arrays.toString(positions));
        }
    }

    @Test
    void whateverIsAskedEveryPositionIsSomeones() {
        Random random = new Random(1);
        for (int round = 0; round < 1000; round++) {
            int[] asked = random.ints(1 + random.nextInt(TENANTS_MAXIMUM), 0, 101).toArray();
            int[] counts = counts(asked);
            assertEquals(Limits.SLICES, Arrays.stream(counts).sum());
            assertTrue(Arrays.stream(counts).allMatch(count -> count >= 1), () -> Arrays.toString(asked));
            assertTrue(counts[asked.length] >= KEPT, () -> Arrays.toString(asked));
        }
    }
}
