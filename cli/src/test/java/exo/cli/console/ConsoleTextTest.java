package exo.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The console's way through: nothing lost, nothing invented, prompts shown, prefixes dropped when asked. */
class ConsoleTextTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private ConsoleText text(boolean raw) {
        return new ConsoleText(raw, new Symboliser(Path.of("no-such-kernel.elf"), Map.of()), shown);
    }

    private static void feed(ConsoleText text, String more) throws IOException {
        byte[] bytes = more.getBytes(StandardCharsets.ISO_8859_1);
        text.accept(bytes, bytes.length);
    }

    private void shows(String expected) {
        assertEquals(expected, shown.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void linesPassAndLineEndsBecomePlain() throws IOException {
        ConsoleText text = text(false);
        feed(text, "[    0.012345] aegis info boot: up\r\n[echo] HE");
        shows("[    0.012345] aegis info boot: up\n");
        feed(text, "LLO\n");
        shows("[    0.012345] aegis info boot: up\n[echo] HELLO\n");
    }

    @Test
    void aPromptIsShownWhenNothingFollows() throws IOException {
        ConsoleText text = text(false);
        feed(text, "[echo] > ");
        shows("");
        text.idle();
        shows("[echo] > ");
        feed(text, "typed\r\n");
        shows("[echo] > typed\n");
    }

    @Test
    void rawDropsTheEnvironmentsNameOnly() throws IOException {
        ConsoleText text = text(true);
        feed(text, "[    0.012345] aegis info boot: up\n[echo] [x] HELLO\n[ec");
        text.idle();
        shows("[    0.012345] aegis info boot: up\n[x] HELLO\n");
        feed(text, "ho] > ");
        text.idle();
        shows("[    0.012345] aegis info boot: up\n[x] HELLO\n> ");
        feed(text, "[echo] no prefix\n");
        shows("[    0.012345] aegis info boot: up\n[x] HELLO\n> [echo] no prefix\n");
    }

    @Test
    void bytesAreNotInterpreted() throws IOException {
        ConsoleText text = text(false);
        byte[] bytes = {(byte) 0xc3, (byte) 0xa4, (byte) 0xff, 0, '\n'};
        text.accept(bytes, bytes.length);
        assertEquals(java.util.Arrays.toString(bytes), java.util.Arrays.toString(shown.toByteArray()));
    }

    @Test
    void framesThatCannotBeResolvedStay() throws IOException {
        ConsoleText text = text(false);
        feed(text, "      at 0xffffffff80000010\n      at 0x0000000000400000 in web\n      at 0x12\n");
        shows("      at 0xffffffff80000010\n      at 0x0000000000400000 in web\n      at 0x12\n");
    }

    @Test
    void blocksDoNotCutLines() throws IOException {
        ConsoleText text = text(false);
        feed(text, "a li");
        text.idle();
        text.block("BLOCK");
        text.idle();
        shows("a li");
        feed(text, "ne\nmore\n");
        shows("a line\nBLOCK\nmore\n");
    }

    @Test
    void theLastLineIsCompleted() throws IOException {
        ConsoleText text = text(false);
        feed(text, "no end");
        text.end();
        text.end();
        shows("no end\n");
    }

    @Test
    void thePumpLosesNothing() throws Exception {
        byte[] much = "0123456789\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        OutputPump pump = new OutputPump(new ByteArrayInputStream(much), text(false));
        pump.start();
        pump.finish(60_000);
        assertEquals(much.length, shown.size());
    }
}
