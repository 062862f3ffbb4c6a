package exo.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The exo that is running: the root of its source tree, which the launcher names, and known places in it. */
public record Installation(Path root) {
    private static final String ROOT_PROPERTY = "exo.home";

    public static Installation running() throws Failure {
        String root = System.getProperty(ROOT_PROPERTY);
        if (root == null || !Files.isDirectory(Path.of(root))) {
            throw new Failure(ExitStatus.EXO_FAILED, "exo.home is not set: start exo by its launcher, ./exo");
        }
        return new Installation(Path.of(root).toAbsolutePath().normalize());
    }

    public Path showcase() {
        return root.resolve("systems").resolve("showcase.toml");
    }

    /** The system that measures the kernel. */
    Path meter() {
        return root.resolve("systems").resolve("meter.toml");
    }

    /** The system that shows what a time slice costs. */
    Path slices() {
        return root.resolve("systems").resolve("slices.toml");
    }

    /** One of the project's own systems, by its file's name. */
    Path system(String name) {
        return root.resolve("systems").resolve(name + ".toml");
    }

    /** The system that tries programs of the engine. */
    Path engine() {
        return root.resolve("systems").resolve("ebpf.toml");
    }

    /** What the meter's figures are held to. */
    Path limits() {
        return root.resolve("systems").resolve("limits.toml");
    }

    Path templates() {
        return root.resolve("templates");
    }

    public Path workDirectory() {
        return root.resolve(".exo");
    }
}
