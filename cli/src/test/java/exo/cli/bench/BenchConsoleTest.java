package exo.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of a console, in whatever pieces it comes and however much of it. */
class BenchConsoleTest {
    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
    private final BenchConsole console = new BenchConsole(echo, Measurement.WORD);

    private void comes(String text) throws IOException {
        console.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void piecesMakeLines() throws IOException {
        comes("[meter] ben");
        comes("ch bind 1\n[meter] hello\n[me");
        comes("ter] bench last 2");
        console.write('\n');
        assertEquals(List.of("[meter] bench bind 1", "[meter] bench last 2"), console.measurements());
        assertEquals(List.of("[meter] bench bind 1", "[meter] hello", "[meter] bench last 2"), console.lastLines());
        assertEquals("[meter] bench bind 1\n[meter] hello\n[meter] bench last 2\n",
                echo.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aMeterGoneWildIsCutShort() throws IOException {
        for (int count = 1; count <= 2_000; count++) {
            comes("[meter] bench a " + count + "\n");
        }
        comes("x".repeat(10_000) + "\n");
        assertEquals(1_000, console.measurements().size());
        assertEquals(20, console.lastLines().size());
        assertEquals("[meter] bench a 2000", console.lastLines().get(18));
        assertEquals("x".repeat(4_096), console.lastLines().get(19));
    }
}
