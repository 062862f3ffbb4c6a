package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.Explanation;
import exo.ebpf.host.HostProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the checker still knows of a value where a loop begins again, however often other values have become others there. An access to the
 * area, which has {@link #AREA_BYTES} bytes, shows it.
 */
final class KnownInLoopsTest {
    private static final int AREA_BYTES = 8;
    /** What a counter reaches only after its bounds were made wide many times. */
    private static final String LATE = "0x4000000000000 ll";

    private static void assertRefusal(int refusal, String source) {
        HostProgram.Terms terms = new HostProgram.Terms(0, 0, new byte[AREA_BYTES], 0, Program.AREA_WRITABLE);
        CheckedProgram program = new CheckedProgram(Source.program(source), terms);
        List<String> why = program.isAccepted() ? List.of() : Explanation.of(program, List.of());
        assertEquals(refusal, program.refusal(), source + "\n" + String.join("\n", why));
    }

    /** r6, which is 0 at first and in each round becomes something else; its sign, 0 or -1, is an index. */
    private static String countingDown(String extension) {
        return "r9 = area + 0; r6 = 0;"
                + "r3 = r6; r3 s>>= 31; r3 = -r3; r3 += r9; r0 = *(u8 *)(r3 + 0);"
                + "r6 += -1; " + extension + "; if r0 != 0 goto -8; exit";
    }

    @Test
    void aNumberExtendedFrom32BitsIsOneInTheNextRound() {
        assertRefusal(Refusal.NONE, countingDown("r6 = (s32)r6"));
        assertRefusal(Refusal.UNPROVED_ACCESS, countingDown("r6 = r6"));
    }

    /** In rounds that are far along. */
    private static String late(String use, String change, int changes, int uses) {
        return "r9 = area + 0; r8 = " + LATE + "; r6 = 0; r7 = 0;"
                + use + "r7 += 1; if r7 < r8 goto +" + changes + "; " + change + "if r0 != 0 goto -" + (uses + changes + 3) + "; exit";
    }

    @Test
    void aNumberThatChangesLateIsNoWiderThanItsExtension() {
        String use = "r3 = r6; r3 s>>= 31; r3 = -r3; r3 += r9; r0 = *(u8 *)(r3 + 0); ";
        assertRefusal(Refusal.NONE, late(use, "r6 += -1; r6 = (s32)r6; ", 2, 5));
        assertRefusal(Refusal.UNPROVED_ACCESS, late(use, "r6 += -1; r6 = r6; ", 2, 5));
    }

    @Test
    void aNumberThatChangesLateKeepsItsBounds() {
        String use = "r3 = r9; r3 += r6; r0 = *(u8 *)(r3 + 4); ";
        assertRefusal(Refusal.NONE, late(use, "r6 = r0; r6 &= 7; r6 += -4; ", 3, 3));
        assertRefusal(Refusal.UNPROVED_ACCESS, late(use, "r6 = r0; r6 &= 7; r6 += -3; ", 3, 3));
    }
}
