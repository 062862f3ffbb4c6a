package exo.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo test}: the whole suite of the installation by Maven, told by Surefire's lines and one sum at the end. */
@Command(name = "test",
        headerHeading = "Examples:%n  exo test                     every test, on the simulated machine and in QEMU%n"
                + "  exo test --only SizeTest     one class (or Class#method)%n%n",
        description = "Run the tests of exo itself.",
        footer = {"", "Exit status: 4 when a test fails, 1 when the tests could not be built."})
final class TestCommand implements Callable<Integer> {
    private static final Pattern WORTH_SHOWING = Pattern.compile(
            "\\[(INFO|WARNING|ERROR)\\] Tests run:.*|\\[ERROR\\].*|\\[INFO\\] (Building .*\\]|BUILD .*|Total time:.*)");
    private static final String TESTS_FAILED = "There are test failures";

    @Mixin
    private CommonOptions common;

    @Option(names = "--only", paramLabel = "NAME", description = "Only this test class or method, as for -Dtest.")
    private String only;

    private boolean testsFailed;

    @Override
    public Integer call() throws Failure, IOException, InterruptedException {
        Installation installation = Installation.running();
        long startMilliseconds = System.currentTimeMillis();
        int status = maven(installation);
        TestReports reports = TestReports.of(installation.root(), startMilliseconds);
        System.out.println(reports.sum());
        if (testsFailed || reports.failed() > 0) {
            return ExitStatus.TESTS_FAILED;
        }
        return status == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private int maven(Installation installation) throws Failure, IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("mvn", "-B", "--no-transfer-progress", "-Dstyle.color=never", "--fail-at-end"));
        if (only != null) {
            command.addAll(List.of("-Dtest=" + only, "-Dsurefire.failIfNoSpecifiedTests=false"));
        }
        command.add("verify");
        Process maven;
        try {
            maven = new ProcessBuilder(command).directory(installation.root().toFile()).redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING,
                    "mvn cannot be started. On Debian or Ubuntu: apt-get install maven");
        }
        maven.getOutputStream().close();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(maven.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                show(line);
            }
        }
        return maven.waitFor();
    }

    private void show(String line) {
        testsFailed |= line.contains(TESTS_FAILED);
        if (common.verbose || WORTH_SHOWING.matcher(line).matches() && !common.quiet) {
            System.out.println(line);
        }
    }
}
