package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * A kernel that fails says why, where in its Java, and on whose behalf; then the machine ends, and {@code exo run} with it, as
 * 125.
 */
final class PanicTest {
    private static final String BOOT = "aegis/src/main/java/exo/aegis/Boot.java";

    @Test
    void aPanicTellsReasonJavaFramesAndCurrentEnvironmentAndIs125() throws IOException {
        int line = SourceLine.of(Exo.ROOT.resolve(BOOT), "aegis.panic().stop(\"asked for on the boot line\")");
        Outcome outcome = Exo.atHome().run("run", "--set", "aegis.panic=1", "--timeout", "20s", "--format", "json");
        outcome.endedWith(125).says("{\"status\":125,\"reason\":\"kernel-panic\"").says("asked for on the boot line")
                .tells("aegis panic: asked for on the boot line").tells("      at exo.aegis.Panic.stop(Panic.java:")
                .tells("      at exo.aegis.Boot.run(Boot.java:" + line + ")")
                .tells("      at high_half(boot.S:").tells("current environment: none");
    }

    @Test
    void thePanicsReasonIsTheErrorThatExoEndsWith() {
        Outcome outcome = Exo.atHome().run("run", "--set", "aegis.panic=1", "--timeout", "20s");
        outcome.endedWith(125).says("aegis panic: ").tells("error: the kernel panicked: asked for on the boot line");
        assertTrue(outcome.linesOf("steward").isEmpty(), outcome::toString);
    }
}
