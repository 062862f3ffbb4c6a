package exo.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

    /** What there is to write. */
    public interface Content {
        void to(OutputStream stream) throws IOException;
    }

    public void write(String text) throws Failure {
        write(stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    public void write(Content content) throws Failure {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                writeTo(path, content);
            } else {
                replace(content);
            }
        } catch (IOException refused) {
            throw new Failure(ExitStatus.FAILED, "cannot write " + path + ": " + refused.getMessage());
        }
    }

    private static void writeTo(Path file, Content content) throws IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            content.to(stream);
        }
    }

    private void replace(Content content) throws IOException {
        Path whole = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            writeTo(whole, content);
            Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
