package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** One built file in a folder of its own, with the fingerprint of what it was built from. */
final class Product {
    /** Builds in an empty folder; gives the file, which lies in it. */
    interface Recipe {
        Path build(Path directory) throws ForgeException;
    }

    private final Path directory;
    private final String what;

    /** @param what  for the log: what is built, in a few words */
    Product(Path directory, String what) {
        this.directory = directory;
        this.what = what;
    }

    /** The file, built now if its fingerprint is another than the last. */
    Path make(String fingerprint, String fileName, Recipe recipe, ForgeLog log) throws ForgeException {
        Path stamp = directory.resolve("fingerprint");
        Path file = directory.resolve(fileName);
        try {
            if (Files.exists(file) && Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
                return file;
            }
            empty();
            long start = System.nanoTime();
            Path built = recipe.build(directory);
            log.step(what, sizeOf(built), (System.nanoTime() - start) / 1_000_000);
            Files.writeString(stamp, fingerprint);
            return built;
        } catch (IOException e) {
            throw new ForgeException("cannot build " + what + " in " + directory + ": " + e.getMessage(), 1);
        }
    }

    private static String sizeOf(Path file) throws IOException {
        long byteCount = Files.size(file);
        return byteCount == 0 ? "" : file.getFileName() + " " + (byteCount + 1023) / 1024 + " KiB";
    }

    private void empty() throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
    }
}
