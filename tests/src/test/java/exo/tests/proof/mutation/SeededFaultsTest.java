package exo.tests.proof.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each fault of a list is made in the kernel by itself, and has to be noticed: so a check that somebody takes out of the kernel,
 * by mistake or to be faster, does not go unnoticed either.
 */
class SeededFaultsTest {
    private static final List<Fault> FAULTS = SeededFaults.all();
    private static final int FAULTS_MINIMUM = 60;
    private static final MutationReport REPORT = new MutationReport();

    private static final String SEED = "exo.seed";
    /** Of filters and packets: fewer than by themselves, as they are tried once for each fault. */
    private static final String PAIRS = "exo.network.pairs";
    private static String seedBefore;
    private static Checks checks;

    /** Whatever is random in the kernel's tests is the same each time here: that a fault is noticed is not left to chance. */
    @BeforeAll
    static void findTests() throws IOException {
        checks = new Checks();
        seedBefore = System.getProperty(SEED, "");
        System.setProperty(SEED, "1995");
        System.setProperty(PAIRS, "100000");
    }

    @AfterAll
    static void report() throws IOException {
        if (seedBefore.isEmpty()) {
            System.clearProperty(SEED);
        } else {
            System.setProperty(SEED, seedBefore);
        }
        System.clearProperty(PAIRS);
        REPORT.write();
    }

    @Test
    void everyFaultHasANameOfItsOwn() {
        TreeSet<String> names = new TreeSet<>();
        FAULTS.forEach(fault -> assertTrue(names.add(fault.name()), fault.name()));
        assertTrue(names.size() >= FAULTS_MINIMUM, "faults: " + names.size());
    }

    /** So that the list stays true of the kernel, whatever becomes of that. */
    @Test
    void aFaultThatFitsNowhereIsAnError() {
        for (Fault fault : List.of(Fault.of("gone", "Frames.checkIdle", Change.drop("Frames.noSuchMethod"), ""),
                Fault.of("gone", "Frames.checkIdle", Change.never("Frames.owner", 2), ""),
                Fault.of("gone", "Frames.noSuchMethod", Change.nothing(), ""),
                Fault.of("gone", "NoSuchClass.run", Change.nothing(), ""))) {
            assertThrows(PatternUnmatched.class, () -> new MutatedKernel(fault).loadClass(fault.className()));
        }
    }

    @Test
    void theKernelAsItIsPassesEveryCheck() throws ClassNotFoundException {
        List<String> named = FAULTS.stream().flatMap(fault -> fault.first().stream()).distinct().toList();
        assertEquals(Optional.empty(), checks.run(new MutatedKernel(null), named));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsNoticed() {
        String only = System.getProperty("exo.fault", "");
        return FAULTS.stream().filter(fault -> fault.name().matches(only.isEmpty() ? ".*" : only))
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> assertNoticed(fault)));
    }

    private static void assertNoticed(Fault fault) throws ClassNotFoundException {
        MutatedKernel kernel = new MutatedKernel(fault);
        kernel.loadClass(fault.className());
        Optional<Checks.Catch> caught = checks.run(kernel, fault.first());
        REPORT.add(fault, kernel.place(), caught);
        if (caught.isEmpty()) {
            fail("Nothing notices that " + fault.name() + " (" + fault.type() + "." + kernel.place()
                    + "); promised is that " + fault.promise());
        }
    }
}
