package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first five minutes: in an empty directory, two commands make a program and boot it; a third is an edit away. */
final class NewProjectTest {
    @TempDir
    private Path directory;

    @Test
    void aNewJavaProjectRunsAtOnceAndAgainAfterAnEdit() throws IOException {
        Exo.in(directory).run("new", "hello", "demo").endedWith(0).says("created ");
        Exo.in(directory).run("run", "demo", "--timeout", "30s").endedWith(0)
                .saysLine("[demo] Hello from demo.Hello");
        Path source = directory.resolve("demo/src/demo/Hello.java");
        Files.writeString(source, Files.readString(source).replace("Hello from \"", "Hello again from \""));
        Exo.in(directory.resolve("demo")).run("run", "--timeout", "30s").endedWith(0)
                .saysLine("[demo] Hello again from demo.Hello");
    }

    @Test
    void aMistakeInTheSourceIsTheCompilersMessageAndStartsNoMachine() throws IOException {
        Exo.in(directory).run("new", "hello", "demo").endedWith(0);
        Path source = directory.resolve("demo/src/demo/Hello.java");
        Files.writeString(source, Files.readString(source).replace("System.out", "System.outt"));
        Outcome outcome = Exo.in(directory).run("run", "demo", "--timeout", "30s").endedWith(1)
                .tells("Hello.java:9: error: ");
        assertEquals("", outcome.console());
    }

    @Test
    void aNewProjectInCRunsAtOnce() {
        Exo.in(directory).run("new", "c", "tool").endedWith(0);
        Exo.in(directory).run("run", "tool", "--timeout", "30s").endedWith(0).saysLine("[tool] Hello from tool, in C");
    }

    @Test
    void whatIsThereAlreadyIsNotOverwritten() throws IOException {
        Files.createDirectories(directory.resolve("demo"));
        Files.writeString(directory.resolve("demo/thesis.txt"), "years of work");
        Outcome outcome = Exo.in(directory).run("new", "hello", "demo");
        assertTrue(outcome.status() != 0, outcome::toString);
        try (var files = Files.list(directory.resolve("demo"))) {
            assertEquals(1, files.count());
        }
    }
}
