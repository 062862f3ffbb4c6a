package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes arrive, classifying them and asking whether they may be sent ends with an answer; memory outside of the machine's, which
 * a wild access would meet, is a machine check. The packets are cut short at random, so that every header is once not there.
 */
final class GarbageTest {
    /** -Dexo.network.packets=10000000 for the long run. */
    private static final long PACKETS = Long.getLong("exo.network.packets", 200_000);
    private static final int FILTERS = 200;

    @Test
    void anyBytesAreAnswered() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        RandomFilters filters = new RandomFilters(random);
        NetworkStage stage = new NetworkStage(random.nextLong(), FILTERS);
        Filter[] some = new Filter[FILTERS];
        for (int index = 0; index < FILTERS; index++) {
            some[index] = filters.filter(1, 0x0a000001);
            stage.bind(1, some[index]);
        }
        long delivered = 0;
        for (long count = 0; count < PACKETS; count++) {
            byte[] packet = random.nextInt(4) == 0 ? noise(random) : filters.packetNear(some[random.nextInt(FILTERS)]);
            int filter = stage.classify(packet);
            assertEquals(filter, stage.classifyByProgram(packet));
            delivered += filter != 0 ? 1 : 0;
            stage.permits(1, packet, random.nextInt(packet.length + 1), packet.length);
        }
        System.out.println("packets " + PACKETS + ", delivered " + delivered);
        assertTrue(delivered > PACKETS / 10 && delivered < PACKETS, "all packets had the same fate");
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] packet = new byte[random.nextInt(120)];
        random.nextBytes(packet);
        int[] ethertypes = {0x800, 0x86dd, 0x806, 0x8100, 0x88a8};
        if (packet.length >= 20 && random.nextInt(4) != 0) {
            Packets.half(packet, 12, ethertypes[random.nextInt(ethertypes.length)]);
            Packets.half(packet, 16, ethertypes[random.nextInt(ethertypes.length)]);
            packet[14] = (byte) (random.nextInt(2) == 0 ? 0x45 + random.nextInt(11) : 0x60);
        }
        return packet;
    }
}
