package exo.tests.proof.mutation;

import java.util.List;
import java.util.stream.Stream;

/** The list of them all. */
final class SeededFaults {
    private SeededFaults() {
    }

    static List<Fault> all() {
        return Stream.of(FrameFaults.all(), BindingFaults.all(), TranslationFaults.all(), CapabilityFaults.all(),
                AccountFaults.all(), EnvironmentFaults.all(), TimeFaults.all(), TransferFaults.all(), UpcallFaults.all(),
                RevocationFaults.all(), ConsoleFaults.all(), ProgramFaults.all(), CodeFaults.all(), NetworkFaults.all(),
                ClaimFaults.all(), DriverFaults.all()).flatMap(List::stream).toList();
    }

    static Fault named(String name) {
        return all().stream().filter(fault -> fault.name().equals(name)).findFirst()
                .orElseThrow(() -> new PatternUnmatched("no fault by the name of " + name));
    }
}
