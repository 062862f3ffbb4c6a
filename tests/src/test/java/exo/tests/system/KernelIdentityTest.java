package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Limits;
import exo.aegis.Aegis;
import exo.ebpf.Program;
import exo.forge.KernelHash;
import exo.machine.Machine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What boots in QEMU is made of the class files that the tests on the simulated machine have tried. */
final class KernelIdentityTest {
    private static final Pattern TOLD = Pattern.compile("ABI \\d+, kernel 0x([0-9a-f]{16})\n");

    private static List<Path> tried() throws URISyntaxException {
        List<Path> places = new ArrayList<>();
        for (Class<?> type : List.of(Aegis.class, Program.class, Machine.class, Limits.class)) {
            places.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return places;
    }

    @Test
    void whatBootsIsWhatWasTried(TestReporter reporter) throws IOException, URISyntaxException {
        String hash = KernelHash.of(tried());
        reporter.publishEntry("kernel", hash);
        Outcome outcome = Exo.atHome().run("run", "systems/meter.toml", "--count", "--timeout", "60s").endedWith(0);
        Matcher told = TOLD.matcher(outcome.console());
        assertTrue(told.find(), outcome::toString);
        assertEquals(KernelHash.told(hash), told.group(1));
    }
}
