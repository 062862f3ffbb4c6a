package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** gdb speaks Java: it stops the kernel at a line of a Java source, and its backtrace names Java methods and lines. */
final class DebugTest {
    private static final Pattern STOP = Pattern.compile("(?m)^Breakpoint 2, .*Boot.* at exo/aegis/Boot\\.java:(\\d+)$");
    /** A line whose call is inlined may have no instruction of its own; gdb takes the next that has one. */
    private static final int LINES_GDB_MAY_MOVE = 2;
    private static final String BOOT = "aegis/src/main/java/exo/aegis/Boot.java";

    @Test
    void aBreakpointAtALineOfJavaIsReachedAndTheBacktraceIsJava() throws IOException {
        Exo.assumeInstalled("gdb");
        int line = SourceLine.of(Exo.ROOT.resolve(BOOT), "aegis.frames().initialise(information)");
        Outcome outcome = Exo.atHome().run("debug", "--timeout", "60s", "-ex", "break Boot.java:" + line, "-ex", "continue",
                "-ex", "bt", "-ex", "list");
        outcome.endedWith(0);
        Matcher stop = STOP.matcher(outcome.console());
        assertTrue(stop.find(), outcome::toString);
        int stopped = Integer.parseInt(stop.group(1));
        assertTrue(stopped >= line && stopped <= line + LINES_GDB_MAY_MOVE, outcome::toString);
        outcome.says("at exo/aegis/Boot.java:" + stopped).says("boot.S:")
                .says("aegis.frames().initialise(information)");
    }
}
