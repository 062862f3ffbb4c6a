package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program can do nothing that stops another. Each test puts a hostile program in C beside an honest one in Java, which needs
 * time, memory and the console for its result: the result must come, and be right, and the machine must go off when all have
 * ended.
 */
final class IsolationTest {
    private static final int SECONDS = 60;
    /** Enough for the honest program several times over; the machine is stopped then. */
    private static final int SECONDS_OF_THE_ENDLESS = 10;
    private static final List<String> HONEST_LINES =
            List.of("counting primes", "primes below 300000: 25997", "words kept: 2000", "done");
    private static final String HONEST = Project.java("honest", "guest.Honest");

    @TempDir
    private static Path directory;
    private static Project project;

    @BeforeAll
    static void writeThePrograms() throws IOException {
        project = new Project(directory).guest("Honest.java").guest("endless.c").guest("hoarder.c").guest("storm.c")
                .guest("refaulter.c").guest("sleeper.c");
        for (String name : List.of("endless", "storm", "refaulter", "sleeper")) {
            project.description(name, HONEST, Project.c(name, "256KiB"));
        }
        project.description("hoarder", HONEST, Project.c("hoarder", "6MiB"));
        project.description("all", Project.c("endless", "256KiB"), Project.c("hoarder", "6MiB"), Project.c("storm", "256KiB"),
                Project.c("refaulter", "256KiB"), HONEST);
    }

    /** What the plan allows beside a program's memory: its tables, their links, its context. */
    private static final int FRAMES_FOR_TABLES = 32;

    private static Outcome honestBeside(String name, int seconds) {
        Outcome outcome = project.run(name, seconds);
        assertEquals(HONEST_LINES, outcome.linesOf("honest"), outcome::toString);
        return outcome;
    }

    @Test
    void aLoopWithoutEndTakesOnlyItsShareOfTime() {
        honestBeside("endless", SECONDS_OF_THE_ENDLESS).endedWith(124).saysLine("[steward] honest: exit 0");
    }

    @Test
    void allTheMemoryThatOneCanGetIsItsLimitAndNotTheMachines() {
        Outcome outcome = honestBeside("hoarder", SECONDS).endedWith(0);
        String frames = outcome.linesOf("hoarder").get(0);
        int held = Integer.parseInt(frames.replaceAll("\\D", ""));
        assertTrue(held > 1000 && held <= 6 * 256 + FRAMES_FOR_TABLES,
                () -> "6 MiB are 1536 frames, and some for page tables: " + frames);
    }

    @Test
    void aStormOnTheConsoleNeitherStopsNorForgesAnothersLines() {
        Outcome outcome = honestBeside("storm", SECONDS).endedWith(0);
        assertEquals(4000, outcome.linesOf("storm").stream().filter(line -> line.contains("forged")).count());
        assertTrue(outcome.lines().stream().allMatch(line -> line.startsWith("[")), outcome::toString);
    }

    @Test
    void aHandlerThatFaultsEndsItsProgramAlone() {
        honestBeside("refaulter", SECONDS).endedWith(139).saysLine("[refaulter] handler entered")
                .says("aegis fault env refaulter (").saysLine("[steward] honest: exit 0");
    }

    @Test
    void oneThatSleepsForEverIsNoBurden() {
        honestBeside("sleeper", SECONDS_OF_THE_ENDLESS).endedWith(124).saysLine("[steward] honest: exit 0");
    }

    @Test
    void allOfThemAtOnceDoNoMore() {
        honestBeside("all", SECONDS_OF_THE_ENDLESS * 2).endedWith(124).saysLine("[steward] honest: exit 0");
    }
}
