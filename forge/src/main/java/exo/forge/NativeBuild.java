package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From generated C and hand-written C and assembly to an ELF. All C is one unit, so that gcc inlines across it and drops what
 * nothing calls.
 */
final class NativeBuild {
    /** The generated code relies on wrap-around and on type punning; frames stay walkable; no unwinder is ever there. */
    private static final List<String> COMPILER = List.of("gcc", "-c", "-O2", "-g", "-std=gnu11", "-w",
            "-ffreestanding", "-nostdinc", "-fwrapv", "-fno-strict-aliasing", "-fno-delete-null-pointer-checks",
            "-fno-omit-frame-pointer", "-fno-asynchronous-unwind-tables",
            "-fno-stack-protector", "-fcf-protection=none", "-fno-pic", "-fno-pie", "-ffunction-sections",
            "-fdata-sections", "-fno-tree-loop-distribute-patterns");

    private final Path directory;
    private final List<Path> includePath;
    private final List<String> machineFlags;

    NativeBuild(Path directory, List<Path> includePath, List<String> machineFlags) {
        this.directory = directory;
        this.includePath = includePath;
        this.machineFlags = machineFlags;
    }

    /** Compiles one unit that includes the files in order; gives the object's path. */
    Path compileUnit(String name, List<Path> files) throws ForgeException {
        StringBuilder unit = new StringBuilder();
        files.forEach(file -> unit.append("#include \"").append(file).append("\"\n"));
        Path source = directory.resolve(name + ".c");
        try {
            Files.writeString(source, unit);
        } catch (IOException e) {
            throw new ForgeException("cannot write " + source + ": " + e.getMessage(), 1);
        }
        return compile(source, name);
    }

    Path compile(Path source, String name) throws ForgeException {
        Path object = directory.resolve(name + ".o");
        List<String> words = new ArrayList<>(COMPILER);
        words.addAll(machineFlags);
        includePath.forEach(path -> words.add("-I" + path));
        words.add("-isystem");
        words.add(Command.run(directory, List.of("gcc", "-print-file-name=include")).trim());
        words.add(source.toString());
        words.add("-o");
        words.add(object.toString());
        Command.run(directory, words);
        return object;
    }

    Path link(String name, Path script, List<Path> objects) throws ForgeException {
        Path elf = directory.resolve(name);
        List<String> words = new ArrayList<>(List.of("ld", "-static", "-nostdlib", "--gc-sections", "--build-id=sha1",
                "-z", "max-page-size=4096", "-z", "noexecstack", "--no-warn-rwx-segments", "-T", script.toString(),
                "-o", elf.toString()));
        objects.forEach(object -> words.add(object.toString()));
        Command.run(directory, words);
        SymbolNames.toJava(directory, elf);
        return elf;
    }
}
