package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** After any history of binding and unbinding, the decisions are those of a structure built from scratch. */
final class BindOrderTest {
    private static final int ROUNDS = 60;
    private static final int STEPS = 120;
    private static final int PACKETS = 300;

    private final long seed = Long.getLong("exo.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RandomFilters filters = new RandomFilters(random);

    /** By cookie: the filter that a packet goes to. */
    private static long cookie(Network network, int filter) {
        return filter == 0 ? -1 : network.filters().cookie(filter);
    }

    @Test
    void historyLeavesNoTrace() {
        System.out.println("seed " + seed);
        int bound = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Filter> all = new ArrayList<>();
            List<Integer> live = new ArrayList<>();
            NetworkStage used = history(all, live);
            NetworkStage fresh = new NetworkStage(random.nextLong(), 256);
            List<Integer> order = new ArrayList<>(live.stream().map(filter -> (int) used.network().filters().cookie(filter)).toList());
            Collections.shuffle(order, new Random(random.nextLong()));
            for (int index : order) {
                assertTrue(fresh.bind(1, 1, all.get(index).atoms(), index) > 0, "refused, though it was bound beside the same");
            }
            bound += order.size();
            for (int count = 0; count < PACKETS; count++) {
                byte[] packet = filters.packetNear(all.get(random.nextInt(all.size())));
                long expected = cookie(fresh.network(), fresh.classify(packet));
                assertEquals(expected, cookie(used.network(), used.classify(packet)));
                assertEquals(expected, cookie(used.network(), used.classifyByProgram(packet)));
            }
        }
        assertTrue(bound > ROUNDS, "nothing was bound");
    }

    private NetworkStage history(List<Filter> all, List<Integer> live) {
        NetworkStage stage = new NetworkStage(random.nextLong(), 256);
        for (int step = 0; step < STEPS; step++) {
            if (!live.isEmpty() && random.nextInt(3) == 0) {
                int filter = live.remove(random.nextInt(live.size()));
                assertEquals(0, stage.network().filters().unbind(1, filter));
            } else {
                Filter filter = filters.filter(1, 0x0a000001);
                int index = stage.bind(1, 1, filter.atoms(), all.size());
                all.add(filter);
                if (index > 0) {
                    live.add(index);
                }
            }
        }
        return stage;
    }
}
