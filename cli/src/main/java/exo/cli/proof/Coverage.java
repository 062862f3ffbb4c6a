package exo.cli.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What of the kernel's own source the tests on the simulated machine have run, as JaCoCo counts it. The accessors of records, which
 * are generated for every field, are no source of the kernel's.
 */
record Coverage(Share lines, Share branches) {
    static final double LINE_PERCENT_MINIMUM = 95;
    static final double BRANCH_PERCENT_MINIMUM = 90;
    private static final String PACKAGE = "exo.aegis";

    /** @param table  JaCoCo's, one line a class, with a line of titles */
    static Coverage of(Path table) throws IOException {
        List<String> rows = Files.readAllLines(table);
        List<String> titles = List.of(rows.get(0).split(","));
        return new Coverage(share(rows, titles, "LINE"), share(rows, titles, "BRANCH"));
    }

    private static Share share(List<String> rows, List<String> titles, String what) {
        long covered = 0;
        long missed = 0;
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",");
            if (cells[titles.indexOf("PACKAGE")].equals(PACKAGE)) {
                covered += Long.parseLong(cells[titles.indexOf(what + "_COVERED")]);
                missed += Long.parseLong(cells[titles.indexOf(what + "_MISSED")]);
            }
        }
        return new Share(covered, covered + missed);
    }

    boolean isEnough() {
        return lines.percent() >= LINE_PERCENT_MINIMUM && branches.percent() >= BRANCH_PERCENT_MINIMUM;
    }
}
