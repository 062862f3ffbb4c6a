package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where this project's own modules lie, and the class paths that the kernel and programs are compiled from: the modules'
 * classes, and TeaVM's class library, which is found on the class path of this very program.
 */
final class Installation {
    private final Path root;

    Installation(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path module(String name) {
        return root.resolve(name);
    }

    private Path classes(String module) {
        return module(module).resolve("target/classes");
    }

    /** Hand-written assembly and C of the kernel: the metal's, and the C runtime that programs share. */
    List<Path> kernelNatives() {
        return List.of(module("metal").resolve("src/main/native"), module("forge").resolve("src/main/native"));
    }

    /** What programs are made from besides their classes. */
    List<Path> programSources() {
        return List.of(module("exos").resolve("src/main/native"), module("forge").resolve("src/main/native"),
                module("programs").resolve("src/main/native"), module("abi").resolve("include"));
    }

    /** C or assembly that programs of the project import; the linker drops what a program does not use. */
    List<Path> programNatives(String suffix) throws ForgeException {
        return natives("programs", suffix);
    }

    /** The library OS's own, of which the same is true. */
    List<Path> exosNatives(String suffix) throws ForgeException {
        return natives("exos", suffix);
    }

    private List<Path> natives(String module, String suffix) throws ForgeException {
        try (Stream<Path> files = Files.list(module(module).resolve("src/main/native"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new ForgeException("cannot list the native files of " + module + ": " + e.getMessage(), 1);
        }
    }

    /** This compiler itself: what it makes may change with it. */
    Path ownClasses() {
        return classes("forge");
    }

    /** What {@link KernelHash} is of. */
    List<Path> kernelClasses() {
        return List.of(classes("aegis"), classes("ebpf"), classes("machine"), classes("abi"));
    }

    List<Path> kernelClassPath() {
        return withLibrary(List.of(classes("metal"), classes("aegis"), classes("ebpf"), classes("machine"), classes("abi")));
    }

    List<Path> programClassPath() {
        return withLibrary(List.of(classes("programs"), classes("exos"), classes("filters"), classes("ebpf"), classes("abi")));
    }

    private static List<Path> withLibrary(List<Path> own) {
        List<Path> path = new ArrayList<>(own);
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .filter(entry -> Files.isRegularFile(entry) && isLibrary(entry.getFileName().toString()))
                .forEach(path::add);
        return path;
    }

    private static boolean isLibrary(String jar) {
        return jar.startsWith("teavm-") || jar.startsWith("jzlib") || jar.startsWith("joda");
    }
}
