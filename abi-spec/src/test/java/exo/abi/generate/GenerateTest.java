package exo.abi.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.spec.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the generator treats the directory that it writes to, and a look at what it writes. */
class GenerateTest {
    @TempDir
    private Path directory;

    @Test
    void leavesCurrentFilesAloneAndRemovesForeignOnes() throws IOException {
        String[] arguments = {"abi", directory.toString()};
        Generate.main(arguments);
        Path call = directory.resolve("exo/abi/Call.java");
        Files.setLastModifiedTime(call, FileTime.fromMillis(1000));
        Path foreign = Files.writeString(directory.resolve("exo/abi/Retired.java"), "");
        Generate.main(arguments);
        assertEquals(FileTime.fromMillis(1000), Files.getLastModifiedTime(call));
        assertFalse(Files.exists(foreign));
    }

    @Test
    void neverWritesOneFileTwice() {
        for (String kind : new String[] {"abi", "aegis", "exos", "committed"}) {
            var paths = Generate.files(kind, Specification.current()).stream().map(GeneratedFile::path).toList();
            assertEquals(paths.size(), Set.copyOf(paths).size(), kind);
        }
    }

    @Test
    void dispatchPassesExactlyTheArgumentsOfTheCall() {
        String dispatch = content("aegis", "exo/aegis/Dispatch.java");
        assertTrue(dispatch.contains("case Call.NULL:\n                return Status.OK;"));
        assertTrue(dispatch.contains("return aegis.bindings().bind(a0, a1, a2, a3);"));
        assertTrue(dispatch.contains("return aegis.environments().envSelf();"));
    }

    @Test
    void everyLinkWithinTheReferenceLeadsToAHeading() {
        String reference = content("committed", EmitReference.PATH);
        Set<String> headings = reference.lines().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[(),]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), Pattern.compile("\\]\\(#([^)]+)\\)").matcher(reference).results().map(link -> link.group(1))
                .filter(link -> !headings.contains(link)).collect(Collectors.toSet()));
    }

    @Test
    void theReferenceNamesThePapersTermAndTellsTheProtocol() {
        String reference = content("committed", EmitReference.PATH);
        assertTrue(reference.contains("- In the papers: directed yield (Yield).\n"));
        assertTrue(reference.contains("**The vector** stands in the public books"));
        assertTrue(reference.contains("BOOKS_START plus its field in"));
    }

    @Test
    void onlyWhatASideWritesHasSetters() {
        assertTrue(content("exos", "exo/exos/kernel/SaveArea.java").contains("void inUse(long base, long value)"));
        assertFalse(content("exos", "exo/exos/kernel/ArchiveEntry.java").contains("void "));
        assertFalse(content("aegis", "exo/aegis/layout/ArchiveHeader.java").contains("void "));
    }

    @Test
    void linesStayWithinTheWidthOfTheHouse() {
        for (String kind : new String[] {"abi", "aegis", "exos"}) {
            String wide = Generate.files(kind, Specification.current()).stream().flatMap(file -> file.content().lines())
                    .filter(line -> line.length() > 125).collect(Collectors.joining("\n"));
            assertEquals("", wide);
        }
    }

    private static String content(String kind, String path) {
        return Generate.files(kind, Specification.current()).stream().filter(file -> file.path().equals(path))
                .findFirst().orElseThrow().content();
    }
}
