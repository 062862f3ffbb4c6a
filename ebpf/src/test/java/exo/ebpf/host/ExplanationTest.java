package exo.ebpf.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Refusals say rule, instruction, registers, path, source line and hint, in these words: explanations.txt has programs, each with the text
 * that belongs to it. Memory has 0 to 100 bytes, the area 64.
 */
final class ExplanationTest {
    private static final int AREA_BYTES = 64;
    private static final int LENGTH_MOST = 100;
    private static final int ECHO = 5;
    private static final long ONE_ARGUMENT = 1L << 4 * ECHO;

    private record Case(String source, List<String> text) {
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = ExplanationTest.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        }
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : new String(resource("explanations.txt"), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("program: ")) {
                cases.add(new Case(line.substring("program: ".length()), new ArrayList<>()));
            } else if (!line.isBlank() && !cases.isEmpty()) {
                cases.get(cases.size() - 1).text().add(line);
            }
        }
        return cases;
    }

    private static CheckedProgram check(long[] instructions, byte[] area, long flags) {
        return new CheckedProgram(instructions, new HostProgram.Terms(0, LENGTH_MOST, area, 1L << ECHO, flags), ONE_ARGUMENT);
    }

    @TestFactory
    Stream<DynamicTest> aRefusalIsExplainedInTheseWords() throws IOException {
        return cases().stream().map(one -> DynamicTest.dynamicTest(one.source(), () -> {
            CheckedProgram program = check(Source.program(one.source()), new byte[AREA_BYTES], Program.AREA_WRITABLE);
            assertFalse(program.isAccepted());
            assertEquals(String.join("\n", one.text()), String.join("\n", Explanation.of(program, List.of(), "packet")));
        }));
    }

    @Test
    void whatClangWroteIsExplainedWithItsSource() throws IOException, UnreadableException {
        ElfObject object = ElfObject.read(resource("careless.o"), null);
        CheckedProgram program = check(object.instructions(), object.area(), 0);
        assertEquals(Refusal.UNPROVED_ACCESS, program.refusal());
        assertEquals("""
                rejected by rule F3 (accesses stay in their region) at instruction 8 of careless, ./careless.c line 15:
                    8: r2 = *(u8 *)(r1 + 14)          r1 = packet+0, checked length 14
                    ./careless.c:15: u8 *transport = packet + 14 + (packet[14] & 15) * 4;
                  path: 0 -> 1 -> 7 -> 8.  Hint: test that the length is at least 15 before this load.""",
                String.join("\n", Explanation.of(program, object.places(), "packet")));
    }

    @Test
    void everyRuleHasANameAndADemand() {
        List<String> names = new ArrayList<>();
        for (int refusal : new int[] {Refusal.EMPTY, Refusal.NOT_PERMITTED, Refusal.UNINITIALISED_REGISTER, Refusal.UNINITIALISED_STACK,
            Refusal.UNPROVED_ACCESS, Refusal.WRITE_TO_READ_ONLY, Refusal.TOO_DEEP, Refusal.TOO_COMPLEX, Refusal.NO_ROOM_FOR_CODE}) {
            names.add(Rules.name(refusal));
        }
        assertEquals(List.of("S1", "S12", "F1", "F2", "F3", "F4", "F5", "F6", "M1"), names);
        for (int refusal = Refusal.EMPTY; refusal <= Refusal.NOT_PERMITTED; refusal++) {
            assertFalse(Rules.demand(refusal).startsWith("rule"), Rules.name(refusal));
        }
        assertTrue(Rules.demand(Refusal.TOO_DEEP).contains("8"));
    }
}
