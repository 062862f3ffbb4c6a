package exo.tests.proof.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each fault that is planted in the engine is noticed by the engine's own tests; the engine as it is passes them. */
class EngineFaultsTest {
    private static final List<Fault> FAULTS = EngineFaults.all();
    private static final Path TESTS = Path.of(System.getProperty("basedir", ".")).resolve("../ebpf/target/test-classes");
    /** The same each time: that a fault is noticed is not left to chance. */
    private static final Map<String, String> SETTINGS = Map.of("exo.seed", "1995", "exo.handlers", "40000", "exo.handlers.seconds", "60");
    private static final Map<String, String> BEFORE = new TreeMap<>();

    private static Checks checks;

    @BeforeAll
    static void findTests() throws IOException {
        assertTrue(Files.isDirectory(TESTS), () -> "the engine's tests are not compiled: " + TESTS);
        checks = new Checks();
        SETTINGS.forEach((name, value) -> {
            BEFORE.put(name, System.getProperty(name, ""));
            System.setProperty(name, value);
        });
    }

    @AfterAll
    static void restore() {
        BEFORE.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @Test
    void theEngineAsItIsPassesEveryCheck() throws ClassNotFoundException {
        List<String> named = FAULTS.stream().flatMap(fault -> fault.first().stream()).distinct().toList();
        assertEquals(Optional.empty(), checks.runOfEngine(MutatedKernel.ofEngine(null, TESTS), named));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsNoticed() {
        String only = System.getProperty("exo.fault", "");
        return FAULTS.stream().filter(fault -> fault.name().matches(only.isEmpty() ? ".*" : only))
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> assertNoticed(fault)));
    }

    private static void assertNoticed(Fault fault) throws ClassNotFoundException {
        MutatedKernel engine = MutatedKernel.ofEngine(fault, TESTS);
        engine.loadClass(fault.className());
        Optional<Checks.Catch> caught = checks.runOfEngine(engine, fault.first());
        if (caught.isEmpty()) {
            fail("Nothing notices that " + fault.name() + " (" + fault.type() + "." + engine.place() + "); promised is that "
                    + fault.promise());
        }
    }
}
