package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results replace each other whole, and nothing else is replaced. */
class ResultFileTest {
    @TempDir
    private Path directory;

    @Test
    void aResultReplacesTheOneBeforeAndLeavesNothingElse() throws Exception {
        Path file = directory.resolve("result.json");
        new ResultFile(file).write("old, and longer");
        new ResultFile(file).write("new");
        assertEquals("new", Files.readString(file));
        try (Stream<Path> all = Files.list(directory)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void aPlaceThatCannotBeIsRefusedBeforeTheWork() throws Exception {
        refused(directory.resolve("none/result.json"), ": no directory " + directory.resolve("none"));
        refused(directory, ": it is a directory");
        new ResultFile(Path.of("result.json")).checkPlace();
        assertFalse(Files.exists(Path.of("result.json")));
    }

    private static void refused(Path file, String why) {
        Failure failure = assertThrows(Failure.class, () -> new ResultFile(file).checkPlace());
        assertEquals("cannot write " + file + why, failure.getMessage());
        assertEquals(ExitStatus.USAGE, failure.exitStatus());
    }
}
