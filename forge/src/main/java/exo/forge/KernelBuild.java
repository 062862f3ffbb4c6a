package exo.forge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kernel: {@code exo.machine.metal.Main} and all that it reaches, with the metal's assembly, as an ELF to boot. */
final class KernelBuild {
    private static final String MAIN = "exo.machine.metal.Main";
    /** The classes whose methods the assembly calls. */
    private static final List<String> ENTRIES = List.of("exo.machine.metal.Entry", "exo.machine.metal.CallEntries");
    /** All objects are made at boot and are few; the kernel never collects garbage. */
    private static final int HEAP_BYTES = 64 * 1024;
    /**
     * The kernel uses no vector or floating-point register, so that those are always the program's. TeaVM's runtime mentions
     * the types in functions that nothing calls: they are compiled with integers in their place and dropped by the linker.
     */
    private static final List<String> MACHINE_FLAGS = List.of("-mgeneral-regs-only", "-mno-red-zone",
            "-mcmodel=kernel", "--param=max-inline-insns-auto=60", "-fwhole-program",
            "-momit-leaf-frame-pointer", "-fno-inline-functions-called-once",
            "-Dfloat=int", "-Ddouble=long");

    private final Installation installation;

    KernelBuild(Installation installation) {
        this.installation = installation;
    }

    String fingerprint() throws ForgeException {
        Fingerprint fingerprint = new Fingerprint().add(installation.ownClasses())
                .add(installation.module("abi").resolve("include"));
        for (Path path : installation.kernelClassPath()) {
            fingerprint.add(path);
        }
        for (Path path : installation.kernelNatives()) {
            fingerprint.add(path);
        }
        return fingerprint.value();
    }

    private List<String> flags() throws ForgeException {
        try {
            List<String> flags = new ArrayList<>(MACHINE_FLAGS);
            flags.add("-DKERNEL_HASH=0x" + KernelHash.told(KernelHash.of(installation.kernelClasses())) + "ull");
            return flags;
        } catch (IOException e) {
            throw new ForgeException("cannot read the kernel's classes: " + e.getMessage(), 1);
        }
    }

    Path build(Path directory) throws ForgeException {
        Path generated = directory.resolve("c");
        InliningPragmas pragmas = new InliningPragmas();
        new JavaToC(installation.kernelClassPath(), List.of(pragmas, new NoCollector(), new UnmanagedPackages(
                List.of("exo.aegis.", "exo.ebpf.", "exo.machine.", "exo.abi."))), List.of(new ExportedMethods(ENTRIES)), HEAP_BYTES, HEAP_BYTES).compile(MAIN, generated);
        GeneratedC.adapt(generated, directory.resolve("include"));
        pragmas.write(generated, directory.resolve("include").resolve("inlining.h"));
        Path natives = installation.module("metal").resolve("src/main/native");
        Path runtime = installation.module("forge").resolve("src/main/native");
        NativeBuild build = new NativeBuild(directory, List.of(directory.resolve("include"), generated, natives, runtime,
                installation.module("abi").resolve("include")), flags());
        Path unit = build.compileUnit("kernel", List.of(natives.resolve("exports.h"),
                directory.resolve("include").resolve("inlining.h"), generated.resolve("all.c"), runtime.resolve("runtime.c"),
                natives.resolve("support.c")));
        Path boot = build.compile(natives.resolve("boot.S"), "boot");
        Path entry = build.compile(natives.resolve("entry.S"), "entry");
        Path elf = build.link("aegis.elf", natives.resolve("kernel.ld"), List.of(boot, entry, unit));
        KernelCallGraph.of(directory, elf).refuseAllocation();
        return elf;
    }
}
