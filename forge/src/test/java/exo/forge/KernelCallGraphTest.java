package exo.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A kernel that could allocate is refused, with the way there; the way of an exception is not held against it. */
final class KernelCallGraphTest {
    private static final String ALLOCATE = "org.teavm.runtime.Allocator.allocate";

    /** A function that calls, or jumps to, others. */
    private static String function(String name, String... reached) {
        StringBuilder listing = new StringBuilder("ffffffff80200000 <" + name + ">:\n");
        for (String each : reached) {
            listing.append("ffffffff80200000:\tcall   ffffffff80300000 <").append(each).append(">\n");
        }
        return listing.append("ffffffff80200004:\tjne    ffffffff80200000 <" + name + "+0x1b>\n")
                .append("ffffffff80200006:\tret\n\n").toString();
    }

    private static List<String> way(String... functions) {
        return KernelCallGraph.parsed(String.join("", functions)).wayToAllocator();
    }

    @Test
    void whatReachesTheAllocatorIsToldWithTheWayThere() {
        assertEquals(List.of("aegis_call_bind", "exo.aegis.Bindings.bind", ALLOCATE),
                way(function("aegis_call_bind", "exo.aegis.Bindings.bind"), function("exo.aegis.Bindings.bind", ALLOCATE)));
        assertEquals(List.of("aegis_interrupt", "malloc"), way(function("aegis_interrupt", "malloc")));
    }

    @Test
    void aTailCallIsAWayToo() {
        String jump = "ffffffff80200002:\tjmp    ffffffff80300000 <" + ALLOCATE + ">\n";
        assertEquals(List.of("aegis_exception", ALLOCATE), way(function("aegis_exception") + jump));
    }

    @Test
    void whatBootAllocatesIsNotAskedAbout() {
        assertEquals(List.of(), way(function("teavm_main", ALLOCATE), function("aegis_call_null")));
    }

    @Test
    void readersOfStringsMayThrowButCallNothingOfTheKernelsThatAllocates() {
        String call = function("aegis_kernel_trap", "exo.aegis.KernelText.text");
        assertEquals(List.of(), way(call, function("exo.aegis.KernelText.text", ALLOCATE)));
        assertEquals(List.of("aegis_kernel_trap", "exo.aegis.KernelText.text", "exo.aegis.Ring.put", ALLOCATE),
                way(call, function("exo.aegis.KernelText.text", "exo.aegis.Ring.put"), function("exo.aegis.Ring.put", ALLOCATE)));
    }

    @Test
    void aKernelWhoseEntriesAreNotFoundIsRefused() {
        ForgeException refusal = assertThrows(ForgeException.class,
                () -> KernelCallGraph.parsed(function("another_call_null")).refuseAllocation());
        assertTrue(refusal.getMessage().contains("no entries"), refusal::getMessage);
    }
}
