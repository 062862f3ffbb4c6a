package exo.tests.proof.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What random runs are for: a fault that was planted is found, cut down to the few deeds that it takes, and found again from
 * the text of these, which does no harm to the kernel as it is.
 */
class RandomRunsFindFaultsTest {
    private static final String REPLAYER = "exo.tests.proof.random.Replayer";
    private static final long SEED = 1996;
    private static final int RUNS_MAXIMUM = 200;

    private static String played(MutatedKernel kernel, String text) throws ReflectiveOperationException {
        Patience.begin();
        @SuppressWarnings("unchecked")
        UnaryOperator<String> player = (UnaryOperator<String>) kernel.loadClass(REPLAYER).getDeclaredConstructor().newInstance();
        return player.apply(text);
    }

    /** Those of one kind in a row count once: steps of one program, or positions of slices that are freed one after the other. */
    private static long deedsIn(String text) {
        String before = "";
        long count = 0;
        for (String line : text.lines().filter(line -> !line.startsWith("#")).skip(2).toList()) {
            String[] words = line.split(" +");
            String kind = words[0].equals("call") ? words[1] : words[0];
            count += kind.equals(before) ? 0 : 1;
            before = kind;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "a bound frame can be freed or given away, 60",
        "a binding elsewhere is broken and its processor not told, 80",
        "the short way does not tell of a cut of rights, 60",
        "a frame is given beyond the receiver's limit, 60",
        "who was woken may still be entered, 60",
        "the dead are still to be told of a slice's end, 60",
        "a full ring is written over, 60",
        "a slot keeps the frame that it gave away, 60",
        "anything is sent, 60",
        "what the device reads from is not pinned, 60",
        "a filter that is unbound still matches, 60",
        "a filter matches more than its claim, 60",
        "anyone gives back a claim, 60",
        "anyone's frame is sent, 60",
        "uses of programs are not counted, 60",
        "filters of the ended count for who has their rings and programs, 60"})
    void aPlantedFaultIsFoundAndCutDownToAListThatFindsItAgain(String name, int deedsMaximum)
            throws ReflectiveOperationException {
        MutatedKernel kernel = new MutatedKernel(SeededFaults.named(name));
        String text = Checks.hunt(kernel, SEED, RUNS_MAXIMUM);
        assertNotNull(text, "nothing found");
        String broken = played(kernel, text);
        assertTrue(text.endsWith("# broken: " + broken + '\n'), text);
        assertTrue(deedsIn(text) <= deedsMaximum, text);
        assertNull(played(new MutatedKernel(null), text));
        assertEquals(text, Checks.hunt(kernel, SEED, RUNS_MAXIMUM), "the same seed finds another way");
    }
}
