package exo.abi.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.spec.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The generated files that are committed say what the specification says today. */
class CommittedFilesTest {
    /** Surefire runs in the module's directory. */
    private static final Path ROOT = Path.of("..");

    @TestFactory
    Stream<DynamicTest> committedFilesAreCurrent() {
        return Generate.files("committed", Specification.current()).stream()
                .map(file -> DynamicTest.dynamicTest(file.path(), () -> assertCurrent(file)));
    }

    private static void assertCurrent(GeneratedFile file) throws IOException {
        String advice = file.path() + " is not what the specification says now; run: " + Generate.REWRITE;
        assertTrue(Files.exists(ROOT.resolve(file.path())), advice);
        assertEquals(file.content(), Files.readString(ROOT.resolve(file.path())), advice);
    }
}
