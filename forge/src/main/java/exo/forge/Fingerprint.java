package exo.forge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hash of everything that a built file comes from: folders and files by content, and words. What is built stands beside
 * the fingerprint it was built from, and is built again when that differs.
 */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint add(String word) {
        digest.update(word.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    /** A file, or every file below a folder; of a jar its name and size, as those do not change under one name. */
    Fingerprint add(Path path) throws ForgeException {
        try {
            if (path.toString().endsWith(".jar")) {
                return add(path.getFileName().toString()).add(Long.toString(Files.size(path)));
            }
            for (Path file : filesBelow(path)) {
                add(path.relativize(file).toString());
                digest.update(Files.readAllBytes(file));
            }
            return this;
        } catch (IOException e) {
            throw new ForgeException("cannot read " + path + ": " + e.getMessage(), 1);
        }
    }

    private static List<Path> filesBelow(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
