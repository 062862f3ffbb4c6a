package exo.tests.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A user's project in a directory of its own: sources, and one description or several, which share what is forged. All its
 * machines have 16 MiB.
 */
final class Project {
    private final Path directory;

    Project(Path directory) {
        this.directory = directory;
    }

    /** Copies a guest's source from the tests' resources to {@code src/}. */
    Project guest(String name) throws IOException {
        try (InputStream source = Project.class.getResourceAsStream("/guest/" + name)) {
            return source(name, new String(source.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    Project source(String path, String text) throws IOException {
        Path file = directory.resolve("src").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    Project description(String name, String... environments) throws IOException {
        Files.writeString(directory.resolve(name + ".toml"), "schema = 1\nname = \"" + name + "\"\n\n[machine]\n"
                + "memory = \"16MiB\"\n" + String.join("", environments));
        return this;
    }

    /** Boots one of the descriptions for so many seconds at most. */
    Outcome run(String name, int seconds, String... more) {
        String[] arguments = {"run", name + ".toml", "--timeout", seconds + "s"};
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Exo.in(directory).run(all);
    }

    static String java(String name, String main, String... arguments) {
        return environment(name, "exos", main, "2MiB") + "arguments = [" + Arrays.stream(arguments)
                .map(argument -> '"' + argument + '"').collect(Collectors.joining(", ")) + "]\n";
    }

    /** A program in C, {@code src/NAME.c}. */
    static String c(String name, String memory) {
        return environment(name, "native", "src/" + name + ".c", memory);
    }

    private static String environment(String name, String kind, String main, String memory) {
        return "\n[[env]]\nname = \"" + name + "\"\nkind = \"" + kind + "\"\nmain = \"" + main + "\"\nmemory = \"" + memory
                + "\"\n";
    }
}
