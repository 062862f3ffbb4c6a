package exo.tests.system;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a program ended is what {@code exo run} ends with: its own status, 128 and a signal's number for a fault, 124 when its
 * time was up; and why it ended stands on the console, down to the line of its source, and in the result's JSON.
 */
final class ExitStatusTest {
    private static final int SECONDS = 30;

    @TempDir
    private static Path directory;
    private static Project project;

    @BeforeAll
    static void writeThePrograms() throws IOException {
        project = new Project(directory).guest("Ends.java").guest("badaccess.c").guest("divide.c").guest("undefined.c")
                .guest("endless.c");
        for (String end : new String[] {"status", "exception", "own", "fault", "overflow", "memory"}) {
            project.description(end, Project.java("ends", "guest.Ends", end));
        }
        for (String name : new String[] {"badaccess", "divide", "undefined", "endless"}) {
            project.description(name, Project.c(name, "256KiB"));
        }
    }

    private static Outcome result(String name, int status, String reason) {
        Outcome outcome = project.run(name, SECONDS, "--format", "json");
        return outcome.endedWith(status).says("{\"status\":" + status + ",\"reason\":\"" + reason + "\"");
    }

    /** The line of Ends.java that a comment marks, as a report names it after the method. */
    private static String place(String mark) throws IOException {
        return "(Ends.java:" + SourceLine.of(directory.resolve("src/Ends.java"), mark) + ")";
    }

    @Test
    void aProgramsOwnStatusIsTheRuns() {
        result("status", 7, "exit").says("\"env\":\"ends\"");
    }

    @Test
    void anUncaughtExceptionIsStatus1AndIsNamedWithItsMessageAndPlace() throws IOException {
        result("exception", 1, "exit").tells("Exception in thread \"main\" java.lang.IllegalStateException: the kettle is dry")
                .tells("at guest.Ends.main" + place("the exception"));
    }

    @Test
    void anExceptionOfTheProgramsOwnKeepsItsName() {
        result("own", 1, "exit").tells("guest.Ends$Dry: the second kettle too");
    }

    @Test
    void aFaultOfAJavaProgramIs139AndItsReportNamesClassAndLine() throws IOException {
        result("fault", 139, "fault").says("\"env\":\"ends\"").tells("aegis fault env ends (")
                .tells("write to 0x1234").tells("      at guest.Ends.")
                .tells(place("the fault"));
    }

    @Test
    void recursionWithoutEndIsAFaultAtTheStacksGuard() {
        result("overflow", 139, "fault").tells("      at guest.Ends.deeper(Ends.java:");
    }

    @Test
    void aHeapThatIsFullIs137AndSaysSo() {
        result("memory", 137, "exit").tells("[ends] out of memory");
    }

    @Test
    void aFaultOfAProgramInCIs139AndItsReportNamesTheLine() throws IOException {
        int line = SourceLine.of(directory.resolve("src/badaccess.c"), "the fault");
        result("badaccess", 139, "fault").tells("aegis fault env badaccess (").tells("at _start(badaccess.c:" + line + ")");
    }

    @Test
    void aDivisionByZeroIs136() {
        result("divide", 136, "fault").tells("divide error");
    }

    @Test
    void anUndefinedInstructionIs132() {
        result("undefined", 132, "fault").tells("invalid opcode");
    }

    @Test
    void aProgramThatDoesNotEndIsStoppedWith124() {
        project.run("endless", 2, "--format", "json").endedWith(124).says("{\"status\":124,\"reason\":\"timeout\"")
                .tells("still running after 2 s");
    }
}
