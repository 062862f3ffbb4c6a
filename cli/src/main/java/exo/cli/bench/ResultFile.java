package exo.cli.bench;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a result goes to. It is there whole or, until then, as it was: who reads it never meets half of one. What
 * is no plain file, such as a pipe, is written to in place.
 */
public record ResultFile(Path path) {

    /** Before the work, so that a mistyped path does not cost its result. */
    public void checkPlace() throws Failure {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new Failure(ExitStatus.USAGE, "cannot write " + path + ": no directory " + directory);
        }
        if (Files.isDirectory(path)) {
            throw new Failure(ExitStatus.USAGE, "cannot write " + path + ": it is a directory");
        }
    }

    public void write(String text) throws Failure {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                Files.writeString(path, text);
            } else {
                replace(text);
            }
        } catch (IOException refused) {
            throw new Failure(ExitStatus.FAILED, "cannot write " + path + ": " + refused.getMessage());
        }
    }

    private void replace(String text) throws IOException {
        Path whole = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.writeString(whole, text);
            Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
