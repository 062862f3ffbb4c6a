package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.forge.ForgeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A stack trace is for those who ask for it; the forge's statuses pass through. */
class ErrorsTest {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final Messages messages = new Messages(new PrintStream(text, true, StandardCharsets.UTF_8), true, false);

    @Test
    void defectsAreOneLineUnlessVerbose() {
        assertEquals(125, Errors.tell(new IllegalStateException("oops"), messages, false));
        assertEquals("error: exo itself failed: java.lang.IllegalStateException: oops (--verbose shows where)",
                text.toString(StandardCharsets.UTF_8).strip());
        text.reset();
        Errors.tell(new IllegalStateException("oops"), messages, true);
        assertTrue(text.toString(StandardCharsets.UTF_8).contains("\tat exo.cli.ErrorsTest"));
    }

    @Test
    void theForgesStatusIsExos() {
        assertEquals(126, Errors.tell(new ForgeException("not an ELF", 126), messages, false));
        assertEquals("error: not an ELF", text.toString(StandardCharsets.UTF_8).strip());
    }
}
