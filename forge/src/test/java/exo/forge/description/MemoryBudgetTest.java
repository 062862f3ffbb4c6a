package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A system larger than its machine is refused with numbers and with both ways out. */
class MemoryBudgetTest {

    private static SystemDescription system(String machine, Overrides overrides, String... environments)
            throws DescriptionException {
        StringBuilder text = new StringBuilder("schema = 1\n[machine]\nmemory = \"" + machine + "\"\n");
        for (int index = 0; index < environments.length; index++) {
            text.append("[[env]]\nname = \"").append((char) ('a' + index)).append("\"\nmain = \"A\"\n")
                    .append(environments[index]).append('\n');
        }
        return SystemDescription.parse(Path.of("exo.toml"), text.toString(), overrides);
    }

    private static void refused(SystemDescription system, String message) {
        InsufficientMemoryException refusal =
                assertThrows(InsufficientMemoryException.class, () -> MemoryBudget.check(system));
        assertEquals(message, refusal.getMessage().replace(System.lineSeparator(), "\n"));
        assertEquals(125, refusal.exitStatus());
    }

    @Test
    void whatFitsExactlyFits() throws DescriptionException {
        SystemDescription system = system("16MiB", Overrides.none(), "memory = \"10MiB\"", "memory = \"2MiB\"");
        assertDoesNotThrow(() -> MemoryBudget.check(system));
    }

    @Test
    void oneThatIsTooLarge() throws DescriptionException {
        refused(system("64MiB", Overrides.none(), "memory = \"64MiB\""),
                "env 'a' asks for 64 MiB, 60 MiB would be free after the kernel (4 MiB).\n"
                        + "       Raise --memory to at least 80MiB or lower env.a.memory in exo.toml:7.");
    }

    @Test
    void theFirstThatDoesNotFitIsNamed() throws DescriptionException {
        refused(system("16MiB", Overrides.none(), "memory = \"8MiB\"", "", "memory = \"1500KiB\""),
                "env 'c' asks for 1.5 MiB, 0 bytes would be free after the kernel (4 MiB)"
                        + " and the environments before it (12 MiB).\n"
                        + "       Raise --memory to at least 18MiB or lower env.c.memory in exo.toml:15.");
    }

    @Test
    void aDefaultAndAFlagAreToldAsSuch() throws DescriptionException {
        refused(system("5MiB", Overrides.none(), ""),
                "env 'a' asks for 4 MiB, 1 MiB would be free after the kernel (4 MiB).\n"
                        + "       Raise --memory to at least 8MiB or set env.a.memory in exo.toml.");
        refused(system("5MiB", Overrides.none().set("env.a.memory", "2MiB", "--set env.a.memory"), ""),
                "env 'a' asks for 2 MiB, 1 MiB would be free after the kernel (4 MiB).\n"
                        + "       Raise --memory to at least 6MiB or lower --set env.a.memory.");
    }
}
