package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What this project promises at first sight: on 32 MiB, programs that do not trust each other run side by side, in Java and
 * in C; input reaches the one it belongs to; every trespass is caught, by name; paging, calls between address spaces and
 * scheduling are the programs' own; and the machine goes off by itself. On each of the machines that exo knows.
 */
final class ShowcaseTest {
    private static final Pattern SUM = Pattern.compile("(\\d+) trespasses, (\\d+) caught");
    private static final int TRESPASSES_MINIMUM = 50;
    private static final Pattern TRICKS = Pattern.compile("(\\d+) tricks, (\\d+) caught");
    private static final int TRICKS_MINIMUM = 60;
    /** What must be among them, in the words of the project's first task. */
    private static final List<String> KINDS = List.of("read kernel memory through its direct map", "read the kernel's image",
            "write kernel memory through its direct map", "write the kernel's image",
            "read where another environment has memory", "write where another environment has memory",
            "hlt", "cli", "lgdt", "lidt", "wrmsr", "rdmsr", "swapgs", "in from port 0x64", "out to port 0xf4", "load CR3",
            "jump into the kernel", "execute its own data", "write its own code", "ret to a non-canonical address",
            "iret to a non-canonical address", "set IOPL to 3 with popf", "overflow its stack", "divide by zero",
            "single-step into itself", "invalid opcode", "int 3", "int 4", "int with every other vector",
            "unmasked x87 error", "bind another environment's frame", "turn the machine off");

    @ParameterizedTest
    @ValueSource(strings = {"q35", "pc", "microvm"})
    void programsShareAMachineAndEveryTrespassIsCaught(String machine) {
        Outcome outcome = Exo.atHome().runWithInput("hello\nworld\n", "run", "--timeout", "60s", "--machine", machine);
        outcome.endedWith(0);
        assertEquals(List.of("HELLO", "WORLD"), outcome.linesOf("echo"), outcome::toString);
        assertEquals("hello from C, built against aegis.h alone", outcome.linesOf("greeter").get(0));
        assertEquals(List.of("hello from Java, in user mode"), outcome.linesOf("hello"));
        programsManageThemselves(outcome);
        theThiefIsCaught(outcome);
        List<String> reports = outcome.linesOf("trespasser");
        assertTrue(reports.stream().noneMatch(line -> line.contains("NOT CAUGHT")), outcome::toString);
        Matcher sum = SUM.matcher(reports.get(reports.size() - 1));
        assertTrue(sum.matches(), outcome::toString);
        int tried = Integer.parseInt(sum.group(1));
        assertEquals(tried, Integer.parseInt(sum.group(2)));
        assertTrue(tried >= TRESPASSES_MINIMUM, () -> tried + " trespasses are too few to call it a showcase");
        assertEquals(tried, reports.stream().filter(line -> line.contains(": caught, ")).count());
        assertAll(KINDS.stream().map(kind -> () ->
                assertTrue(reports.stream().anyMatch(line -> line.startsWith(kind + ": caught, ")), kind)));
    }

    /** At what it can try without a host that answers it; NetworkTest is about the rest. */
    private static void theThiefIsCaught(Outcome outcome) {
        List<String> reports = outcome.linesOf("thief");
        assertTrue(reports.stream().noneMatch(line -> line.contains("NOT CAUGHT")), outcome::toString);
        Matcher sum = TRICKS.matcher(reports.get(reports.size() - 1));
        assertTrue(sum.matches(), outcome::toString);
        assertEquals(sum.group(1), sum.group(2));
        assertTrue(Integer.parseInt(sum.group(1)) >= TRICKS_MINIMUM, outcome::toString);
    }

    private static void programsManageThemselves(Outcome outcome) {
        List<String> pager = outcome.linesOf("pager");
        assertTrue(pager.stream().noneMatch(line -> line.contains("WRONG")), outcome::toString);
        for (String table : List.of("linear", "hashed")) {
            assertTrue(pager.stream().anyMatch(line -> line.startsWith(table + " table: 64 pages touched, 64 faults")), table);
        }
        assertTrue(outcome.linesOf("client").get(0).startsWith("1000 calls, 1000 answered rightly"), outcome::toString);
        assertTrue(outcome.linesOf("server").get(0).startsWith("1001 calls answered and 1 note taken"), outcome::toString);
        assertTrue(outcome.linesOf("stride").get(0).startsWith("3:2:1 asked, 50:33:17 quanta"), outcome::toString);
    }

    @Test
    void theResultAsJsonIsAllOfStandardOutput() {
        Outcome outcome = Exo.atHome().run("run", "--timeout", "60s", "--format", "json");
        outcome.endedWith(0).says("{\"status\":0,\"reason\":\"exit\"");
        assertEquals(1, outcome.lines().size(), "with --format json, standard output is one line of JSON");
    }

    @Test
    void rawOutputHasNoLabels() {
        Outcome outcome = Exo.atHome().runWithInput("hello\n", "run", "--timeout", "60s", "--raw");
        outcome.endedWith(0).saysLine("HELLO").saysLine("hello from Java, in user mode").neverSays("[echo]");
    }
}
