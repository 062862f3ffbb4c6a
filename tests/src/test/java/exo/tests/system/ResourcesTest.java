package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Resources on loan, as programs see it: the showcase's own accounts of slices overrun, frames taken by force and frames given
 * back, each of which its program has checked against the kernel's books; and a library OS that is not ExOS. With every
 * instruction counted, so that the figures are those of this tree and of no host.
 */
final class ResourcesTest {
    private static final Pattern CYCLES_IN_A_LINE = Pattern.compile(".*[ ,]\\d+ cycles.*");

    private static Outcome showcase;

    @BeforeAll
    static void run() {
        showcase = Exo.atHome().run("run", "--timeout", "60s", "--count").endedWith(0);
    }

    private static void tellsItsCycles(String label) {
        List<String> lines = showcase.linesOf(label);
        assertTrue(lines.stream().anyMatch(line -> CYCLES_IN_A_LINE.matcher(line).matches()), showcase::toString);
    }

    @Test
    void whoOverrunsItsSlicesSitsOutAsMany() {
        showcase.saysLine("[hog] overran 3 slices in a row: charged for 3, sat out 3, owes 0")
                .says("[hog] yielded at the end of 3 slices: overruns in a row 0, charged for 3 in all")
                .saysLine("[steward] hog: exit 0");
        tellsItsCycles("hog");
    }

    @Test
    void whatIsNotGivenBackIsTakenButForTheGuaranteed() {
        showcase.says("[miser] asked for 3 frames of 25, unheard: 3 taken, 22 left")
                .says("[miser] asked for 20 frames of 22, unheard: 5 taken, 17 left")
                .saysLine("[miser] the 4 guaranteed frames stayed, and no other")
                .saysLine("[miser] the child lives on: another round").says("[miser] all as agreed: true");
        assertTrue(showcase.linesOf("miser").stream().noneMatch(line -> line.endsWith(": NO")), showcase::toString);
        tellsItsCycles("miser");
    }

    @Test
    void whatIsLentComesBackAndTheBooksAddUp() {
        showcase.says("[lender] lent: 32 of 32 frames, 1 of 1 slices, 1 of 1 environments")
                .says("was refused the next: OVER_LIMIT").says("8 in use is refused: account_reclaim: ACCOUNT_BUSY")
                .says("0 taken by force").says("[lender] all as agreed: true");
        List<String> lines = showcase.linesOf("lender");
        assertTrue(lines.stream().noneMatch(line -> line.endsWith(": NO")), showcase::toString);
        assertEquals(1, lines.stream().filter(line -> line.startsWith("after: ") && line.contains(
                " 8 of 8 slices, 1 of 2 environments, 0 of 1 accounts")).count(), showcase::toString);
        tellsItsCycles("lender");
    }

    @Test
    void anotherLibraryServesItsOwnFaults() {
        showcase.says("[tinydemo] touched 64 pages: 64 faults and frames, ").says("[tinydemo] read again 64 pages: 0 faults, ")
                .says("[tinydemo] wrote, watched, to 16 pages: 16 writes noted, ")
                .says("[tinydemo] gave back 64 pages: 64 frames, ").saysLine("[steward] tinydemo: exit 0");
    }

    @Test
    void whatAProgramLeavesBehindIsClearedAwayWithIt(@TempDir Path directory) throws IOException {
        Project project = new Project(directory).guest("deserter.c");
        project.description("deserter", Project.c("deserter", "256KiB") + "environments = 1\naccounts = 1\n");
        project.run("deserter", 60).endedWith(0).saysLine("[steward] deserter: exit 0").neverSays("stays open");
    }
}
