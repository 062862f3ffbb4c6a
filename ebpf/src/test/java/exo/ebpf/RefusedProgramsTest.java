package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HostProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Programs that could do what they must not, each refused by the right rule at the right instruction; beside most of them stands the nearest
 * program that could not, which is accepted. They are in refused.txt. Memory has 0 to 100 bytes and may be written, the area has 64; helper 5 takes
 * one argument. With guards none of them is refused for an access.
 */
final class RefusedProgramsTest {
    private static final int AREA_BYTES = 64;
    private static final int LENGTH_MOST = 100;

    /** @param verdict "accepted", or rule and instruction: "UNPROVED_ACCESS 7" */
    private record Case(String verdict, String what, String source) {
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String verdict = "";
        String what = "";
        try (InputStream file = RefusedProgramsTest.class.getResourceAsStream("refused.txt")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("    ")) {
                    cases.add(new Case(verdict, what, line.trim()));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    verdict = line.substring(0, line.indexOf(':'));
                    what = line.substring(line.indexOf(':') + 1).trim();
                }
            }
        }
        return cases;
    }

    private static CheckedProgram check(String source, long flags) {
        HostProgram.Terms terms = new HostProgram.Terms(0, LENGTH_MOST, new byte[AREA_BYTES], 1L << Trial.ECHO, flags);
        return new CheckedProgram(Source.program(source), terms, ShadowRun.HELPER_ARGUMENTS);
    }

    private static String verdict(CheckedProgram program) {
        String rule = switch (program.refusal()) {
            case Refusal.NONE -> "accepted";
            case Refusal.UNINITIALISED_REGISTER -> "UNINITIALISED_REGISTER";
            case Refusal.UNINITIALISED_STACK -> "UNINITIALISED_STACK";
            case Refusal.UNPROVED_ACCESS -> "UNPROVED_ACCESS";
            case Refusal.WRITE_TO_READ_ONLY -> "WRITE_TO_READ_ONLY";
            case Refusal.TOO_DEEP -> "TOO_DEEP";
            default -> "rule " + program.refusal();
        };
        return program.isAccepted() ? rule : rule + " " + program.refusedAt();
    }

    @TestFactory
    Stream<DynamicTest> eachIsRefusedByItsRule() throws IOException {
        return cases().stream().map(one -> DynamicTest.dynamicTest(one.what(), () -> assertEquals(one.verdict(),
                verdict(check(one.source(), Program.MEMORY_WRITABLE | Program.AREA_WRITABLE)), one.source())));
    }

    @TestFactory
    Stream<DynamicTest> withGuardsOnlyRegistersAndDepthAreReasons() throws IOException {
        return cases().stream().map(one -> DynamicTest.dynamicTest(one.what(), () -> {
            boolean remains = one.verdict().startsWith("UNINITIALISED_REGISTER") || one.verdict().startsWith("TOO_DEEP");
            CheckedProgram program = check(one.source(), Program.MEMORY_WRITABLE | Program.AREA_WRITABLE | Program.GUARDED);
            assertEquals(remains ? one.verdict() : "accepted", verdict(program), one.source());
            if (one.verdict().startsWith("UNPROVED_ACCESS")) {
                assertEquals(Proofs.GUARD, program.proof(Integer.parseInt(one.verdict().split(" ")[1])));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsReadOnlyIsNotWritten() {
        String toMemory = "r0 = 0; if r2 < 8 goto +1; *(u64 *)(r1 + 0) = 1; exit";
        String toArea = "r0 = 0; r1 = area + 0; lock *(u64 *)(r1 + 8) += r0; exit";
        return Stream.of(toMemory, toArea).map(source -> DynamicTest.dynamicTest(source, () -> {
            long ofOther = source.equals(toMemory) ? Program.AREA_WRITABLE : Program.MEMORY_WRITABLE;
            int at = source.equals(toMemory) ? 2 : 3;
            assertEquals("WRITE_TO_READ_ONLY " + at, verdict(check(source, ofOther)));
            CheckedProgram guarded = check(source, ofOther | Program.GUARDED);
            assertEquals("accepted", verdict(guarded));
            assertEquals(Proofs.GUARD, guarded.proof(at));
            assertEquals("accepted", verdict(check(source, Program.MEMORY_WRITABLE | Program.AREA_WRITABLE)));
        }));
    }
}
