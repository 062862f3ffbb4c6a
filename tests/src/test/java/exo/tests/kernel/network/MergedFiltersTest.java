package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.NetworkStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The structure that all filters are merged into decides as each filter by itself would: in Java, and by the programs. And a filter is
 * refused as a tie exactly if it is one.
 */
final class MergedFiltersTest {
    /** Pairs of a set of filters and a packet: -Dexo.network.pairs=N for another number. */
    private static final long PAIRS = Long.getLong("exo.network.pairs", 1_000_000);
    private static final int PACKETS_FOR_A_SET = 2000;
    private static final int FILTERS = 64;
    private static final int[] LOCAL = {0x0a000001, 0x0a000002, 0x0a010001};

    private final long seed = Long.getLong("exo.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RandomFilters filters = new RandomFilters(random);
    private long matched;
    private long ties;
    private long bound;

    /** Three accounts with claims to an address each, and filters in them. */
    private final class World {
        final NetworkStage stage = new NetworkStage(random.nextLong(), FILTERS);
        final int[][] claims = new int[LOCAL.length][];
        /** By the kernel's index. */
        final List<Filter> model = new ArrayList<>();

        World() {
            for (int index = 0; index < LOCAL.length; index++) {
                byte[] address = Claim.ipv4(LOCAL[index]);
                claims[index] = new int[] {
                    made(stage.split(1, 1, Claim.of(0x800).address(address, 32), index + 2)),
                    made(stage.split(1, 1, Claim.of(0x86dd).address(address, 32), index + 2)),
                    made(stage.split(1, 1, Claim.of(0x806).address(address, 32), index + 2))};
            }
            for (int index = 0; index <= FILTERS; index++) {
                model.add(null);
            }
        }

        private int made(int status) {
            assertTrue(status > 0, () -> "no claim: " + NetworkStatus.code(status));
            return status;
        }

        void bindOne() {
            int who = random.nextInt(LOCAL.length);
            Filter filter = filters.filter(who + 2, LOCAL[who]);
            int ethertype = filter.atoms().get(0).value();
            int status = stage.bind(claims[who][ethertype == 0x800 ? 0 : ethertype == 0x86dd ? 1 : 2], filter);
            int code = NetworkStatus.code(status);
            if (code == NetworkStatus.NO_FREE_SHAPE || code == NetworkStatus.NO_FREE_FILTER) {
                return;
            }
            Filter other = model.stream().filter(one -> one != null && one.account() == filter.account()
                    && one.bits() == filter.bits() && one.meets(filter)).findFirst().orElse(null);
            assertEquals(other == null ? NetworkStatus.OK : NetworkStatus.TIE, code, () -> filter + " beside " + other);
            if (status > 0) {
                model.set(status, filter);
                bound++;
            } else {
                Filter named = model.get(NetworkStatus.index(status));
                assertTrue(named.meets(filter) && named.bits() == filter.bits(), () -> "named: " + named);
                ties++;
            }
        }

        void unbindOne() {
            int index = 1 + random.nextInt(FILTERS);
            if (model.get(index) != null) {
                assertEquals(NetworkStatus.OK, stage.network().filters().unbind(model.get(index).account(), index));
                model.set(index, null);
            }
        }

        byte[] packet() {
            Filter near = model.get(random.nextInt(model.size()));
            return filters.packetNear(near != null ? near : filters.filter(0, LOCAL[random.nextInt(LOCAL.length)]));
        }

        void judge(byte[] packet) {
            int expected = Math.max(0, Filter.winner(model, new ParsedPacket(packet)));
            assertEquals(expected, stage.classify(packet), () -> "in Java, " + describe(packet, expected));
            assertEquals(expected, stage.classifyAsItIs(packet), () -> "before programs are brought up to date, "
                    + describe(packet, expected));
            assertEquals(expected, stage.classifyByProgram(packet), () -> "by program, " + describe(packet, expected));
            matched += expected != 0 ? 1 : 0;
        }

        private String describe(byte[] packet, int expected) {
            return "seed " + seed + ": " + Arrays.toString(packet) + " is for " + model.get(expected);
        }
    }

    @Test
    void mergedIsAsEachByItself() {
        System.out.println("seed " + seed);
        long runs = 0;
        for (long pairs = 0; pairs < PAIRS; pairs += PACKETS_FOR_A_SET) {
            World world = new World();
            for (int count = random.nextInt(2 * FILTERS); count >= 0; count--) {
                world.bindOne();
            }
            for (int count = 0; count < PACKETS_FOR_A_SET; count++) {
                if (random.nextInt(50) == 0) {
                    world.unbindOne();
                    world.bindOne();
                }
                world.judge(world.packet());
            }
            runs += world.stage.programs().runs();
        }
        System.out.println("pairs " + PAIRS + ", matched " + matched + ", by program " + runs + ", filters bound " + bound
                + ", ties refused " + ties);
        assertTrue(matched > PAIRS / 10 && runs > PAIRS / 10 && ties > 0, "too little of each kind was tried");
    }
}
