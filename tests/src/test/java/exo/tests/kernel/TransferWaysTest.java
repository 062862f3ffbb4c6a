package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A transfer has a short way, for what is so most of the time, and a long one: the two differ in nothing that anyone can see.
 * The same conversation is held by kernels of which one finds something that it has to go the long way for.
 */
class TransferWaysTest {
    private static final int CONVERSATIONS = 20;
    private static final int STEPS = 150;

    private static void assertSame(TransferConversation.Oddity oddity, boolean clientHasEntry) {
        List<String> usual = new TransferConversation(null, clientHasEntry).held();
        List<String> unusual = new TransferConversation(oddity, clientHasEntry).held();
        for (int i = 0; i < usual.size(); i++) {
            assertEquals(usual.get(i), unusual.get(i), "at step " + i);
        }
        assertEquals(usual.size(), unusual.size());
        assertNotEquals(usual.get(0), usual.get(usual.size() - 1));
    }

    @ParameterizedTest
    @EnumSource(TransferConversation.Oddity.class)
    void whoIsAnsweredAtAnEntrySeesTheSame(TransferConversation.Oddity oddity) {
        assertSame(oddity, true);
    }

    @ParameterizedTest
    @EnumSource(TransferConversation.Oddity.class)
    void whoIsAnsweredBehindItsCallSeesTheSame(TransferConversation.Oddity oddity) {
        assertSame(oddity, false);
    }

    /** A conversation that chance leads, as {@code -Dexo.seed=...} had it; everyone is out of the ordinary, or nobody. */
    @Test
    void whateverIsSaidIsSaidTheSameEitherWay() {
        long first = Long.getLong("exo.seed", new Random().nextLong() >>> 20);
        int steps = 0;
        for (long seed = first; seed < first + CONVERSATIONS; seed++) {
            boolean entry = seed % 2 == 0;
            List<String> expected = new TransferConversation(null, entry).improvised(seed, STEPS);
            List<String> seen = new TransferConversation(TransferConversation.Oddity.BASES_OF_ALL, entry)
                    .improvised(seed, STEPS);
            assertEquals(expected.size(), seen.size(), () -> "with -Dexo.seed=" + first);
            steps += expected.size();
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), seen.get(i), "with -Dexo.seed=" + seed + " at step " + i);
            }
        }
        assertTrue(steps > CONVERSATIONS * STEPS / 3, "they soon have nothing to say: " + steps);
    }
}
