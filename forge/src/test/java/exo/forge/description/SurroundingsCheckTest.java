package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a check finds, word by word: native programs that are not there, and a machine that is too small. */
class SurroundingsCheckTest {
    private static final String HEAD = "schema = 1\n[machine]\nmemory = \"16MiB\"\n";
    private static final String ECHO = "[[env]]\nname = \"echo\"\nmain = \"demo.Echo\"\n";
    private static final String TOOL = "[[env]]\nname = \"tool\"\nkind = \"native\"\nmain = \"src/tool.c\"\n";

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("exo.toml");
    }

    private void found(String text, String... problems) throws IOException {
        Files.writeString(file, text);
        DescriptionException refusal =
                assertThrows(DescriptionException.class, () -> SystemDescription.readAndCheck(file));
        assertEquals(String.join("\n", problems), refusal.getMessage().replace(directory.toString(), "DIRECTORY"));
    }

    @Test
    void whatIsThereIsRead() throws Exception {
        Files.createDirectories(directory.resolve("src"));
        Files.writeString(directory.resolve("src/tool.c"), "");
        Files.writeString(file, HEAD + ECHO + TOOL);
        assertEquals(SystemDescription.read(file, Overrides.none()), SystemDescription.readAndCheck(file));
    }

    @Test
    void nativeProgramsMustBeThere() throws Exception {
        Files.createDirectories(directory.resolve("src/tool.c"));
        found(HEAD + TOOL, "DIRECTORY/exo.toml:7:1: no file src/tool.c in DIRECTORY");
        found(HEAD + "[[env]]\nname = \"t\"\nkind = \"native\"\n  main = \"../none\"\n" + ECHO,
                "DIRECTORY/exo.toml:7:3: no file ../none in DIRECTORY");
    }

    @Test
    void aMainThatIsRefusedIsToldOnce() throws Exception {
        found(HEAD + "[[env]]\nname = \"t\"\nkind = \"native\"\nmain = 3\n[[env]]\nname = \"u\"\nkind = \"native\"\n"
                + "[[env]]\nname = \"v\"\nkind = \"native\"\nmain = \" \"\n",
                "DIRECTORY/exo.toml:7:1: main must be a string",
                "DIRECTORY/exo.toml:8:1: [[env]] has no main: a Java class name (exos), or an ELF or C file (native)",
                "DIRECTORY/exo.toml:14:1: main is empty");
    }

    @Test
    void aMachineThatIsTooSmallIsToldWhereItsMemoryEnds() throws Exception {
        found(HEAD + ECHO + " memory = \"64MiB\"\n",
                "DIRECTORY/exo.toml:7:2: env 'echo' asks for 64 MiB, 12 MiB would be free after the kernel (4 MiB): "
                        + "raise machine.memory to at least 80MiB, or let it ask for less");
        found(HEAD + ECHO + "memory = \"10MiB\"\n[[env]]\nname = \"b\"\nmain = \"B\"\n",
                "DIRECTORY/exo.toml:8:1: env 'b' asks for 4 MiB, 2 MiB would be free after the kernel (4 MiB) and the "
                        + "environments before it (10 MiB): raise machine.memory to at least 18MiB, "
                        + "or let it ask for less");
    }

    @Test
    void memoryIsOnlySummedUpWhenAllOfItWasMeant() throws Exception {
        found(HEAD + ECHO + "memmory = \"1MiB\"\n" + TOOL + "memory = \"64MiB\"\n",
                "DIRECTORY/exo.toml:7:1: unknown key 'memmory' in [[env]] (did you mean 'memory'?)",
                "DIRECTORY/exo.toml:11:1: no file src/tool.c in DIRECTORY");
    }
}
