package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guesses at mistyped words: near ones are found, far ones are not guessed. */
class NearestTest {
    private static final List<String> VERBS = List.of("run", "test", "build", "new", "debug", "doctor", "help");

    @Test
    void aSlipOfAFingerIsFound() {
        assertEquals(Optional.of("run"), Nearest.to("rnu", VERBS));
        assertEquals(Optional.of("build"), Nearest.to("biuld", VERBS));
        assertEquals(Optional.of("doctor"), Nearest.to("docter", VERBS));
        assertEquals(Optional.of("debug"), Nearest.to("debugg", VERBS));
    }

    @Test
    void whatIsFarIsNotGuessed() {
        assertEquals(Optional.empty(), Nearest.to("frobnicate", VERBS));
        assertEquals(Optional.empty(), Nearest.to("x", VERBS));
    }
}
