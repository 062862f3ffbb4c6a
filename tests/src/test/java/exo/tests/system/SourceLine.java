package exo.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the one line of a source that has some text, so that tests name lines by what stands there and not by number. */
final class SourceLine {
    private SourceLine() {
    }

    static int of(Path source, String text) throws IOException {
        List<String> lines = Files.readAllLines(source);
        int found = 0;
        for (int line = 1; line <= lines.size(); line++) {
            if (lines.get(line - 1).contains(text)) {
                if (found != 0) {
                    throw new IllegalArgumentException("'" + text + "' stands twice in " + source);
                }
                found = line;
            }
        }
        if (found == 0) {
            throw new IllegalArgumentException("'" + text + "' is not in " + source);
        }
        return found;
    }
}
