package exo.cli;

import exo.forge.description.Nearest;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * The templates of new projects: a directory each, whose {@code template.txt} describes it in a line and whose other
 * files are copied with {@code @NAME@}, {@code @PACKAGE@} and {@code @ENV@} replaced in text, and {@code PACKAGE} as a
 * whole directory name in paths.
 */
final class Templates {
    private static final String DESCRIPTION = "template.txt";
    private static final Comparator<Path> READ_ME_LAST =
            Comparator.comparing((Path file) -> file.endsWith("README.md")).thenComparing(Comparator.naturalOrder());

    private final Path directory;

    Templates(Path directory) {
        this.directory = directory;
    }

    SortedMap<String, String> descriptions() throws IOException {
        SortedMap<String, String> descriptions = new TreeMap<>();
        try (Stream<Path> templates = Files.list(directory)) {
            for (Path template : templates.filter(Files::isDirectory).toList()) {
                descriptions.put(template.getFileName().toString(),
                        Files.readString(template.resolve(DESCRIPTION)).strip());
            }
        }
        return descriptions;
    }

    void require(String name) throws Failure, IOException {
        SortedMap<String, String> known = descriptions();
        if (!known.containsKey(name)) {
            throw new Failure(ExitStatus.USAGE, "unknown template '" + name + "'"
                    + Nearest.to(name, known.keySet()).map(near -> ". Did you mean '" + near + "'?")
                            .orElse(". One of: " + String.join(", ", known.keySet())));
        }
    }

    /** Returns the files made, in the order in which the user will want to open them. */
    List<Path> instantiate(String template, Path project) throws IOException {
        String name = project.toAbsolutePath().normalize().getFileName().toString();
        Path source = directory.resolve(template);
        List<Path> created = new ArrayList<>();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).sorted(READ_ME_LAST).toList()) {
                String relative = source.relativize(file).toString();
                if (!relative.equals(DESCRIPTION)) {
                    Path made = project.resolve(relative.replace("/PACKAGE/", "/" + packageName(name) + "/"));
                    Files.createDirectories(made.getParent());
                    Files.writeString(made, filled(Files.readString(file), name));
                    created.add(made);
                }
            }
        }
        return created;
    }

    private static String filled(String text, String name) {
        return text.replace("@NAME@", name.replaceAll("[\"\\\\\\p{Cntrl}]", "_"))
                .replace("@PACKAGE@", packageName(name)).replace("@ENV@", environmentName(name));
    }

    private static String environmentName(String name) {
        String made = SystemDescription.environmentName(name.toLowerCase(Locale.ROOT));
        return made.equals("aegis") || made.equals("steward") ? "my-" + made : made;
    }

    /** A Java package of one word from any name: "My Demo-2" becomes "my_demo_2". */
    static String packageName(String name) {
        String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return SourceVersion.isName(word) ? word : "_".equals(word) ? "program" : checked(word);
    }

    /** Starts with a digit, or is a keyword. */
    private static String checked(String word) {
        String prefixed = "_" + word;
        return SourceVersion.isName(prefixed) ? prefixed : "program";
    }
}
