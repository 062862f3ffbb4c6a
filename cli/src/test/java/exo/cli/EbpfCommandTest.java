package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The verb ebpf as its user meets it: results on standard output, one line for what is wrong, and the status at the end. */
class EbpfCommandTest {
    private static final Path OBJECTS = Path.of("../ebpf/src/test/resources/exo/ebpf/host");
    /** r0 = *(u8 *)(r1 + 1); exit. */
    private static final String SECOND_BYTE = "71100100 00000000  95000000 00000000";

    private final PrintStream realOutput = System.out;
    private final PrintStream realError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOutput);
        System.setErr(realError);
    }

    private String hex(String text) throws IOException {
        return Files.writeString(home.resolve("program.hex"), text).toString();
    }

    private void does(int status, String said, String complained, String... arguments) {
        List<String> all = new ArrayList<>(List.of("ebpf"));
        all.addAll(List.of(arguments));
        String[] line = all.toArray(String[]::new);
        assertEquals(status, Main.commandLine(line).execute(line));
        assertEquals(complained, error.toString(StandardCharsets.UTF_8).strip());
        assertEquals(said, output.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void aProgramIsAcceptedOrRefusedByARule() throws IOException {
        String file = hex("b700000001000000 9500000000000000");
        does(ExitStatus.OK, file + ": accepted, 2 instructions, 1 function", "", "check", file);
        output.reset();
        hex("b710000001000000 9500000000000000");
        does(ExitStatus.FAILED, "", file + ": rejected by rule S4 (fields that are not used are 0, and others have defined values) at "
                + "instruction 0:" + System.lineSeparator() + "    0: r0 = 1", "check", file);
        error.reset();
        hex(SECOND_BYTE);
        does(ExitStatus.FAILED, "", String.join(System.lineSeparator(),
                file + ": rejected by rule F3 (accesses stay in their region) at instruction 0:",
                "    0: r0 = *(u8 *)(r1 + 1)           r1 = memory+0, length not checked",
                "  path: 0.  Hint: test that the length is at least 2 before this load."), "check", file);
        error.reset();
        does(ExitStatus.OK, file + ": accepted, 2 instructions, 1 function", "", "check", file, "--assume-valid");
    }

    @Test
    void aRunTellsItsResultAndWhatItWrote() throws IOException {
        does(ExitStatus.OK, "r0 = 0x22 (34)", "", "run", hex(SECOND_BYTE), "--mem", "11 22 33");
        output.reset();
        // *(u8 *)(r1 + 0) = 7; r0 = -1; exit
        does(ExitStatus.OK, "r0 = 0xffffffffffffffff" + System.lineSeparator() + "memory = 0722", "", "run",
                hex("7201000007000000 b7000000ffffffff 9500000000000000"), "--mem", "1122");
    }

    @Test
    void aRunThatEndsEarlySaysWhere() throws IOException {
        String file = hex("0500ffff00000000");
        does(ExitStatus.FAILED, "", file + ": ended early, its budget is spent (--budget gives more): instruction 0, goto -1", "run", file,
                "--budget", "5");
    }

    @Test
    void jsonIsOneObject() throws IOException {
        String[] run = {"ebpf", "run", hex(SECOND_BYTE), "--mem", "1122", "--format", "json"};
        assertEquals(ExitStatus.OK, Main.commandLine(run).execute(run));
        JSONObject result = new JSONObject(output.toString(StandardCharsets.UTF_8));
        assertEquals("done", result.getString("outcome"));
        assertEquals("0x22", result.getString("result"));
        output.reset();
        String[] check = {"ebpf", "check", hex("9500000001000000"), "--format", "json"};
        assertEquals(ExitStatus.FAILED, Main.commandLine(check).execute(check));
        JSONObject verdict = new JSONObject(output.toString(StandardCharsets.UTF_8));
        assertEquals("reject", verdict.getString("verdict"));
        assertEquals(4, verdict.getInt("rule"));
        assertEquals(0, verdict.getInt("instruction"));
    }

    @Test
    void anObjectsProgramsAreNamed() {
        String file = OBJECTS.resolve("classify.o").toString();
        does(ExitStatus.OK, "r0 = 0x220d (8717)", "", "run", file, "--section", "checksum", "--mem", "0001f203f4f5f6f7",
                "--assume-valid");
        output.reset();
        does(ExitStatus.USAGE, "", "error: " + file + " has several programs in the object: echo_request, internet_checksum; say which "
                + "with --section", "run", file);
    }

    @Test
    void aProgramMayBeAJavaClass() {
        String[] where = {"--class", "exo.programs.network.code.UdpEcho", "--classpath", "../programs/target/classes"};
        does(ExitStatus.OK, "r0 = 0x1 (1)", "", "run", where[0], where[1], where[2], where[3], "--mem", "00".repeat(60));
        output.reset();
        does(ExitStatus.FAILED, "", "error: exo.programs.network.code.Headers: has neither 'static int handle(Packet packet, int length)' "
                + "nor 'static boolean holds(PredicateInput input)': one of them makes the program", "check", where[0],
                "exo.programs.network.code.Headers", where[2], where[3]);
        error.reset();
        does(ExitStatus.USAGE, "", "error: give one program: FILE, or --class NAME", "check");
    }

    @Test
    void disassemblyShowsFunctionsAndSource() {
        String[] line = {"ebpf", "disasm", OBJECTS.resolve("counters.o").toString()};
        assertEquals(ExitStatus.OK, Main.commandLine(line).execute(line));
        List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("program:", lines.get(0));
        assertTrue(lines.contains("sum:") && lines.contains("twice:"));
        assertTrue(lines.contains("; ./counters.c:19: total += bytes[at];"));
        assertTrue(lines.contains("    8: lock *(u64 *)(r4 + 32) += r3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "r0 = 1           | is no ELF object, and as hexadecimal text: line 1: 'r0' is not hexadecimal",
        "9500             | is no ELF object, and as hexadecimal text: has 2 bytes, which is no multiple of an instruction's 8",
        "95 00 0          | is no ELF object, and as hexadecimal text: line 1: '0' has an odd number of digits",
        "''               | is no ELF object, and as hexadecimal text: has no instructions"})
    void whatIsNoProgramIsOneLineAndStatus2(String text, String message) throws IOException {
        String file = hex(text);
        for (String verb : List.of("check", "run", "disasm")) {
            does(ExitStatus.USAGE, "", "error: " + file + " " + message, verb, file);
            error.reset();
        }
    }

    @Test
    void whatIsNotThereIsOneLineAndStatus2() throws IOException {
        String none = home.resolve("none").toString();
        does(ExitStatus.USAGE, "", "error: " + none + " does not exist", "check", none);
        error.reset();
        does(ExitStatus.USAGE, "", "error: " + none + " does not exist", "run", hex(SECOND_BYTE), "--mem", "@" + none);
        error.reset();
        does(ExitStatus.USAGE, "", "error: " + home + " is a directory", "disasm", home.toString());
        error.reset();
        does(ExitStatus.USAGE, "", "error: --mem 'xy' is not hexadecimal", "run", hex(SECOND_BYTE), "--mem", "xy");
        error.reset();
        does(ExitStatus.USAGE, "", "error: --budget -1 is negative", "run", hex(SECOND_BYTE), "--budget=-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run", "disasm"})
    void everyHelpStartsWithTwoExamples(String verb) {
        StringWriter text = new StringWriter();
        CommandLine ebpf = Main.commandLine().getSubcommands().get("ebpf");
        ebpf.getSubcommands().get(verb).usage(new PrintWriter(text, true));
        List<String> lines = text.toString().lines().toList();
        assertEquals("Examples:", lines.get(0));
        assertTrue(lines.get(1).startsWith("  exo ebpf " + verb), lines.get(1));
        assertTrue(lines.get(2).startsWith("  exo ebpf " + verb), lines.get(2));
        assertEquals("", lines.get(3));
    }
}
