package exo.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import exo.cli.FuzzTarget;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input of the corpus, among them all that once broke something, is taken by its target. */
class FuzzCorpusTest {
    private static MethodHandle entry(FuzzTarget target) throws ReflectiveOperationException {
        return MethodHandles.lookup().findStatic(Class.forName(target.className()), "fuzzerTestOneInput",
                MethodType.methodType(void.class, byte[].class));
    }

    private static List<Path> inputs(FuzzTarget target) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources").resolve(target.corpus()))) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyInputOfTheCorpusIsTaken() {
        return Stream.of(FuzzTarget.values()).map(target -> DynamicTest.dynamicTest(target.word(), () -> {
            List<Path> inputs = inputs(target);
            assertFalse(inputs.isEmpty(), "no corpus");
            MethodHandle entry = entry(target);
            for (Path input : inputs) {
                try {
                    entry.invokeExact(Files.readAllBytes(input));
                } catch (Throwable failure) {
                    throw new AssertionError(input + ": " + failure, failure);
                }
            }
        }));
    }
}
