package exo.forge.ebpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The text of source lines, from the directories where sources may lie. */
public final class SourceLines {
    private final List<Path> roots;
    private final Map<String, List<String>> files = new HashMap<>();

    public SourceLines(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** A line of a file below one of the directories, trimmed; nothing if it is in none. */
    String text(String file, int line) {
        List<String> lines = files.computeIfAbsent(file, this::read);
        return line < 1 || line > lines.size() ? "" : lines.get(line - 1).trim();
    }

    private List<String> read(String file) {
        for (Path root : roots) {
            try {
                return Files.readAllLines(root.resolve(file));
            } catch (IOException elsewhere) {
                // In the next one, or nowhere: a program without its source is a program still.
            }
        }
        return List.of();
    }
}
