package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptions that are sound: what is read, what is built in, and which flags win. */
class SystemDescriptionTest {
    private static final Path FILE = Path.of("exo.toml");
    private static final String SHOP = """
            schema = 1
            name = "shop"

            [machine]
            memory = "256MiB"
            cpus = 1
            machine = "microvm"
            slice = "500us"

            [[env]]
            name = "web"
            kind = "exos"
            main = "demo.Shop"
            memory = "64MiB"
            slices = 40
            environments = 3
            accounts = 1
            console = true
            arguments = ["-p", "80"]

            [[env]]
            name = "tools"
            kind = "native"
            main = "../tools/main.c"
            """;

    private static SystemDescription parse(String text, Overrides overrides) throws DescriptionException {
        return SystemDescription.parse(FILE, text, overrides);
    }

    @Test
    void everyKeyIsRead() throws DescriptionException {
        SystemDescription shop = parse(SHOP, Overrides.none());
        assertEquals("shop", shop.name());
        assertEquals(new MachineDescription(256 * Size.BYTES_IN_MIB, 1, "microvm", 500), shop.machine());
        assertEquals(List.of(
                new EnvironmentDescription("web", EnvironmentKind.EXOS, "demo.Shop", 64 * Size.BYTES_IN_MIB, 40, 3, 1,
                        true, List.of("-p", "80"), List.of(), 0, 0),
                new EnvironmentDescription("tools", EnvironmentKind.NATIVE, "../tools/main.c", 4 * Size.BYTES_IN_MIB,
                        0, 0, 0, false, List.of(), List.of(), 0, 0)),
                shop.environments());
        assertEquals("web", shop.consoleEnvironment().orElseThrow().name());
    }

    @Test
    void originsNameLinesAndDefaults() throws DescriptionException {
        SystemDescription shop = parse(SHOP, Overrides.none().set("machine.memory", "1GiB", "--memory"));
        assertEquals("exo.toml:14", shop.origins().get("env.web.memory"));
        assertEquals("built-in", shop.origins().get("env.tools.memory"));
        assertEquals("--memory", shop.origins().get("machine.memory"));
        assertEquals(Size.BYTES_IN_GIB, shop.machine().memoryBytes());
    }

    @Test
    void overridesMayBeTomlOrBareWords() throws DescriptionException {
        SystemDescription shop = parse(SHOP, Overrides.none().set("env.tools.memory", "8MiB", "--set")
                .set("env.web.arguments", "[\"a b\"]", "--set").set("env.web.console", "false", "--set")
                .set("env.web.slices", "7", "--set").set("env.web.main", "demo.Other", "--set"));
        assertEquals(8 * Size.BYTES_IN_MIB, shop.environments().get(1).memoryBytes());
        assertEquals(new EnvironmentDescription("web", EnvironmentKind.EXOS, "demo.Other", 64 * Size.BYTES_IN_MIB, 7, 3, 1,
                false, List.of("a b"), List.of(), 0, 0), shop.environments().get(0));
    }

    @Test
    void directoryIsWhereRelativePathsStart(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("exo.toml"), SHOP);
        SystemDescription shop = SystemDescription.read(file, Overrides.none());
        assertEquals(directory.toAbsolutePath(), shop.directory());
        assertTrue(parse(SHOP, Overrides.none()).directory().isAbsolute());
    }

    @Test
    void aProgramAloneIsASystem() throws DescriptionException {
        SystemDescription alone = SystemDescription.ofProgram(Path.of("out", "2 my \"prog\".elf"), Overrides.none());
        EnvironmentDescription environment = alone.environments().get(0);
        assertEquals("my--prog-", environment.name());
        assertEquals("2 my \"prog\".elf", environment.main());
        assertEquals(EnvironmentKind.NATIVE, environment.kind());
        assertTrue(environment.console());
        assertEquals(Path.of("out").toAbsolutePath(), alone.directory());
    }

    @Test
    void aSliceIsAMillisecondUnlessSaid() throws DescriptionException {
        String text = "schema = 1\n[[env]]\nname = \"a\"\nmain = \"A\"\n";
        assertEquals(1_000, parse(text, Overrides.none()).machine().sliceMicroseconds());
        assertEquals(1_000_000, parse(text, Overrides.none().set("machine.slice", "1s", "--set")).machine()
                .sliceMicroseconds());
    }

    @Test
    void nameDefaultsToTheDirectory() throws DescriptionException {
        String text = "schema = 1\n[[env]]\nname = \"a\"\nmain = \"A\"\n";
        assertEquals("demo", SystemDescription.parse(Path.of("demo/exo.toml"), text, Overrides.none()).name());
    }
}
