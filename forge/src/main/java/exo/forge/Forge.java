package exo.forge;

import exo.abi.EntryKind;
import exo.forge.description.EnvironmentDescription;
import exo.forge.description.EnvironmentKind;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes a bootable system of a description: the kernel, the steward, every environment's program, and the archive that holds
 * all but the kernel. What is up to date is not made again. Independent builds run side by side.
 */
public final class Forge {
    private static final String STEWARD = "exo.programs.steward.Steward";
    private static final long STEWARD_MEMORY_BYTES = 1536 * 1024;
    private static final int BUILDS_AT_ONCE = 2;

    private final Installation installation;
    private final Path kernelDirectory;
    private final Path workDirectory;
    private final ForgeLog log;

    /**
     * @param installation  the root of this project's own tree, built
     * @param workDirectory  where what is made for this system is kept; the kernel is kept with the installation if it can be
     */
    public Forge(Path installation, Path workDirectory, ForgeLog log) {
        this.installation = new Installation(installation);
        this.workDirectory = workDirectory.toAbsolutePath();
        this.log = log;
        Path shared = installation.toAbsolutePath().resolve(".exo");
        this.kernelDirectory = Files.isWritable(installation) ? shared : this.workDirectory;
    }

    @SuppressWarnings("try")
    public Forged forge(SystemDescription description) throws ForgeException {
        try (BuildLock shared = BuildLock.of(kernelDirectory); BuildLock own = BuildLock.of(workDirectory)) {
            return forgeAlone(description);
        }
    }

    private Forged forgeAlone(SystemDescription description) throws ForgeException {
        List<Path> classPath = classPath(description);
        ExecutorService executor = Executors.newFixedThreadPool(BUILDS_AT_ONCE);
        try {
            Future<Path> kernel = executor.submit(this::kernel);
            Future<Path> steward = executor.submit(this::steward);
            Map<String, Future<Path>> programs = new LinkedHashMap<>();
            for (EnvironmentDescription environment : description.environments()) {
                Callable<Path> build = () -> program(description, environment, classPath);
                programs.put(environment.name(), executor.submit(build));
            }
            Map<String, Path> built = new LinkedHashMap<>();
            for (Map.Entry<String, Future<Path>> program : programs.entrySet()) {
                built.put(program.getKey(), result(program.getValue()));
            }
            Path archive = archive(description, result(steward), built);
            built.put("steward", result(steward));
            return new Forged(result(kernel), archive, built);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Path result(Future<Path> future) throws ForgeException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ForgeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForgeException("interrupted", 130);
        }
    }

    /** Sizes of the kernel, which is built if it is not up to date. */
    @SuppressWarnings("try")
    public KernelSizes kernelSizes() throws ForgeException {
        try (BuildLock shared = BuildLock.of(kernelDirectory)) {
            return SizeReport.of(installation, kernel());
        }
    }

    private Path kernel() throws ForgeException {
        KernelBuild build = new KernelBuild(installation);
        return new Product(kernelDirectory.resolve("kernel"), "aegis")
                .make(build.fingerprint(), "aegis.elf", build::build, log);
    }

    private Path steward() throws ForgeException {
        return javaProgram("steward", STEWARD, STEWARD_MEMORY_BYTES, installation.programClassPath(), kernelDirectory);
    }

    private Path program(SystemDescription description, EnvironmentDescription environment, List<Path> classPath)
            throws ForgeException {
        if (environment.kind() == EnvironmentKind.EXOS) {
            refuseMissingMain(environment, classPath);
            return javaProgram(environment.name(), environment.main(), environment.memoryBytes(), classPath, workDirectory);
        }
        Path file = description.directory().resolve(environment.main()).normalize();
        if (!Files.isRegularFile(file)) {
            throw new ForgeException("env '" + environment.name() + "': no file " + environment.main() + " in "
                    + description.directory(), 127);
        }
        return file.toString().endsWith(".c") ? cProgram(environment, file) : foreignProgram(environment, file);
    }

