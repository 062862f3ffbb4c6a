package exo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo fuzz}: Jazzer on one of the targets among the tests, from the corpus that is kept and from what it found before. */
@Command(name = "fuzz",
        headerHeading = "Examples:%n  exo fuzz elf --time 10m      any bytes for the first program%n"
                + "  exo fuzz all --time 1h       every target, an hour each, and 100 million random calls at least%n%n",
        description = "Look for inputs that break what parses, guided by coverage.",
        footer = {"", "Without TARGET: the list of targets. What breaks one is kept under .exo/fuzz/TARGET; put it into",
            "tests/src/test/resources/fuzz/TARGET, and every exo test tries it from then on.",
            "Exit status: 4 when an input broke something, 1 when the fuzzer could not run."})
final class FuzzCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final String RANDOM = "random";
    /** What a night's fuzzing makes at least. */
    private static final long RANDOM_CALLS_OF_ALL = 100_000_000;
    /** Of Jazzer, when an input broke something. */
    private static final List<Integer> FOUND = List.of(77, 76);

    static final class Time extends DurationConverter {
        Time() {
            super("--time");
        }
    }

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "What to feed, or all.")
    private String target;

    @Option(names = "--time", paramLabel = "TIME", converter = Time.class, defaultValue = "60s",
            description = "How long, for each target (default: 60s).")
    private Duration time;

    @Override
    public Integer call() throws Failure, IOException, InterruptedException {
        if (target == null) {
            for (FuzzTarget each : FuzzTarget.values()) {
                System.out.printf("%-12s %s%n", each.word(), each.meaning());
            }
            System.out.printf("%-12s %s%n", RANDOM, "random runs of the kernel on a large machine, by seeds; no guidance");
            return ExitStatus.OK;
        }
        List<String> known = new ArrayList<>(FuzzTarget.words());
        known.add(RANDOM);
        known.add(ALL);
        if (!known.contains(target)) {
            throw new Failure(ExitStatus.USAGE, Errors.unknown("target", target, known));
        }
        Path root = Installation.running().root();
        String classPath = compiledTests(root);
        int status = ExitStatus.OK;
        for (FuzzTarget each : FuzzTarget.values()) {
            if (target.equals(ALL) || target.equals(each.word())) {
                status = Math.max(status, fuzz(root, classPath, each));
            }
        }
        if (target.equals(ALL) || target.equals(RANDOM)) {
            status = Math.max(status, random(root, classPath, target.equals(ALL) ? RANDOM_CALLS_OF_ALL : 0));
        }
        return status;
    }

    private int random(Path root, String classPath, long callsMinimum) throws Failure, IOException, InterruptedException {
        Path found = Files.createDirectories(root.resolve(".exo").resolve("fuzz").resolve(RANDOM));
        common.messages().progress("fuzz       " + RANDOM + ", for " + time.toSeconds() + " s and " + callsMinimum + " calls at least");
        return ended(RANDOM, found, run(found, List.of(java(), "-cp", classPath, "exo.tests.proof.random.LongHunt",
                Long.toString(time.toSeconds()), Long.toString(callsMinimum), found.toString())));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private int ended(String word, Path found, int status) {
        if (FOUND.contains(status)) {
            common.messages().error(word + ": an input broke it; it is kept in " + found);
            return ExitStatus.TESTS_FAILED;
        }
        return status == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }

    /** The tests, made ready; gives what they run with. */
    private String compiledTests(Path root) throws Failure, IOException, InterruptedException {
        common.messages().progress("build      the tests ...");
        int status = run(root, List.of("mvn", "-q", "-B", "--no-transfer-progress", "-Dstyle.color=never", "-pl", "tests", "-am",
                "test-compile"));
        if (status != 0) {
            throw new Failure(ExitStatus.FAILED, "the tests could not be built");
        }
        Path tests = root.resolve("tests").resolve("target");
        return tests.resolve("test-classes") + ":" + Files.readString(tests.resolve("test-classpath.txt")).trim();
    }

    private int fuzz(Path root, String classPath, FuzzTarget each) throws Failure, IOException, InterruptedException {
        Path found = Files.createDirectories(root.resolve(".exo").resolve("fuzz").resolve(each.word()));
        Path corpus = Files.createDirectories(found.resolve("corpus"));
        common.messages().progress("fuzz       " + each.word() + ", for " + time.toSeconds() + " s: " + each.meaning());
        return ended(each.word(), found, run(found, List.of(java(), "-cp", classPath, "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + each.className(), "--instrumentation_includes=exo.aegis.**:exo.forge.**", "--disabled_hooks=**",
                "-max_total_time=" + time.toSeconds(), "-artifact_prefix=" + found + "/", corpus.toString(),
                root.resolve("tests/src/test/resources").resolve(each.corpus()).toString())));
    }

    /** Its output is the user's to see. Ctrl-C reaches it as it reaches this. */
    private static int run(Path directory, List<String> command) throws Failure, InterruptedException {
        try {
            return new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor();
        } catch (IOException missing) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING, command.get(0) + " cannot be started: " + missing.getMessage());
        }
    }
}
