package exo.tests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tree as a reader meets it: files that fit a head, names that say something, nothing promised for later, no place named
 * that only one machine has, no link into nowhere.
 */
final class HouseRulesTest {
    private static final int LINES_MAXIMUM = 600;
    private static final String[] SOURCES = {".java", ".S", ".c", ".h"};
    private static final String[] TEXTS = {".java", ".S", ".c", ".h", ".ld", ".md", ".toml", ".xml", ".txt", "/exo", "/run"};
    /** Names that a class gets when nobody knows what it is. */
    private static final Pattern SAYS_NOTHING = Pattern.compile(".*(Util|Utils|Helper|Manager|Impl)\\.java");
    /** Put together here, so that this file is not its own first finding. */
    private static final Pattern FOR_LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern ONE_MACHINES_PLACE = Pattern.compile("(?<![\\w.])/(wo" + "rk|ro" + "ot|home/\\w+|tmp/mi" + "ne)/");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| \\[([a-z-]+)\\]\\(\\1\\) \\|");

    @Test
    void noSourceIsLongerThan600Lines() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : Tree.files(SOURCES)) {
            long lines = Tree.text(file).lines().count();
            if (lines > LINES_MAXIMUM) {
                findings.add(file + ": " + lines);
            }
        }
        assertEquals(List.of(), findings);
    }

    @Test
    void everyClassHasANameThatSaysWhatItIs() throws IOException {
        assertEquals(List.of(), Tree.files(".java").stream()
                .filter(file -> SAYS_NOTHING.matcher(file.getFileName().toString()).matches()).toList());
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertEquals(List.of(), findings(FOR_LATER));
    }

    @Test
    void noFileNamesAPlaceThatOnlyOneMachineHas() throws IOException {
        assertEquals(List.of(), findings(ONE_MACHINES_PLACE));
    }

    private static List<String> findings(Pattern pattern) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : Tree.files(TEXTS)) {
            int number = 0;
            for (String line : Tree.text(file).lines().toList()) {
                number++;
                if (pattern.matcher(line).find()) {
                    findings.add(file + ":" + number + ": " + line.strip());
                }
            }
        }
        return findings;
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        TreeSet<Path> packages = new TreeSet<>();
        for (Path file : Tree.files(".java")) {
            if (file.toString().contains("src/main/java")) {
                packages.add(file.getParent());
            }
        }
        packages.removeIf(directory -> Files.exists(Tree.ROOT.resolve(directory).resolve("package-info.java")));
        assertEquals(List.of(), List.copyOf(packages));
    }

    @Test
    void everyLinkInADocumentLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path file : Tree.files(".md")) {
            for (MatchResult link : LINK.matcher(Tree.text(file)).results().toList()) {
                String target = link.group(1);
                if (!target.contains("://")) {
                    links++;
                    if (!Files.exists(Tree.ROOT.resolve(file).resolveSibling(target))) {
                        dead.add(file + ": " + target);
                    }
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue(links > 0, "no link was found: does the pattern still fit?");
    }

    @Test
    void theReadmesTableNamesExactlyTheModules() throws IOException {
        assertEquals(groups(MODULE, "pom.xml"), groups(MODULE_ROW, "README.md"));
    }

    private static List<String> groups(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Tree.text(Path.of(file))).results().map(match -> match.group(1)).toList();
    }
}
