package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.forge.description.Overrides;
import exo.forge.description.SystemDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New projects are sound descriptions, whatever they are called. */
class TemplatesTest {
    private static final Path DIRECTORY = Path.of("..", "templates");

    @ParameterizedTest
    @CsvSource({"demo,demo", "My Demo-2,my_demo_2", "2fast,_2fast", "class,_class", "_,program", "Ünï,_n_"})
    void packageNamesAreJavas(String name, String expected) {
        assertEquals(expected, Templates.packageName(name));
    }

    @Test
    void helloHasItsThreeFiles(@TempDir Path directory) throws Exception {
        Path project = directory.resolve("demo");
        List<Path> created = new Templates(DIRECTORY).instantiate("hello", project);
        assertEquals(List.of(project.resolve("exo.toml"), project.resolve("src/demo/Hello.java"),
                project.resolve("README.md")), created);
        assertTrue(Files.readString(project.resolve("src/demo/Hello.java")).startsWith("package demo;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "My Demo-2", "2fast", "class", "steward", "a name that is longer than fifteen"})
    void everyTemplateIsASoundDescription(String name, @TempDir Path directory) throws Exception {
        Templates templates = new Templates(DIRECTORY);
        for (String template : templates.descriptions().keySet()) {
            Path project = directory.resolve(template).resolve(name);
            for (Path file : templates.instantiate(template, project)) {
                assertTrue(!Files.readString(file).matches("(?s).*@[A-Z]+@.*"), file + " is not filled in");
            }
            SystemDescription.read(project.resolve("exo.toml"), Overrides.none());
        }
    }

    @Test
    void theShowcaseIsSound() throws Exception {
        Path showcase = Path.of("..", "systems", "showcase.toml");
        assertEquals("echo", SystemDescription.read(showcase, Overrides.none()).consoleEnvironment().orElseThrow()
                .name());
    }
}
