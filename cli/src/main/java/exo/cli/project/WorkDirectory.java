package exo.cli.project;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where built files of a project go: its own {@code .exo}, or, in a tree that may not be written, a directory of the
 * user's cache that is named after the tree's path.
 */
final class WorkDirectory {
    private WorkDirectory() {
    }

    static Path of(Path project) throws Failure {
        Path own = project.resolve(".exo");
        if (Files.isWritable(Files.isDirectory(own) ? own : project)) {
            return created(own);
        }
        String pathHash = Integer.toHexString(project.toString().hashCode());
        return created(cache().resolve("exo").resolve(project.getFileName() + "-" + pathHash));
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return configured == null || configured.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
    }

    private static Path created(Path directory) throws Failure {
        try {
            return Files.createDirectories(directory);
        } catch (IOException refused) {
            throw new Failure(ExitStatus.EXO_FAILED, "cannot create " + directory + ": " + refused.getMessage());
        }
    }
}
