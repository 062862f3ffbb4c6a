package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A packet is told by its values, whatever the hash of these says: here no word counts for the hash. */
class CollisionTest {
    private static final int HERE = 0x0a00_0001;
    private static final int THERE = 0x0a00_0002;
    private static final int TRANSPORT = 3;

    @Test
    void aPacketOfTheSameHashIsNotTheFilters() {
        NetworkStage stage = new NetworkStage(1995, 64);
        stage.forgetWordSecrets();
        int filter = stage.bind(1, Filter.of(1, Atom.ethertype(0x800), Atom.protocol(17), Atom.source(THERE), Atom.destination(HERE),
                new Atom(TRANSPORT, 4, 0, -1, 9 << 16 | 7)));
        assertTrue(filter > 0);
        assertEquals(filter, stage.classify(Packets.ipv4(17, THERE, HERE, 9, 7)));
        assertEquals(0, stage.classify(Packets.ipv4(17, THERE, HERE, 9, 8)));
        assertEquals(0, stage.classify(Packets.ipv4(17, THERE, HERE + 1, 9, 7)));
    }
}
