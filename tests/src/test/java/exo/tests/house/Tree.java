package exo.tests.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the project as one would commit them: what is built, and what belongs to tools, is left out. */
final class Tree {
    static final Path ROOT = root();
    private static final Set<String> LEFT_OUT = Set.of(".git", ".exo", "target", ".idea", ".vscode", ".settings");

    private Tree() {
    }

    /** Paths below the root, with one of the suffixes if any is given. */
    static List<Path> files(String... suffixes) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean ours = !LEFT_OUT.contains(directory.getFileName().toString());
                return ours || directory.equals(ROOT) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (suffixes.length == 0 || List.of(suffixes).stream().anyMatch(file.toString()::endsWith)) {
                    files.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }

    static String text(Path file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("systems/showcase.toml"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("these tests run inside exo's own tree");
            }
        }
        return directory;
    }
}
