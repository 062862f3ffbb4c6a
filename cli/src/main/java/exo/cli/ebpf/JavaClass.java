package exo.cli.ebpf;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Installation;
import exo.forge.ebpf.JavaProgram;
import exo.forge.ebpf.JavaTranslator;
import exo.forge.ebpf.SourceLines;
import exo.forge.ebpf.UntranslatableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program's class, found on a class path of directories and jars, and its sources, where projects have them beside it. */
final class JavaClass {
    private JavaClass() {
    }

    /** @param classPath null: the programs of this installation */
    static JavaProgram program(String name, String classPath) throws Failure {
        List<Path> entries = classPath == null ? List.of(Installation.running().root().resolve("programs/target/classes"))
                : Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
        try {
            return JavaTranslator.translate(bytes(name, entries), new SourceLines(sources(entries)));
        } catch (UntranslatableException refused) {
            throw new Failure(ExitStatus.FAILED, refused.getMessage());
        }
    }

    private static byte[] bytes(String name, List<Path> entries) throws Failure {
        String file = name.replace('.', '/') + ".class";
        for (Path entry : entries) {
            try {
                if (Files.isRegularFile(entry)) {
                    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
                        if (Files.exists(jar.getPath(file))) {
                            return Files.readAllBytes(jar.getPath(file));
                        }
                    }
                } else if (Files.exists(entry.resolve(file))) {
                    return Files.readAllBytes(entry.resolve(file));
                }
            } catch (IOException unreadable) {
                throw new Failure(ExitStatus.USAGE, entry + " cannot be read: " + unreadable.getMessage());
            }
        }
        throw new Failure(ExitStatus.USAGE, "--class " + name + ": there is no such class on the class path " + entries);
    }

    private static List<Path> sources(List<Path> entries) {
        List<Path> sources = new ArrayList<>(List.of(Path.of("src")));
        for (Path entry : entries) {
            Path module = entry.toAbsolutePath().normalize().getParent();
            if (module != null && module.getParent() != null) {
                sources.add(module.getParent().resolve("src/main/java"));
            }
        }
        return sources;
    }
}
