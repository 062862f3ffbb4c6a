package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile programs on the metal, those of docs/PROOF.md: every attack held, the canaries beside them had their memory, registers,
 * progress and share all the time, the kernel lived to turn the machine off, and its books add up.
 */
final class HostileTest {
    private static final String SECONDS = "150s";
    private static final int SHARE_PERCENT_MINIMUM = 90;
    private static final int INJECTED_MINIMUM = 100;
    private static final int ROUNDS_MINIMUM = 50;
    private static final int ATTEMPTS = 3;
    private static final Pattern UNDISTURBED =
            Pattern.compile("canary undisturbed memory \\d+ registers \\d+ progress (\\d+) share (\\d+)%");
    private static final Pattern BALANCED =
            Pattern.compile("audit balanced frames (\\d+) before \\1 after, 0 lost, 0 miscounted, 0 environments left, \\d accounts");
    /** What a canary says that disturbed itself, by the kind that it was told to. */
    private static final Map<String, String> NOTICED = Map.of("register", "r13", "vector", "a vector register",
            "float", "a float", "base", "the word at gs:0", "flags", "rflags", "memory", "memory", "progress", "rax");

    private static final int BOOTS = 7;
    private static final List<Attack> ATTACKS = new ArrayList<>();
    private static int boots;

    @ParameterizedTest
    @ValueSource(strings = {"capabilities", "processor", "contexts", "records", "random"})
    void everyAttackHoldsAndNobodyBesideItNotices(String system) {
        judge(Exo.atHome().run("run", "systems/hostile/" + system + ".toml", "--timeout", SECONDS));
    }

    @Test
    void neitherDoInterruptsThatCannotBeMaskedAtRandomInstants(@TempDir Path directory) throws InterruptedException {
        NmiInjector injector = new NmiInjector(directory);
        Thread thread = new Thread(injector);
        thread.start();
        List<String> arguments = new ArrayList<>(List.of("run", "systems/hostile/time.toml", "--timeout", SECONDS));
        arguments.addAll(injector.arguments());
        Outcome outcome = Exo.atHome().run(arguments.toArray(String[]::new));
        thread.interrupt();
        thread.join();
        judge(outcome);
        ATTACKS.add(new Attack("nmi-at-random-instants", injector.injected() >= INJECTED_MINIMUM,
                injector.injected() + " injected by the emulator: none was noticed"));
        assertTrue(injector.injected() >= INJECTED_MINIMUM, () -> injector.injected() + " are too few");
    }

    /** How long an echo takes is in the host's time: what is too long is measured again. */
    @Test
    void norDoesWhatSomebodySendsAndWhatComesOverTheWire() throws InterruptedException {
        CrowdedWire wire = takeTheWire();
        for (int attempt = 1; wire.isSlow() && attempt < ATTEMPTS; attempt++) {
            wire = takeTheWire();
        }
        assertFalse(wire.isSlow(), wire.told());
    }

    private static CrowdedWire takeTheWire() throws InterruptedException {
        CrowdedWire wire = new CrowdedWire();
        Thread thread = new Thread(wire, "wire");
        thread.start();
        Outcome outcome = Exo.atHome().run("run", "systems/hostile/wire.toml", "--timeout", SECONDS, "--net", wire.mode());
        wire.end();
        thread.join();
        judge(outcome);
        System.out.println(wire.told() + "; " + outcome.linesOf("canary").get(0));
        return wire;
    }

    private static void judge(Outcome outcome) {
        boots++;
        List<Attack> attacks = Attack.of(outcome);
        ATTACKS.addAll(attacks);
        assertTrue(!attacks.isEmpty(), outcome::toString);
        assertEquals(List.of(), attacks.stream().filter(attack -> !attack.held()).toList(), outcome::toString);
        outcome.endedWith(0).neverSays("aegis panic").neverSays("DISTURBED").neverSays("UNBALANCED");
        for (String canary : List.of("canary", "canary-2")) {
            List<String> lines = outcome.linesOf(canary);
            assertEquals(2, lines.size(), outcome::toString);
            Matcher told = UNDISTURBED.matcher(lines.get(0));
            assertTrue(told.matches(), outcome::toString);
            assertTrue(Integer.parseInt(told.group(1)) >= ROUNDS_MINIMUM, outcome::toString);
            assertTrue(Integer.parseInt(told.group(2)) >= SHARE_PERCENT_MINIMUM, outcome::toString);
            assertTrue(BALANCED.matcher(lines.get(1)).matches(), outcome::toString);
        }
        assertTrue(outcome.lines().stream().allMatch(line -> line.startsWith("[") || line.startsWith("      at ")
                || line.startsWith("exit ")), outcome::toString);
    }

    @Test
    void aCanaryNoticesWhateverDisturbsIt() {
        Outcome outcome = Exo.atHome().run("run", "systems/hostile/selftest.toml", "--timeout", SECONDS).endedWith(1);
        NOTICED.forEach((kind, what) -> {
            List<String> lines = outcome.linesOf("canary-" + kind);
            assertEquals(1, lines.size(), outcome::toString);
            assertTrue(lines.get(0).startsWith("canary DISTURBED " + what + " is "), outcome::toString);
            outcome.saysLine("[steward] canary-" + kind + ": exit 1");
        });
        outcome.saysLine("[steward] canary: exit 0").says("[canary] canary undisturbed ");
    }

    /** The table of what was tried, for people on the console and for programs in a file; all of it, if all were asked for. */
    @AfterAll
    static void theTableNamesExactlyWhatWasTried() throws IOException {
        ATTACKS.forEach(System.out::println);
        Map<String, Integer> rows = AttackTable.rows();
        long held = ATTACKS.stream().filter(Attack::held).count();
        String list = ATTACKS.stream().map(attack -> attack.json(rows.getOrDefault(attack.name(), 0)))
                .collect(Collectors.joining(",\n  "));
        Path file = Exo.ROOT.resolve("tests/target/proof/attacks.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"total\": %d, \"held\": %d, \"attacks\": [\n  %s]}\n"
                .formatted(ATTACKS.size(), held, list));
        if (boots < BOOTS) {
            return;
        }
        assertEquals(new TreeSet<>(rows.keySet()),
                ATTACKS.stream().map(Attack::name).collect(Collectors.toCollection(TreeSet::new)));
    }
}
