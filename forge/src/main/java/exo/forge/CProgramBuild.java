package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program in C against {@code aegis.h} alone, linked as anyone would: statically, at fixed addresses. It is one file, with
 * those beside it that it includes.
 */
final class CProgramBuild {
    private final Installation installation;

    CProgramBuild(Installation installation) {
        this.installation = installation;
    }

    String fingerprint(Path source) throws ForgeException {
        Fingerprint fingerprint = new Fingerprint().add(source);
        for (Path sibling : siblings(source)) {
            fingerprint.add(sibling.getFileName().toString()).add(sibling);
        }
        return fingerprint.add(installation.module("abi").resolve("include"))
                .add(installation.ownClasses()).value();
    }

    private static List<Path> siblings(Path source) throws ForgeException {
        try (Stream<Path> files = Files.list(source.toAbsolutePath().getParent())) {
            return files.filter(file -> file.toString().matches(".*\\.[ch]")).sorted().toList();
        } catch (IOException e) {
            throw new ForgeException("cannot list what is beside " + source + ": " + e.getMessage(), 1);
        }
    }

    Path build(Path source, String name, Path directory) throws ForgeException {
        Path elf = directory.resolve(name);
        Command.run(directory, List.of("gcc", "-std=gnu11", "-O2", "-g", "-Wall", "-ffreestanding", "-nostdlib", "-static",
                "-no-pie", "-fno-pie", "-fno-stack-protector", "-fno-omit-frame-pointer", "-fcf-protection=none",
                "-fno-asynchronous-unwind-tables", "-fno-tree-loop-distribute-patterns",
                "-Wl,-z,max-page-size=4096,-z,noexecstack,--build-id=sha1",
                "-I" + installation.module("abi").resolve("include"), source.toString(), "-o", elf.toString()));
        return elf;
    }
}
