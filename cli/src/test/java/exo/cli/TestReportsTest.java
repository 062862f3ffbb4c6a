package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sum at the end of a test run: this run's reports, over all modules. */
class TestReportsTest {

    @Test
    void freshReportsAreSummed(@TempDir Path root) throws Exception {
        report(root, "aegis", "A", "tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"0\"");
        report(root, "cli", "B", "tests=\"7\" errors=\"0\" skipped=\"0\" failures=\"2\"");
        Path old = report(root, "cli", "Old", "tests=\"100\" errors=\"9\" skipped=\"0\" failures=\"0\"");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1));
        TestReports reports = TestReports.of(root, System.currentTimeMillis());
        assertEquals("8 passed, 3 failed, 1 skipped", reports.sum());
    }

    private static Path report(Path root, String module, String name, String counts) throws Exception {
        Path directory = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        return Files.writeString(directory.resolve("TEST-" + name + ".xml"),
                "<?xml version=\"1.0\"?>\n<testsuite name=\"" + name + "\" time=\"0.1\" " + counts + ">\n</testsuite>");
    }
}
