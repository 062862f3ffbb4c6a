package exo.tests.proof.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * All that a kernel is put to: the tests of the kernel on the simulated machine, whose invariants are looked at after every
 * step, then random runs. They stop at the first that notices something.
 */
final class Checks {
    /** Those that look at the kernel's ways of saying no to a boot, or take long; last, as they seldom are the first to notice. */
    private static final List<String> LAST = List.of("BootLineTest", "BootRefusalTest", "StaleTranslationTest",
            "TransferWaysTest", "BatchTwinTest", "TwinCoverageTest");
    /** Random calls have a place of their own here, with seeds that are the same each time. */
    private static final String RANDOM_TEST = "RandomCallsTest";
    private static final long RANDOM_SEED = 1995;
    private static final int RANDOM_RUNS = 10;
    private static final String ALL_TESTS = "exo.tests.";
    private static final int PATIENCE_WITH_PARTS = 100;
    private static final String TESTS = ALL_TESTS + "kernel.";

    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false).enableLauncherSessionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false).enableLauncherDiscoveryListenerAutoRegistration(false).build());
    private final List<String> tests;

    /**
     * What noticed a fault.
     *
     * @param property  what is not so, in words
     */
    record Catch(String by, String property) {
    }

    Checks() throws IOException {
        tests = new ArrayList<>();
        Path compiled = Path.of(System.getProperty("basedir", "."), "target/test-classes/exo/tests/kernel");
        try (Stream<Path> files = Files.list(compiled)) {
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())).sorted().forEach(tests::add);
        }
        tests.remove(RANDOM_TEST);
        tests.removeAll(LAST);
        tests.addAll(LAST);
    }

    /** The first check that notices that something is wrong with the kernel. */
    Optional<Catch> run(MutatedKernel kernel, List<String> first) throws ClassNotFoundException {
        List<String> order = new ArrayList<>();
        for (String name : first) {
            order.add(name + "Test");
        }
        Optional<Catch> caught = runInOrder(kernel, order);
        if (caught.isPresent()) {
            return caught;
        }
        caught = runInOrder(kernel, tests.stream().filter(name -> !order.contains(name)).toList());
        return caught.isPresent() ? caught : Optional.ofNullable(hunt(kernel, RANDOM_SEED, RANDOM_RUNS)).map(text ->
                new Catch("random runs", text.substring(text.lastIndexOf("# broken: ") + "# broken: ".length()).strip()));
    }

    /** The same of these tests alone, by their names: of the kernel, or with their package behind {@code exo.tests}. */
    Optional<Catch> runInOrder(MutatedKernel kernel, List<String> names) throws ClassNotFoundException {
        for (String name : names) {
            boolean ofPart = name.indexOf('.') >= 0;
            if (!ofPart && !tests.contains(name)) {
                throw new PatternUnmatched("no such test: " + name);
            }
            Patience.begin(ofPart ? PATIENCE_WITH_PARTS : 1);
            Optional<Catch> caught = run(kernel.loadClass((ofPart ? ALL_TESTS : TESTS) + name));
            if (caught.isPresent()) {
                return caught;
            }
        }
        return Optional.empty();
    }

    /** The same of the engine's tests, by their names without their package and ending. */
    Optional<Catch> runOfEngine(MutatedKernel engine, List<String> names) throws ClassNotFoundException {
        for (String name : names) {
            Patience.begin(PATIENCE_WITH_PARTS);
            Optional<Catch> caught = run(engine.loadClass(MutatedKernel.ENGINE + name + "Test"));
            if (caught.isPresent()) {
                return caught;
            }
        }
        return Optional.empty();
    }

    /** Random runs until one breaks a rule; gives the text of a short one that does, or null. */
    static String hunt(MutatedKernel kernel, long seed, int runs) {
        Patience.begin();
        try {
            @SuppressWarnings("unchecked")
            BiFunction<Long, Integer, String> hunt = (BiFunction<Long, Integer, String>) kernel
                    .loadClass("exo.tests.proof.random.Hunt").getDeclaredConstructor().newInstance();
            return hunt.apply(seed, runs);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Catch> run(Class<?> test) {
        Failure failure = new Failure(CancellationToken.create());
        launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).forExecution()
                .listeners(failure).cancellationToken(failure.token).build());
        return Optional.ofNullable(failure.caught);
    }

    /** Keeps the first failure, and has the rest not run. */
    private static final class Failure implements TestExecutionListener {
        private final CancellationToken token;
        private Catch caught;

        Failure(CancellationToken token) {
            this.token = token;
        }

        private static String source(TestIdentifier test) {
            return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                    .map(method -> method.getClassName().replace(TESTS, "").replace(ALL_TESTS, "") + "." + method.getMethodName())
                    .orElse(test.getDisplayName());
        }

        /** Tests are named after the property they hold. */
        private static String inWords(TestIdentifier test) {
            String name = source(test);
            return name.substring(name.lastIndexOf('.') + 1).replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                    .toLowerCase(Locale.ROOT);
        }

        private static String message(Throwable failure) {
            return failure instanceof AssertionError ? failure.getMessage() : failure.toString();
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (caught == null && result.getStatus() == TestExecutionResult.Status.FAILED) {
                caught = new Catch(source(test), inWords(test) + ": "
                        + result.getThrowable().map(Failure::message).orElse("no reason given"));
                token.cancel();
            }
        }
    }
}
