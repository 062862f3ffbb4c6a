package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.tests.system.guest.Deviations;
import exo.tests.system.guest.LeftToRight;
import exo.tests.system.guest.Semantics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java in user mode is Java: one source runs on this JVM and on the exokernel, and must print the same. Where the compiler that
 * we build upon differs from Java, a test says how, so that the day it changes is noticed.
 */
final class TwinTest {
    private static final Path SOURCES = Exo.ROOT.resolve("tests/src/test/java/exo/tests/system/guest");
    /** What the guest prints of {@link Deviations}. A line that becomes Java's is to go from both. */
    private static final List<String> DEVIATIONS = List.of("NaN as int: -2147483648", "NaN as long: -9223372036854775808",
            "1e300 as int: -2147483648", "1e300 as long: -9223372036854775808", "-1.5 rounded: -2",
            "an array of -1: has length -1",
            "an element past the end that is not used: is not looked at", "initialised with the subclass:  derived");

    @TempDir
    private static Path directory;
    private static Project project;

    @BeforeAll
    static void writeThePrograms() throws IOException {
        project = new Project(directory).guest("Ends.java")
                .source("Semantics.java", Files.readString(SOURCES.resolve("Semantics.java")))
                .source("LeftToRight.java", Files.readString(SOURCES.resolve("LeftToRight.java")))
                .source("Deviations.java", Files.readString(SOURCES.resolve("Deviations.java")))
                .description("twin", Project.java("twin", Semantics.class.getName()))
                .description("order", Project.java("order", LeftToRight.class.getName()))
                .description("deviations", Project.java("deviations", Deviations.class.getName()))
                .description("division", Project.java("ends", "guest.Ends", "division"))
                .description("zero", Project.java("ends", "guest.Ends", "zero"));
    }

    private static List<String> onThisJvm(Consumer<PrintStream> program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        program.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        // The guest's bytes are read one character each.
        return List.of(bytes.toString(StandardCharsets.ISO_8859_1).split("\n"));
    }

    @Test
    void oneProgramPrintsTheSameOnTheJvmAndOnTheExokernel() {
        printsTheSame("twin", Semantics::run);
    }

    @Test
    void operandsAreTakenFromLeftToRight() {
        printsTheSame("order", LeftToRight::run);
    }

    private static void printsTheSame(String name, Consumer<PrintStream> program) {
        Outcome outcome = project.run(name, 60, "--set", "env." + name + ".memory=8MiB").endedWith(0);
        List<String> java = onThisJvm(program);
        List<String> guest = outcome.linesOf(name);
        for (int line = 0; line < Math.min(java.size(), guest.size()); line++) {
            assertEquals(java.get(line), guest.get(line));
        }
        assertEquals(java.size(), guest.size(), outcome::toString);
    }

    @Test
    void theDeviationsFromJavaAreTheKnownOnesAndStillThere() {
        Outcome outcome = project.run("deviations", 60).endedWith(0);
        assertEquals(DEVIATIONS, outcome.linesOf("deviations"));
        List<String> java = onThisJvm(Deviations::run);
        assertEquals(List.of(), DEVIATIONS.stream().filter(java::contains).toList(), "no deviation any more");
    }

    /** In Java it is an ArithmeticException; TeaVM's C divides without a look, and gcc takes for granted that it may. */
    @Test
    void aDivisionByZeroInJavaReachesTheProcessor() throws IOException {
        int line = SourceLine.of(directory.resolve("src/Ends.java"), "the division");
        project.run("division", 30).endedWith(136).says("divide error").says("(Ends.java:" + line + ")");
    }

    @Test
    void whereGccSeesThatADivisorIsZeroItDoesNotDivide() throws IOException {
        int line = SourceLine.of(directory.resolve("src/Ends.java"), "the zero");
        project.run("zero", 30).endedWith(132).says("invalid opcode").says("(Ends.java:" + line + ")");
    }
}
