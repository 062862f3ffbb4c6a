package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.machine.simulated.SimulatedBootInformation;
import exo.machine.simulated.SimulatedMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * That cost does not grow with the number of filters, in what can be counted without the metal: instructions of a class's program, and the
 * kernel's loads and stores.
 */
final class NetworkCostTest {
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    /** Of the program alone, as it is written: each is about one machine instruction, a compare that jumps two. */
    private static final int CLASSIFY_MAXIMUM = 20;
    /** Beyond the first place of its bucket a filter takes three more, for each place. */
    private static final double CLASSIFY_MANY_MAXIMUM = CLASSIFY_MAXIMUM + 4;
    private static final int BIND_ACCESSES_MAXIMUM = 2500;

    private static void bind(NetworkStage stage, int count) {
        for (int port = 1; port <= count; port++) {
            int chosen = port;
            assertTrue(stage.bind(1, 1, List.of(Atom.ethertype(0x800), Atom.protocol(6), Atom.destinationPort(port)), port) > 0,
                    () -> "refused: the filter of port " + chosen);
        }
    }

    private static double meanInstructions(NetworkStage stage, int count) {
        long before = stage.programs().instructions();
        for (int port = 1; port <= count; port++) {
            int filter = stage.classifyByProgram(Packets.ipv4(Packets.TCP, Packets.THERE, Packets.HERE, 1000, port));
            assertEquals(port, stage.network().filters().cookie(filter));
        }
        return (stage.programs().instructions() - before) / (double) count;
    }

    @Test
    void classifyingDoesNotDependOnTheNumberOfFilters() {
        NetworkStage few = new NetworkStage(11, 512);
        bind(few, FEW);
        double ofFew = meanInstructions(few, FEW);
        NetworkStage many = new NetworkStage(11, 10_240);
        bind(many, MANY);
        double ofMany = meanInstructions(many, MANY);
        System.out.println("instructions of the program, beside " + FEW + ": " + ofFew + ", beside " + MANY + ": " + ofMany);
        assertTrue(ofFew <= CLASSIFY_MAXIMUM, () -> "beside few: " + ofFew);
        assertTrue(ofMany <= CLASSIFY_MANY_MAXIMUM, () -> "beside many: " + ofMany);
    }

    @Test
    void bindingDoesNotDependOnTheNumberOfFilters() {
        SimulatedMachine simulated = new SimulatedMachine(12, SimulatedBootInformation.ofBytes(NetworkStage.MEMORY_BYTES).build());
        CountedAccesses accesses = new CountedAccesses(simulated);
        NetworkStage stage = new NetworkStage(10_240, simulated, machine -> accesses.machine());
        bind(stage, MANY);
        // What the test writes for each atom is five.
        long before = accesses.count();
        assertTrue(stage.bind(1, 1, List.of(Atom.ethertype(0x800), Atom.protocol(6), Atom.destinationPort(60_000)), 0) > 0);
        long known = accesses.count() - before;
        before = accesses.count();
        assertTrue(stage.bind(1, 1, List.of(Atom.ethertype(0x800), Atom.protocol(6), Atom.source(1), Atom.destinationPort(7)), 0) > 0);
        long fresh = accesses.count() - before;
        System.out.println("loads and stores of a bind beside " + MANY + ": " + known + ", of a new shape: " + fresh);
        assertTrue(known <= BIND_ACCESSES_MAXIMUM && fresh <= BIND_ACCESSES_MAXIMUM, () -> known + " and " + fresh);
    }
}
