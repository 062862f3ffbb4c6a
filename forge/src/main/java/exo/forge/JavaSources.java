package exo.forge;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java sources of a user's project, below its {@code src}, compiled with the JDK that runs this. */
final class JavaSources {
    private final Path directory;

    JavaSources(Path directory) {
        this.directory = directory;
    }

    boolean exist() {
        return Files.isDirectory(directory);
    }

    String fingerprint(List<Path> classPath) throws ForgeException {
        Fingerprint fingerprint = new Fingerprint().add(directory);
        for (Path path : classPath) {
            fingerprint.add(path);
        }
        return fingerprint.value();
    }

    void compile(List<Path> classPath, Path classes) throws ForgeException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new ForgeException("this Java has no compiler: a JDK is needed, not a JRE", 3);
        }
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(directory)) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(
                    sources.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList()));
            List<String> options = List.of("--release", "17", "-g", "-d", classes.toString(), "-cp",
                    classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator)));
            if (units.iterator().hasNext() && !compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new ForgeException(messages.toString().stripTrailing(), 1);
            }
        } catch (IOException e) {
            throw new ForgeException("cannot compile " + directory + ": " + e.getMessage(), 1);
        }
    }
}
