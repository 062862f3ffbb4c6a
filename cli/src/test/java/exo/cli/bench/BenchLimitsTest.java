package exo.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.forge.description.DescriptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file of limits: its order is kept, its mistakes have places, and the project's own is sound. */
class BenchLimitsTest {

    @Test
    void theProjectsOwnHasEveryOperationInItsOrder() throws Exception {
        Map<String, BenchLimit> limits =
                BenchLimits.of(Files.readString(Path.of("../systems/limits.toml")), "limits.toml", "core");
        assertEquals(List.of("null_call", "exception", "resume", "transfer", "bind", "bind_batched", "page_fault",
                "yield", "slice_end", "longest_path"), List.copyOf(limits.keySet()));
        assertEquals(new BenchLimit("null call, round trip, every register kept", 45, 32, false,
                "seL4 100, Linux 311, xv6 1,397"), limits.get("null_call"));
        assertEquals("", limits.get("slice_end").comparison());
        limits.forEach((name, limit) -> assertTrue(limit.aim() < limit.limit(), name));
    }

    @Test
    void mistakesHaveTheirPlaces() {
        refused("[core.a]\nlimit = 1\naim = 1\nwhat = \"a\"\n[core.b]\nlimit = \"1\"\naim = 1\nwhat = \"b\"\n",
                "limits.toml:5:1: b must have limit and aim, whole numbers, and what, a string");
        refused("[other.a]\nlimit = 1\n", "limits.toml:1:1: no [core.OPERATION]");
        refused("[core\n", "limits.toml:1:6: Unexpected end of line, expected ]");
    }

    private static void refused(String text, String message) {
        assertEquals(message, assertThrows(DescriptionException.class,
                () -> BenchLimits.of(text, "limits.toml", "core")).getMessage());
    }
}
