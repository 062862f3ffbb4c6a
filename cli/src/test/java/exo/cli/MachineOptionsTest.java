package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.forge.description.MachineDescription;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The boot line: the description's slice, and what flags put in its place or beside it. */
class MachineOptionsTest {
    private static final MachineDescription MACHINE = new MachineDescription(16 << 20, 1, "q35", 500);

    private static String bootLine(String... arguments) {
        return CommandLine.populateCommand(new MachineOptions(), arguments).bootLine(MACHINE);
    }

    @Test
    void theDescriptionsSliceIsAlwaysThere() {
        assertEquals("aegis.slice-us=500", bootLine());
        assertEquals("aegis.slice-us=500 aegis.allow-weak-cpu aegis.panic=1",
                bootLine("--allow-weak-cpu", "--set", "aegis.panic=1"));
    }

    @Test
    void aSettingOfTheKernelsOwnWins() {
        assertEquals("aegis.slice-us=20", bootLine("--set", "aegis.slice-us=20"));
    }
}
