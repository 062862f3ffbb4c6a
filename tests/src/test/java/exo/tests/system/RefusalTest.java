package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What cannot be run is refused in one clear line with its own exit status, before a machine is started if the host can know:
 * files that are no programs, descriptions with mistakes, too little memory, a processor that cannot keep the kernel's word.
 */
final class RefusalTest {
    @TempDir
    private Path directory;

    private Outcome run(String... arguments) {
        return Exo.in(directory).run(arguments);
    }

    /** One error, in one line or with its advice indented below, and no stack trace. */
    private static void isOneClearError(Outcome outcome) {
        assertEquals(1, outcome.messages().lines().filter(line -> line.startsWith("error: ")).count(), outcome::toString);
        assertTrue(outcome.messages().lines().noneMatch(line -> line.contains("\tat ") || line.contains("Exception")),
                outcome::toString);
    }

    @Test
    void aFileThatIsNoElfIs126() throws IOException {
        Files.writeString(directory.resolve("letter.elf"), "Dear kernel,\n");
        Outcome outcome = run("run", "letter.elf").endedWith(126).tells("letter.elf");
        isOneClearError(outcome);
    }

    @Test
    void anElfForTheHostsOwnSystemIs126() throws IOException {
        Files.copy(Path.of("/bin/true"), directory.resolve("true.elf"));
        isOneClearError(run("run", "true.elf", "--timeout", "20s").endedWith(126));
    }

    @Test
    void aDescriptionWhoseProgramIsNoElfIs126() throws IOException {
        Files.createDirectories(directory.resolve("src"));
        Files.writeString(directory.resolve("src/letter.elf"), "Dear kernel,\n");
        describe("kind = \"native\"\nmain = \"src/letter.elf\"\n");
        isOneClearError(run("run", "--timeout", "20s").endedWith(126).tells("not an ELF file"));
    }

    @Test
    void whatDoesNotExistIs127() throws IOException {
        isOneClearError(run("run", "gone.elf").endedWith(127).tells("gone.elf does not exist"));
        describe("kind = \"native\"\nmain = \"gone.c\"\n");
        isOneClearError(run("run").endedWith(127).tells("gone.c"));
        describe("main = \"gone.Main\"\n");
        isOneClearError(run("run").endedWith(127).tells("no class gone.Main"));
    }

    @Test
    void aRefusalIsJsonTooWhenAskedFor() {
        run("run", "gone.elf", "--format", "json").endedWith(127)
                .says("{\"status\":127,\"reason\":\"error\",\"env\":null,\"detail\":\"gone.elf does not exist\"");
    }

    @Test
    void aMistakeInADescriptionIsNamedWithLineAndColumn() throws IOException {
        describe("main = \"a.B\"\nmemmory = \"2MiB\"\n");
        run("run").endedWith(2).tells("exo.toml:9:1: unknown key 'memmory' in [[env]] (did you mean 'memory'?)");
        Files.writeString(directory.resolve("exo.toml"), "schema = 1\nname = \n");
        run("run").endedWith(2).tells("exo.toml:2:8: ");
    }

    @Test
    void memoryNeedsItsUnit() {
        Outcome outcome = run("run", "-m", "512").endedWith(2);
        assertEquals("error: --memory 512 has no unit. Did you mean 512MiB?\n", outcome.messages());
    }

    @Test
    void anOptionOrVerbThatDoesNotExistIs2AndTheNearestIsNamed() {
        run("run", "--memroy", "16MiB").endedWith(2).tells("--memory");
        run("rnu").endedWith(2).tells("Did you mean 'run'?");
    }

    @Test
    void tooLittleMemoryIsToldBeforeAMachineIsStarted() throws IOException {
        describe("kind = \"native\"\nmain = \"a.c\"\nmemory = \"64MiB\"\n");
        Outcome outcome = run("run").endedWith(125).tells("error: env 'it' asks for 64 MiB").tells("Raise --memory to");
        isOneClearError(outcome);
    }

    @Test
    void aMachineWithoutRoomForTheKernelSaysSoAndEnds() {
        Exo.atHome().run("run", "systems/slices.toml", "--timeout", "20s", "--qemu-arg=-m", "--qemu-arg=3600K")
                .endedWith(125).tells("too little memory");
    }

    @Test
    void aProcessorThatCannotKeepTheKernelsWordIsRefusedByTheFeaturesName() {
        Outcome outcome = Exo.atHome().run("run", "--cpu", "qemu64", "--timeout", "20s", "--format", "json");
        outcome.endedWith(125).says("\"reason\":\"refused\"").says("this processor lacks SMEP")
                .tells("--allow-weak-cpu boots without it");
        assertTrue(!outcome.messages().contains("[hello]"), "no program has run: " + outcome);
    }

    @Test
    void allowWeakCpuBootsThereAllTheSame() {
        Exo.atHome().runWithInput("hello\n", "run", "--cpu", "qemu64", "--allow-weak-cpu", "--timeout", "60s").endedWith(0)
                .saysLine("[echo] HELLO").neverSays("NOT CAUGHT");
    }

    /** A description of one environment; its keys begin in line 8. */
    private void describe(String keys) throws IOException {
        Files.writeString(directory.resolve("exo.toml"),
                "schema = 1\nname = \"it\"\n\n[machine]\nmemory = \"16MiB\"\n[[env]]\nname = \"it\"\n" + keys);
    }
}
