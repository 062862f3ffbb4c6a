package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HostProgram;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of which words of the stack the checker knows the value that was stored: shown by an access to the area at what is loaded again. */
final class FollowedWordsTest {
    private static final int AREA_BYTES = 8;
    private static final String USE = "r2 = area + 0; r2 += r3; r0 = *(u8 *)(r2 + 0); exit";

    private static void assertRefusal(int refusal, String source) {
        HostProgram.Terms terms = new HostProgram.Terms(0, 0, new byte[AREA_BYTES], 0, 0);
        assertEquals(refusal, new CheckedProgram(Source.program(source), terms).refusal(), source);
    }

    @Test
    void ofAWordStoredAsAnImmediate() {
        assertRefusal(Refusal.NONE, "*(u64 *)(r10 - 8) = 7; r3 = *(u64 *)(r10 - 8); " + USE);
        assertRefusal(Refusal.UNPROVED_ACCESS, "*(u64 *)(r10 - 8) = 8; r3 = *(u64 *)(r10 - 8); " + USE);
        assertRefusal(Refusal.UNPROVED_ACCESS, "*(u64 *)(r10 - 8) = 7; *(u8 *)(r10 - 6) = 7; r3 = *(u64 *)(r10 - 8); " + USE);
    }

    private static String spilled(int words) {
        String stores = IntStream.rangeClosed(1, words).mapToObj(word -> "*(u64 *)(r10 - " + word * Long.BYTES + ") = r2; ")
                .collect(Collectors.joining());
        return "r1 = area + 0; r2 = *(u8 *)(r1 + 0); r2 &= 7; " + stores + "r3 = *(u64 *)(r10 - " + words * Long.BYTES + "); " + USE;
    }

    @Test
    void ofSixteenWordsThatRegistersAreSpilledTo() {
        assertRefusal(Refusal.NONE, spilled(16));
        assertRefusal(Refusal.UNPROVED_ACCESS, spilled(21));
    }
}
