package exo.forge;

import java.nio.file.Path;
import java.util.List;

/** A program in one C file against {@code aegis.h} alone, linked as anyone would: statically, at fixed addresses. */
final class CProgramBuild {
    private final Installation installation;

    CProgramBuild(Installation installation) {
        this.installation = installation;
    }

    String fingerprint(Path source) throws ForgeException {
        return new Fingerprint().add(source).add(installation.module("abi").resolve("include"))
                .add(installation.ownClasses()).value();
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
