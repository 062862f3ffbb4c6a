package exo.abi.generate;

import exo.abi.spec.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generator as a command: which outputs, and into which directory. The build runs it for the modules abi, aegis,
 * metal and exos; a person runs it for the outputs that are committed.
 */
public final class Generate {
    /** What to type after a change of the specification. */
    static final String REWRITE = "mvn -q -pl abi-spec compile exec:java@rewrite";

    private Generate() {
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("wanted: abi|aegis|metal|exos|committed outputDirectory");
        }
        Path directory = Path.of(arguments[1]);
        List<GeneratedFile> files = files(arguments[0], Specification.current());
        for (GeneratedFile file : files) {
            file.write(directory);
        }
        if (!arguments[0].equals("committed")) {
            removeOthers(directory, files);
        }
    }

    static List<GeneratedFile> files(String kind, Specification specification) {
        return switch (kind) {
            case "abi" -> join(List.of(EmitConstants.files(specification), EmitLayouts.files(specification)));
            case "aegis" -> join(List.of(EmitAccessors.kernel(specification), EmitDispatch.files(specification)));
            case "metal" -> EmitEntries.entries(specification);
            case "exos" -> join(List.of(EmitAccessors.user(specification), EmitStubs.files(specification)));
            case "committed" -> join(List.of(EmitHeader.files(specification), EmitAssembler.files(specification),
                    EmitEntries.table(specification), EmitReference.files(specification)));
            default -> throw new IllegalArgumentException("no output is called " + kind);
        };
    }

    private static List<GeneratedFile> join(List<List<GeneratedFile>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    /** The directory is the generator's alone: a class that is no longer in the specification must not compile on. */
    private static void removeOthers(Path directory, List<GeneratedFile> files) throws IOException {
        Set<Path> wanted = files.stream().map(file -> directory.resolve(file.path())).collect(Collectors.toSet());
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.filter(Files::isRegularFile).filter(path -> !wanted.contains(path)).toList()) {
                Files.delete(path);
            }
        }
    }
}
