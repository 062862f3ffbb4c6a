package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The limits that this project has set itself, measured: a null call in 45 guest instructions, a boot in 15 million, a kernel
 * of 128 KiB with 900 lines of assembly and C. Guest instructions are counted exactly, so these figures do not depend on how
 * fast the host is.
 */
final class NumbersTest {
    private static final long NULL_CALL_INSTRUCTIONS_MAXIMUM = 45;
    private static final long BOOT_INSTRUCTIONS_MAXIMUM = 15_000_000;
    private static final long KERNEL_BYTES_MAXIMUM = 128 * 1024;
    private static final long EXTENSION_BYTES_MAXIMUM = 128 * 1024;
    private static final long NATIVE_LINES_MAXIMUM = 900;
    private static final double UNCHANGED_TREE_SECONDS_MAXIMUM = 2;
    private static final List<String> STAGES = List.of("machine", "books", "steward", "user");

    private static long number(Outcome outcome, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(outcome.console());
        assertTrue(matcher.find(), () -> pattern + " is not on the console of " + outcome);
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }

    @Test
    void aNullCallIsShortAlwaysTheSameAndKeepsEveryRegister() {
        Outcome first = meter();
        Outcome second = meter();
        long instructions = number(first, "bench null_call (\\d+)");
        assertTrue(instructions <= NULL_CALL_INSTRUCTIONS_MAXIMUM, first::toString);
        assertEquals(instructions, number(second, "bench null_call (\\d+)"));
        assertEquals(0, number(first, "registers changed: (\\d+)"));
    }

    private static Outcome meter() {
        return Exo.atHome().run("run", "systems/meter.toml", "--count", "--timeout", "60s").endedWith(0);
    }

    @Test
    void theFirstUserInstructionComesWithin15MillionStageByStage() {
        Outcome outcome = Exo.atHome().run("run", "--bootchart", "--timeout", "60s").endedWith(0);
        long before = 0;
        for (String stage : STAGES) {
            long sinceEntry = number(outcome, "bootchart +" + stage + " +[\\d,]+ +([\\d,]+)");
            assertTrue(sinceEntry > before, () -> "stages in their order: " + outcome);
            before = sinceEntry;
        }
        long sum = number(outcome, "entry to the first user instruction: ([\\d,]+) guest instructions");
        assertEquals(before, sum);
        assertTrue(sum <= BOOT_INSTRUCTIONS_MAXIMUM, outcome::toString);
    }

    @Test
    void theKernelIsWithinItsLimitsByExosCountAndByOurs() throws IOException {
        Outcome outcome = Exo.atHome().run("build").endedWith(0);
        long told = number(outcome, "kernel text \\+ read-only +([\\d,]+) bytes");
        assertTrue(told <= KERNEL_BYTES_MAXIMUM, outcome::toString);
        long extension = number(outcome, "engine and network +([\\d,]+) bytes");
        assertTrue(extension <= EXTENSION_BYTES_MAXIMUM, outcome::toString);
        long counted = new KernelImage(Files.readAllBytes(KernelImage.FILE)).readOnlyBytes();
        assertTrue(counted <= KERNEL_BYTES_MAXIMUM + EXTENSION_BYTES_MAXIMUM, () -> counted + " bytes of segments that are not written");
        assertTrue(counted >= told + extension, () -> "segments hold " + counted + " bytes, sections " + (told + extension));
        long lines = number(outcome, "kernel assembly and C +([\\d,]+) lines");
        assertTrue(lines <= NATIVE_LINES_MAXIMUM, outcome::toString);
        assertEquals(nativeLines("metal") + nativeLines("forge"), lines);
    }

    /** Below the whole module, so that no assembly hides from the count. */
    private static long nativeLines(String module) throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(Exo.ROOT.resolve(module).resolve("src"))) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(S|s|c|h|ld|asm|inc)")).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    @Test
    void anUnchangedTreeIsUnderWayInTwoSecondsAndBuildsNothing() {
        Exo.atHome().run("run", "--dry-run").endedWith(0);
        double fastest = Double.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) {
            long start = System.nanoTime();
            Outcome outcome = Exo.atHome().run("run", "--dry-run").endedWith(0).says("qemu-system-x86_64 ");
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            assertEquals("", outcome.messages(), "nothing is built");
        }
        double seconds = fastest;
        assertTrue(seconds <= UNCHANGED_TREE_SECONDS_MAXIMUM, () -> "it took " + seconds + " s");
    }
}
