package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exo ebpf batch}: programs in a guest, whose machine code computes what the interpreter does and what is expected. */
final class EngineBatchTest {
    /** Where the public vectors lie, beside the project. */
    private static final Path VECTORS = Exo.ROOT.resolve(System.getProperty("exo.vectors", "../shared/vectors")).normalize();
    private static final String EXIT = "9500000000000000";
    private static final String LOAD_BEHIND_END = "7910080000000000" + EXIT;
    private static final String ENDLESS = "b700000000000000" + "0500ffff00000000" + EXIT;

    @TempDir
    Path directory;

    private static List<JSONObject> answers(String... arguments) {
        return Exo.atHome().run(arguments).endedWith(0).lines().stream().map(JSONObject::new).toList();
    }

    private static Path vectors(String name) {
        Path file = VECTORS.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> file + " is not there");
        return file;
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("cases.jsonl"), List.of(lines));
    }

    private static String line(String name, String instructions, String memory) {
        return "{\"name\": \"" + name + "\", \"insns\": \"" + instructions + "\", \"mem\": \"" + memory + "\"}";
    }

    @Test
    void theConformanceVectorsComeOutAsExpectedInterpretedAndCompiled() throws IOException {
        Path file = vectors("bpf_conformance.jsonl");
        List<JSONObject> expected = Files.readAllLines(file).stream().map(JSONObject::new).toList();
        for (String[] arguments : new String[][] {{"ebpf", "batch", file.toString()}, {"ebpf", "batch", "--assume-valid", file.toString()}}) {
            List<JSONObject> answers = answers(arguments);
            assertEquals(expected.size(), answers.size());
            for (int i = 0; i < answers.size(); i++) {
                String answer = answers.get(i).toString();
                assertEquals(expected.get(i).getString("name"), answers.get(i).getString("name"));
                assertEquals("accept", answers.get(i).getString("verdict"), answer);
                assertEquals(expected.get(i).getString("ret"), answers.get(i).getString("interpreted"), answer);
                assertEquals(expected.get(i).getString("ret"), answers.get(i).getString("compiled"), answer);
            }
        }
    }

    @Test
    void whatSetsAReservedFieldIsRejected() {
        List<JSONObject> answers = answers("ebpf", "batch", "--assume-valid", vectors("bpf_negative.jsonl").toString());
        assertTrue(answers.stream().allMatch(answer -> answer.getString("verdict").equals("reject")), answers.toString());
        assertTrue(answers.stream().allMatch(answer -> answer.isNull("compiled") && !answer.getString("reason").isEmpty()));
    }

    @Test
    void whatCannotBeProvedIsRejectedOrCheckedAsItRuns() throws IOException {
        Path file = file(line("behind", LOAD_BEHIND_END, "0011223344556677"), line("empty", "", ""), line("cut", "95000000", ""),
                line("long", EXIT.repeat(4097), ""));
        List<JSONObject> refused = answers("ebpf", "batch", file.toString());
        List<JSONObject> guarded = answers("ebpf", "batch", "--assume-valid", file.toString());
        assertEquals("reject", refused.get(0).getString("verdict"));
        assertEquals("accept", guarded.get(0).getString("verdict"));
        assertEquals("bad access at instruction 0", guarded.get(0).getString("interpreted"));
        assertEquals("bad access at instruction 0", guarded.get(0).getString("compiled"));
        for (JSONObject answer : guarded.subList(1, 4)) {
            assertEquals("reject", answer.getString("verdict"), answer.toString());
        }
    }

    @Test
    void aProgramWithoutEndIsEndedByItsBudget() throws IOException {
        JSONObject answer = answers("ebpf", "batch", file(line("endless", ENDLESS, "")).toString()).get(0);
        assertEquals("budget spent at instruction 1", answer.getString("interpreted"), answer.toString());
        assertEquals("budget spent at instruction 1", answer.getString("compiled"), answer.toString());
    }

    @Test
    void aLineThatIsNotOfTheFormIsNamed() throws IOException {
        String good = line("good", EXIT, "");
        Exo.atHome().run("ebpf", "batch", file(good, "{\"name\": ").toString()).endedWith(2).tells("cases.jsonl:2");
        Exo.atHome().run("ebpf", "batch", file(good, good, line("bad", "9x", "")).toString()).endedWith(2)
                .tells("cases.jsonl:3: \"insns\" is not hexadecimal bytes: 'x' is character 2");
        Exo.atHome().run("ebpf", "batch", file("{\"insns\": \"\"}").toString()).endedWith(2).tells("cases.jsonl:1");
    }
}
