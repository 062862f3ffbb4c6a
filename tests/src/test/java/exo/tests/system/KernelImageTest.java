package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One file boots by PVH and by Multiboot2, keeps code and data apart, and carries Java's names. That the judge can find fault
 * is tried too: a copy with one thing spoilt must be refused, for that thing.
 */
final class KernelImageTest {
    private static byte[] file;

    @BeforeAll
    static void forgeTheKernel() throws IOException {
        Exo.atHome().run("build").endedWith(0);
        file = Files.readAllBytes(KernelImage.FILE);
    }

    private static List<String> complaintsOfACopyWith(Consumer<ByteBuffer> spoiling) {
        byte[] copy = file.clone();
        spoiling.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
        return new KernelImage(copy).complaints();
    }

    @Test
    void theKernelIsWhatEachLoaderExpectsAndKeepsCodeFromBeingWritten() {
        assertEquals(List.of(), new KernelImage(file).complaints());
    }

    @Test
    void itsSymbolsAreJavasNames() {
        List<String> names = new KernelImage(file).symbols();
        assertTrue(names.contains("exo.aegis.Boot.run"), names::toString);
        assertTrue(names.stream().noneMatch(name -> name.startsWith("exo$aegis")), "a symbol of C's is left");
    }

    @Test
    void aMovedEntryIsNoticed() {
        assertEquals(List.of("the PVH note does not name the entry"),
                complaintsOfACopyWith(copy -> copy.putLong(24, copy.getLong(24) + 1)));
    }

    @Test
    void aNoteOfAnotherTypeIsNoticed() {
        int note = new KernelImage(file).pvhNote();
        assertEquals(List.of("no note of owner Xen and type 18"),
                complaintsOfACopyWith(copy -> copy.putInt(note + 8, KernelImage.PVH_NOTE_TYPE + 1)));
    }

    @Test
    void aBrokenChecksumIsNoticed() {
        int header = new KernelImage(file).multiboot2Header();
        assertEquals(List.of("the Multiboot2 header's checksum is wrong"),
                complaintsOfACopyWith(copy -> copy.putInt(header + 12, copy.getInt(header + 12) ^ 1)));
    }

    @Test
    void aSegmentThatIsWritableAndExecutableIsNoticed() {
        int segment = new KernelImage(file).segments(1).get(0);
        assertEquals(List.of("a segment is writable and executable"),
                complaintsOfACopyWith(copy -> copy.putInt(segment + 4, 7)));
    }
}
