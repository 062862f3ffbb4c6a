package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HexText;
import exo.ebpf.host.HostProgram;
import exo.ebpf.host.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The public conformance vectors, where they lie beside the project, in shared/vectors; elsewhere these are skipped. Property exo.vectors
 * names another directory.
 */
final class ConformanceVectorsTest {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
    private static final String PLACE = System.getProperty("exo.vectors", "../../shared/vectors");

    private record Vector(String name, long[] instructions, byte[] memory, long value) {
    }

    private static List<Vector> vectors(String file) throws IOException, UnreadableException {
        Path path = Path.of(PLACE, file);
        Assumptions.assumeTrue(Files.exists(path), () -> path + " is not there");
        List<Vector> vectors = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            vectors.add(vector(line));
        }
        return vectors;
    }

    private static Vector vector(String line) throws UnreadableException {
        String name = "";
        String instructions = "";
        String memory = "";
        String value = "0x0";
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            switch (field.group(1)) {
                case "name" -> name = field.group(2);
                case "insns" -> instructions = field.group(2);
                case "mem" -> memory = field.group(2);
                case "ret" -> value = field.group(2);
                default -> { }
            }
        }
        return new Vector(name, HexText.instructions(instructions), HexText.bytes(memory), Source.value(value));
    }

    @Test
    void theInterpreterComputesWhatTheConformanceSuiteExpects() throws IOException, UnreadableException {
        List<String> wrong = new ArrayList<>();
        List<Vector> vectors = vectors("bpf_conformance.jsonl");
        for (Vector vector : vectors) {
            HostProgram program = Trial.load(vector.instructions(), vector.memory().length, Trial.NOTHING);
            if (program.checkStructure() != Refusal.NONE) {
                wrong.add(vector.name() + " is refused: " + program.refusal() + " at " + program.refusedAt());
                continue;
            }
            HostProgram.Result result = program.interpret(vector.memory(), Trial.BUDGET, Trial::echo);
            if (result.outcome() != Run.DONE || result.value() != vector.value()) {
                wrong.add(vector.name() + " gives " + result.value() + ", outcome " + result.outcome() + ", not " + vector.value());
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(313, vectors.size());
    }

    /** Their memory is given; what they do with it is to be guarded where it is not proved. No one reads what was never written. */
    @Test
    void theCheckerAcceptsAllOfThemGuarded() throws IOException, UnreadableException {
        List<String> wrong = new ArrayList<>();
        for (Vector vector : vectors("bpf_conformance.jsonl")) {
            CheckedProgram program = new CheckedProgram(vector.instructions(), Trial.terms(vector.memory().length, Trial.NOTHING));
            if (!program.isAccepted()) {
                wrong.add(vector.name() + " is refused: " + program.refusal() + " at " + program.refusedAt());
                continue;
            }
            HostProgram.Result result = program.host().interpret(vector.memory(), Trial.BUDGET, Trial::echo);
            if (result.outcome() != Run.DONE || result.value() != vector.value()) {
                wrong.add(vector.name() + " gives " + result.value() + ", outcome " + result.outcome() + ", not " + vector.value());
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyProgramThatSetsAReservedFieldIsRefused() throws IOException, UnreadableException {
        List<String> wrong = new ArrayList<>();
        List<Vector> vectors = vectors("bpf_negative.jsonl");
        for (Vector vector : vectors) {
            int refusal = Trial.refusal(vector.instructions());
            if (refusal != Refusal.RESERVED_FIELD) {
                wrong.add(vector.name() + ": " + refusal);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(45, vectors.size());
    }
}
