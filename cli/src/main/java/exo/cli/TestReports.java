package exo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sum over the reports that Surefire has written since a moment; older ones are of tests that no longer exist. */
record TestReports(int passed, int failed, int skipped) {
    private static final Pattern SUITE = Pattern.compile("<testsuite\\b[^>]*>");
    private static final int MODULE_DEPTH = 1;

    static TestReports of(Path root, long sinceMilliseconds) throws IOException {
        int tests = 0;
        int failed = 0;
        int skipped = 0;
        for (Path report : reports(root)) {
            // File systems keep times as coarse as a second.
            if (Files.getLastModifiedTime(report).toMillis() < sinceMilliseconds - 1_000) {
                continue;
            }
            Matcher suite = SUITE.matcher(Files.readString(report));
            while (suite.find()) {
                tests += number(suite.group(), "tests");
                failed += number(suite.group(), "failures") + number(suite.group(), "errors");
                skipped += number(suite.group(), "skipped");
            }
        }
        return new TestReports(tests - failed - skipped, failed, skipped);
    }

    private static List<Path> reports(Path root) throws IOException {
        try (Stream<Path> modules = Files.walk(root, MODULE_DEPTH)) {
            return modules.map(module -> module.resolve("target").resolve("surefire-reports"))
                    .filter(Files::isDirectory).flatMap(TestReports::reportsIn).toList();
        }
    }

    private static Stream<Path> reportsIn(Path directory) {
        String[] names = directory.toFile().list((parent, name) -> name.matches("TEST-.*\\.xml"));
        return names == null ? Stream.empty() : Stream.of(names).map(directory::resolve);
    }

    private static int number(String suite, String attribute) {
        Matcher value = Pattern.compile("\\b" + attribute + "=\"([0-9]+)\"").matcher(suite);
        return value.find() ? Integer.parseInt(value.group(1)) : 0;
    }

    String sum() {
        return passed + " passed, " + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }
}
