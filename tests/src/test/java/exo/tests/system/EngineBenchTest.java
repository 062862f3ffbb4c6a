package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What machine code is worth: the engine's benchmark programs, compiled, take many times fewer instructions than interpreted. */
final class EngineBenchTest {
    private static final Pattern SPEEDUP = Pattern.compile("bench engine_speedup (\\d+) .* 8 ");
    private static final int SPEEDUP_LEAST = 15;
    private static final Pattern HEADER = Pattern.compile("bench engine_udp_header (\\d+) ");
    private static final int HEADER_MOST = 70;
    private static final Pattern STEP = Pattern.compile("bench engine_compiler_step (\\d+) ");
    private static final int STEP_MOST = 20_000;

    @Test
    void compiledProgramsTakeManyTimesFewerInstructions() {
        String console = Exo.atHome().run("run", "systems/ebpf-bench.toml", "--count", "--timeout", "100s").endedWith(0).console();
        assertTrue(found(SPEEDUP, console) >= SPEEDUP_LEAST, console);
        assertTrue(found(HEADER, console) <= HEADER_MOST, console);
        assertTrue(found(STEP, console) <= STEP_MOST, console);
    }

    private static long found(Pattern pattern, String console) {
        Matcher matcher = pattern.matcher(console);
        assertTrue(matcher.find(), console);
        return Long.parseLong(matcher.group(1));
    }
}
