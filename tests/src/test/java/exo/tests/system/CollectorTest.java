package exo.tests.system;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector takes nothing that a program still has, at whatever moment it comes: it comes often, and finds little room. */
final class CollectorTest {
    private static final int SECONDS = 60;

    @TempDir
    private static Path directory;
    private static Project project;

    @BeforeAll
    static void writeThePrograms() throws IOException {
        project = new Project(directory).guest("Checks.java").guest("Grids.java")
                .description("checks", Project.java("checks", "guest.Checks"))
                .description("grids", Project.java("grids", "guest.Grids"));
    }

    @Test
    void anExceptionOfARunTimeCheckIsOfItsClassAndFromItsMethod() {
        project.run("checks", SECONDS).endedWith(0).saysLine("[checks] 300000 exceptions caught");
    }

    @Test
    void anArrayOfArraysIsAllThere() {
        project.run("grids", SECONDS).endedWith(0).saysLine("[grids] 500 grids made");
    }
}
