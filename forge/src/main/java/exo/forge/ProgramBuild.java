package exo.forge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.teavm.model.ClassHolderTransformer;

/** A program: a main class and all that it reaches, over the library OS's Java and C halves, as a static ELF. */
final class ProgramBuild {
    /** For what is not the Java heap: code, stack, page tables, and the collector's own tables. */
    private static final long OVERHEAD_BYTES = 768 * 1024;
    private static final int HEAP_BYTES_MINIMUM = 192 * 1024;
    private static final long HEAP_BYTES_MAXIMUM = 512L << 20;
    private static final int HEAP_BYTES_AT_START = 128 * 1024;
    /** Programs may use the vector registers; their addresses fit 31 bits. */
    private static final List<String> MACHINE_FLAGS = List.of("-mcmodel=small");
    /** The engine of downloaded code is compiled as it is in the kernel. */
    private static final String ENGINE = "exo.ebpf.";

    private final Installation installation;
    private final List<Path> classPath;

    ProgramBuild(Installation installation, List<Path> classPath) {
        this.installation = installation;
        this.classPath = classPath;
    }

    String fingerprint(String mainClass, long memoryBytes) throws ForgeException {
        Fingerprint fingerprint = new Fingerprint().add(mainClass).add(Long.toString(heapBytes(memoryBytes)));
        for (Path path : classPath) {
            fingerprint.add(path);
        }
        for (Path path : installation.programSources()) {
            fingerprint.add(path);
        }
        return fingerprint.add(installation.ownClasses()).value();
    }

    private static int heapBytes(long memoryBytes) {
        return (int) Math.max(HEAP_BYTES_MINIMUM, Math.min(HEAP_BYTES_MAXIMUM, memoryBytes - OVERHEAD_BYTES));
    }

    private static List<ClassHolderTransformer> transformers(DownloadedJava downloaded) {
        return List.of(new SystemOfExos(), new UncaughtExceptions(), new ExceptionsOfChecks(), new ArraysOfArrays(),
                new UnmanagedPackages(List.of(ENGINE)), downloaded);
    }

    Path build(String mainClass, long memoryBytes, String name, Path directory) throws ForgeException {
        Path generated = directory.resolve("c");
        DownloadedJava downloaded = new DownloadedJava(classPath);
        new JavaToC(classPath, transformers(downloaded), List.of(new ThrownTypes()), HEAP_BYTES_AT_START, heapBytes(memoryBytes))
                .compile(mainClass, generated);
        downloaded.refuseProblem();
        GeneratedC.adapt(generated, directory.resolve("include"));
        Path runtime = installation.module("forge").resolve("src/main/native");
        Path exos = installation.module("exos").resolve("src/main/native");
        Path natives = installation.module("programs").resolve("src/main/native");
        NativeBuild build = new NativeBuild(directory, List.of(directory.resolve("include"), generated, natives, exos,
                runtime, installation.module("abi").resolve("include")), MACHINE_FLAGS);
        List<Path> files = new ArrayList<>(List.of(generated.resolve("all.c"), runtime.resolve("runtime.c"),
                exos.resolve("exos.c"), exos.resolve("math.c")));
        files.addAll(installation.programNatives(".c"));
        Path unit = build.compileUnit("program", files);
        List<Path> objects = new ArrayList<>(List.of(unit));
        for (Path source : installation.exosNatives(".S")) {
            objects.add(build.compile(source, source.getFileName().toString()));
        }
        for (Path source : installation.programNatives(".S")) {
            objects.add(build.compile(source, source.getFileName().toString()));
        }
        return build.link(name, exos.resolve("program.ld"), objects);
    }
}