    private static void refuseMissingMain(EnvironmentDescription environment, List<Path> classPath) throws ForgeException {
        String file = environment.main().replace('.', '/') + ".class";
        if (classPath.stream().noneMatch(path -> Files.isRegularFile(path.resolve(file)))) {
            throw new ForgeException("env '" + environment.name() + "': no class " + environment.main()
                    + ", neither of the project's src/ nor of exo's own programs", 127);
        }
    }

    private Path javaProgram(String name, String main, long memoryBytes, List<Path> classPath, Path directory)
            throws ForgeException {
        ProgramBuild build = new ProgramBuild(installation, classPath);
        return new Product(directory.resolve("programs").resolve(name), name)
                .make(build.fingerprint(main, memoryBytes), name + ".elf",
                        folder -> build.build(main, memoryBytes, name + ".elf", folder), log);
    }

    private Path cProgram(EnvironmentDescription environment, Path source) throws ForgeException {
        CProgramBuild build = new CProgramBuild(installation);
        String name = environment.name() + ".elf";
        return new Product(workDirectory.resolve("programs").resolve(environment.name()), environment.name())
                .make(build.fingerprint(source), name, folder -> build.build(source, name, folder), log);
    }

    private static Path foreignProgram(EnvironmentDescription environment, Path file) throws ForgeException {
        try {
            String complaint = ElfCheck.complaint(file);
            if (complaint != null) {
                throw new ForgeException("env '" + environment.name() + "': " + file + " is " + complaint, 126);
            }
            return file;
        } catch (IOException e) {
            throw new ForgeException("env '" + environment.name() + "': cannot read " + file + ": " + e.getMessage(), 126);
        }
    }

    /** The project's own classes, compiled now if it has sources, before the installation's. */
    private List<Path> classPath(SystemDescription description) throws ForgeException {
        List<Path> classPath = new ArrayList<>();
        JavaSources sources = new JavaSources(description.directory().resolve("src"));
        List<Path> base = installation.programClassPath();
        if (sources.exist()) {
            Path marker = new Product(workDirectory.resolve("classes"), "classes").make(sources.fingerprint(base), "done",
                    folder -> compile(sources, base, folder), log);
            classPath.add(marker.resolveSibling("all"));
        }
        classPath.addAll(base);
        return classPath;
    }

    private static Path compile(JavaSources sources, List<Path> classPath, Path folder) throws ForgeException {
        try {
            sources.compile(classPath, Files.createDirectories(folder.resolve("all")));
            return Files.writeString(folder.resolve("done"), "");
        } catch (IOException e) {
            throw new ForgeException("cannot write to " + folder + ": " + e.getMessage(), 1);
        }
    }

    private Path archive(SystemDescription description, Path steward, Map<String, Path> programs) throws ForgeException {
        ArchiveWriter writer = new ArchiveWriter();
        writer.add("steward", EntryKind.PROGRAM, stripped(steward));
        Map<Path, Integer> indexOfFile = new LinkedHashMap<>();
        Map<String, Integer> indexOfName = new LinkedHashMap<>();
        for (Map.Entry<String, Path> program : programs.entrySet()) {
            Integer index = indexOfFile.get(program.getValue());
            if (index == null) {
                index = writer.add(program.getKey(), EntryKind.PROGRAM, stripped(program.getValue()));
                indexOfFile.put(program.getValue(), index);
            }
            indexOfName.put(program.getKey(), index);
        }
        writer.add("plan", EntryKind.PLAN, PlanWriter.toBytes(description, indexOfName));
        Path file = workDirectory.resolve(description.name() + ".archive");
        writer.write(file);
        return file;
    }

    /** A program's bytes without its symbols, which stay in the file it was built as. */
    private byte[] stripped(Path elf) throws ForgeException {
        try {
            Path bare = Files.createTempFile(Files.createDirectories(workDirectory), "stripped", ".elf");
            try {
                Command.run(workDirectory, List.of("objcopy", "--strip-all", elf.toString(), bare.toString()));
                return Files.readAllBytes(bare);
            } finally {
                Files.delete(bare);
            }
        } catch (IOException e) {
            throw new ForgeException("cannot read " + elf + ": " + e.getMessage(), 1);
        }
    }
}
