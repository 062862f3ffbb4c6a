package exo.cli;

import exo.cli.proof.ProofReport;
import exo.forge.KernelHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo test}: the whole suite of the installation by Maven, told by Surefire's lines and one sum at the end. */
@Command(name = "test",
        headerHeading = "Examples:%n  exo test --only SizeTest     one class (or Class#method)%n"
                + "  exo test --report            every test, and target/proof.json: what was tried of the kernel%n%n",
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

    @Option(names = "--report", description = "Also measure what the tests cover of the kernel, and write what was tried to "
            + "target/proof.json and target/proof.html.")
    private boolean report;

    private boolean testsFailed;

    @Override
    public Integer call() throws Failure, IOException, InterruptedException {
        if (report && only != null) {
            throw new Failure(ExitStatus.USAGE, "--report is of all tests: it does not go with --only");
        }
        Installation installation = Installation.running();
        long startMilliseconds = System.currentTimeMillis();
        int status = maven(installation);
        TestReports reports = TestReports.of(installation.root(), startMilliseconds);
        System.out.println(reports.sum());
        if (testsFailed || reports.failed() > 0) {
            return ExitStatus.TESTS_FAILED;
        }
        return status != 0 ? ExitStatus.FAILED : report ? reported(installation) : ExitStatus.OK;
    }

    private int reported(Installation installation) throws Failure, IOException {
        ProofReport proof;
        try {
            proof = ProofReport.of(installation.root(), KernelHash.ofInstallation(installation.root()));
        } catch (NoSuchFileException missing) {
            throw new Failure(ExitStatus.FAILED, "a test has left no counters: " + missing.getMessage());
        }
        Path directory = installation.root().resolve("target");
        proof.write(directory);
        proof.lines().forEach(System.out::println);
        System.out.println("           " + directory.resolve("proof.json") + ", " + directory.resolve("proof.html"));
        proof.complaints().forEach(System.out::println);
        return proof.complaints().isEmpty() ? ExitStatus.OK : ExitStatus.TESTS_FAILED;
    }

    private int maven(Installation installation) throws Failure, IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("mvn", "-B", "--no-transfer-progress", "-Dstyle.color=never", "--fail-at-end"));
        if (only != null) {
            command.addAll(List.of("-Dtest=" + only, "-Dsurefire.failIfNoSpecifiedTests=false"));
        }
        if (report) {
            command.add("-Pproof");
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
