package exo.abi.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.spec.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
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
