package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb check as its user meets it: what goes where, word by word, and the status at the end. */
class CheckCommandTest {
    private static final String SOUND = """
            schema = 1
            [machine]
            memory = "16MiB"
            [[env]]
            name = "a"
            main = "A"
            """;
    private static final String BROKEN = SOUND + "memmory = \"1MiB\"\nslices = 0\n";

    private final PrintStream realOutput = System.out;
    private final PrintStream realError = System.err;
    private final String realHome = System.getProperty("exo.home");
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        System.setProperty("exo.home", home.toString());
    }

    @AfterEach
    void restore() {
        System.setOut(realOutput);
        System.setErr(realError);
        if (realHome == null) {
            System.clearProperty("exo.home");
        } else {
            System.setProperty("exo.home", realHome);
        }
    }

    private String written(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private void ends(int status, String said, String told, String... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "check";
        System.arraycopy(files, 0, arguments, 1, files.length);
        assertEquals(status, Main.commandLine(arguments).execute(arguments));
        assertEquals(said, text(output));
        assertEquals(told, text(error));
    }

    private String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(home.toString(), "HOME")
                .replace(System.lineSeparator(), "\n");
    }

    @Test
    void soundOnesAreALineEach() throws IOException {
        String two = SOUND.replace("16MiB", "64MiB") + "[[env]]\nname = \"b\"\nmain = \"B\"\n";
        ends(ExitStatus.OK, "HOME/a.toml: ok, 1 environment, memory 16MiB\n"
                + "HOME/b/exo.toml: ok, 2 environments, memory 64MiB\n", "",
                written("a.toml", SOUND), Path.of(written("b/exo.toml", two)).getParent().toString());
    }

    @Test
    void theShowcaseGoesWithoutSaying() throws IOException {
        written("systems/showcase.toml", SOUND);
        ends(ExitStatus.OK, "HOME/systems/showcase.toml: ok, 1 environment, memory 16MiB\n", "");
    }

    @Test
    void everyFindingOfEveryFileIsTold() throws IOException {
        ends(ExitStatus.USAGE, "HOME/b.toml: ok, 1 environment, memory 16MiB\n", """
                HOME/a.toml:7:1: unknown key 'memmory' in [[env]] (did you mean 'memory'?)
                HOME/a.toml:8:1: slices must be from 1 to 100, not 0
                HOME/c.toml:4:1: env 'a' asks for 4 MiB, 1 MiB would be free after the kernel (4 MiB): \
                raise machine.memory to at least 8MiB, or let it ask for less
                """, written("a.toml", BROKEN), written("b.toml", SOUND),
                written("c.toml", SOUND.replace("16MiB", "5MiB")));
    }

    @Test
    void whatIsNotThereIs127AndTheOthersAreCheckedAllTheSame() throws IOException {
        ends(ExitStatus.NOT_FOUND, "HOME/b.toml: ok, 1 environment, memory 16MiB\n", """
                error: HOME/none.toml does not exist
                error: HOME has no exo.toml. To make one: exo new hello NAME
                """, home.resolve("none.toml").toString(), home.toString(), written("b.toml", SOUND));
    }
}
