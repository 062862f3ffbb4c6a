package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The words and exit statuses of wrong usage, and the shape of every verb's help. */
class CommandLineTest {
    private final PrintStream realError = System.err;
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final String realHome = System.getProperty("exo.home");

    @TempDir
    private Path home;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        System.setProperty("exo.home", home.toString());
    }

    @AfterEach
    void restore() {
        System.setErr(realError);
        if (realHome == null) {
            System.clearProperty("exo.home");
        } else {
            System.setProperty("exo.home", realHome);
        }
    }

    private void fails(int status, String message, String... arguments) {
        assertEquals(status, Main.commandLine(arguments).execute(arguments));
        assertEquals(message, error.toString(StandardCharsets.UTF_8).strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "rnu | error: unknown verb 'rnu'. Did you mean 'run'?",
        "run --memory 512 | error: --memory 512 has no unit. Did you mean 512MiB?",
        "run -m 512 | error: --memory 512 has no unit. Did you mean 512MiB?",
        "run -m 64mb | error: --memory 64mb has no unit of K, M, G, Ki, Mi, Gi",
        "run --timeout 30 | error: --timeout 30 has no unit. Did you mean 30s?",
        "run --timeout soon | error: --timeout soon is not a time such as 500ms, 30s, 2m, 1h",
        "run --memroy 3 | error: unknown option '--memroy' for exo run. Did you mean '--memory'?",
        "run a b | error: 'b' is one argument too many for exo run. See: exo run --help",
        "run --accel fast | error: unknown value 'fast' of --accel, one of auto, kvm, tcg",
        "run --gdb=now | error: --gdb=now is not known, only --gdb and --gdb=wait",
        "run --count --accel kvm | error: instructions are counted by TCG only: drop --accel kvm",
        "run --pcap none/x.pcapng | error: cannot write none/x.pcapng: no directory HERE/none",
        "run --pcpa x | error: unknown option '--pcpa' for exo run. Did you mean '--pcap'?",
        "bench coer | error: unknown suite 'coer'. Did you mean 'core'?",
        "bench all | error: unknown suite 'all'. One of: core, net, slices",
        "bench --json x.json | error: exo bench needs a SUITE, as in: exo bench core --json x.json",
        "bench core --json none/x.json | error: cannot write none/x.json: no directory HERE/none",
        "fuzz elf --time 9 | error: --time 9 has no unit. Did you mean 9s?",
        "bench core --timeout 9 | error: --timeout 9 has no unit. Did you mean 9s?",
        "ebpf chekc | error: unknown verb 'chekc'. Did you mean 'check'?",
        "help rum | error: unknown verb 'rum'. Did you mean 'run'?",
        "help ebpf chekc | error: unknown verb 'chekc'. Did you mean 'check'?",
        "help run it | error: exo run has no verbs of its own",
        "ebpf fuzz --count 0 | error: --count 0 is not 1 or more",
        "ebpf fuzz --timeout 20 | error: --timeout 20 has no unit. Did you mean 20s?",
        "new | error: exo new needs a NAME, as in: exo new hello demo"})
    void wrongUsageIsOneLineAndStatus2(String arguments, String message) {
        fails(ExitStatus.USAGE, message.replace("HERE", Path.of("").toAbsolutePath().toString()), arguments.strip().split(" "));
    }

    @Test
    void whatIsNotThereIs127() {
        fails(ExitStatus.NOT_FOUND, "error: " + home.resolve("none") + " does not exist", "run",
                home.resolve("none").toString());
        error.reset();
        fails(ExitStatus.NOT_FOUND, "error: " + home + " has no exo.toml. To make one: exo new hello NAME", "run",
                home.toString());
    }

    @Test
    void aDescriptionsProblemsHaveTheirPlaces() throws Exception {
        Path file = Files.writeString(home.resolve("exo.toml"),
                "schema = 1\n[[env]]\nname = \"a\"\nmain = \"A\"\nmemmory = \"1MiB\"\n");
        fails(ExitStatus.USAGE, file + ":5:1: unknown key 'memmory' in [[env]] (did you mean 'memory'?)", "run",
                home.toString());
    }

    @Test
    void flagsAreJudgedAsTheFileIs() throws Exception {
        Files.writeString(home.resolve("exo.toml"), "schema = 1\n[[env]]\nname = \"a\"\nmain = \"A\"\n");
        fails(ExitStatus.USAGE,
                "error: --machine: unknown machine 'q53', one of q35, microvm, pc (did you mean 'q35'?)", "run",
                home.toString(), "--machine", "q53");
        error.reset();
        fails(ExitStatus.USAGE,
                "error: --net: mode 'usr' is none of user, none, tap:NAME, dgram:LOCALPORT:REMOTEPORT (did you mean 'user'?)", "run",
                home.toString(), "--net", "usr");
        error.reset();
        fails(ExitStatus.USAGE, "error: --publish: publish 'a\"\\b' is not [HOST:]GUEST with /tcp or /udp behind it, ports from 1 to 65535",
                "run", home.toString(), "-p", "7", "-p", "a\"\\b");
        error.reset();
        fails(ExitStatus.USAGE, "error: --cpus: cpus = 2 is not available yet, only 1", "run", home.toString(), "-c",
                "2");
    }

    @Test
    void tooLittleMemoryIs125() throws Exception {
        Path file = Files.writeString(home.resolve("exo.toml"),
                "schema = 1\n[[env]]\nname = \"web\"\nmain = \"A\"\nmemory = \"64MiB\"\n");
        fails(ExitStatus.EXO_FAILED, "error: env 'web' asks for 64 MiB, 12 MiB would be free after the kernel (4 MiB)."
                + System.lineSeparator() + "       Raise --memory to at least 80MiB or lower env.web.memory in " + file
                + ":5.", "run", "-m", "16MiB", home.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "test", "build", "new", "check", "bench", "ebpf", "filter", "debug", "doctor", "config", "help"})
    void everyHelpStartsWithTwoExamples(String verb) {
        CommandLine root = Main.commandLine();
        StringWriter text = new StringWriter();
        (verb.isEmpty() ? root : root.getSubcommands().get(verb)).usage(new PrintWriter(text, true));
        String[] lines = text.toString().split(System.lineSeparator());
        assertEquals("Examples:", lines[0]);
        assertTrue(lines[1].startsWith("  ") && lines[1].contains("exo "), lines[1]);
        assertTrue(lines[2].startsWith("  ") && lines[2].contains("exo "), lines[2]);
        assertEquals("", lines[3]);
    }
}
