package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.NetworkStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Claims are split, given back and dropped, and no packet is ever of two accounts. */
final class ClaimsTest {
    private static final int HERE = Packets.HERE;
    private static final Claim UDP_7 = Claim.of(0x800).protocol(17).address(Claim.ipv4(HERE), 32).ports(7, 7);

    private final NetworkStage stage = new NetworkStage(3, 64);

    private static void refused(int code, int status) {
        assertEquals(code, NetworkStatus.code(status));
    }

    private static void refused(int code, int account, int index, int status) {
        assertEquals(List.of(code, account, index), List.of(NetworkStatus.code(status), NetworkStatus.account(status),
                NetworkStatus.index(status)));
    }

    @Test
    void anotherPartyIsNamedWhenClaimsWouldOverlap() {
        int claim = stage.split(1, 1, UDP_7, 2);
        assertTrue(claim > 0);
        refused(NetworkStatus.OVERLAPS, 2, claim, stage.split(1, 1, UDP_7, 3));
        refused(NetworkStatus.OVERLAPS, 2, claim, stage.split(1, 1, UDP_7.ports(1, 100), 3));
        refused(NetworkStatus.OVERLAPS, 2, claim, stage.split(1, 1, Claim.of(0x800), 3));
        refused(NetworkStatus.OVERLAPS, 2, claim, stage.split(1, 1, Claim.of(0x800).protocol(17).vlan(5), 3));
        refused(NetworkStatus.NOT_YOURS, 2, claim, stage.split(3, claim, UDP_7, 3));
        refused(NetworkStatus.NOT_CONTAINED, 2, claim, stage.split(2, claim, UDP_7.ports(7, 8), 3));
        assertTrue(stage.split(1, 1, UDP_7.ports(8, 100), 3) > 0);
    }

    @Test
    void boundsThatContradictEachOtherAreRefused() {
        for (Claim bad : List.of(Claim.of(0x800).ports(7, 7), Claim.of(0x806).protocol(17), Claim.of(0x9000).address(Claim.ipv4(1), 32),
                Claim.of(0x800).address(Claim.ipv4(HERE), 33), Claim.of(0x800).address(Claim.ipv4(HERE), 24), UDP_7.ports(8, 7),
                UDP_7.ports(7, 0x10000), Claim.EVERYTHING.protocol(17), Claim.of(0x800).protocol(257), Claim.of(0x800).vlan(4098),
                Claim.of(0x20000), Claim.of(0x800).protocol(1).ports(7, 7))) {
            refused(NetworkStatus.BAD_BOUNDS, stage.split(1, 1, bad, 2));
        }
    }

    @Test
    void claimsRunOut() {
        int outer = stage.split(1, 1, Claim.of(0x800).protocol(17), 1);
        for (int port = 1; port <= 96; port++) {
            assertTrue(stage.split(1, outer, Claim.of(0x800).protocol(17).ports(port, port), 2) > 0);
        }
        refused(NetworkStatus.NO_FREE_CLAIM, stage.split(1, outer, Claim.of(0x800).protocol(17).ports(97, 97), 2));
        int inner = stage.split(1, 1, Claim.of(0x800).protocol(6), 1);
        int made = 0;
        while (stage.split(1, made < 94 ? 1 : inner, made < 94 ? Claim.of(0x9000 + made)
                : Claim.of(0x800).protocol(6).ports(made, made), 2) > 0) {
            made++;
        }
        // The root's, the two, and what was split off from the first of these.
        assertEquals(256 - 3 - 96, made);
    }

    @Test
    void filtersAndSplitsDoNotMixInOneClaim() {
        int claim = stage.split(1, 1, Claim.of(0x800).protocol(17).address(Claim.ipv4(HERE), 32), 2);
        Filter filter = Filter.of(2, Atom.ethertype(0x800), Atom.protocol(17), Atom.destination(HERE), Atom.destinationPort(7));
        int bound = stage.bind(claim, filter);
        assertTrue(bound > 0);
        refused(NetworkStatus.HAS_FILTERS, 2, claim, stage.split(2, claim, UDP_7, 3));
        refused(NetworkStatus.HAS_FILTERS, 2, claim, stage.network().claims().giveBack(2, claim));
        assertEquals(0, stage.network().filters().unbind(2, bound));
        assertTrue(stage.split(2, claim, UDP_7, 3) > 0);
        refused(NetworkStatus.IS_SPLIT, 2, claim, stage.bind(claim, filter));
        refused(NetworkStatus.IS_ROOT, stage.network().claims().giveBack(1, 1));
    }

    @Test
    void whatWasSplitOffSurvivesTheClaimItCameFrom() {
        int outer = stage.split(1, 1, Claim.of(0x800), 2);
        int inner = stage.split(2, outer, UDP_7, 3);
        assertEquals(0, stage.network().claims().giveBack(2, outer));
        refused(NetworkStatus.OVERLAPS, 3, inner, stage.split(1, 1, Claim.of(0x800), 2));
        assertEquals(0, stage.network().claims().giveBack(3, inner));
        assertTrue(stage.split(1, 1, Claim.of(0x800), 2) > 0);
    }

    @Test
    void aClaimContainsWhatItsFiltersMatchAndNothingElseIsBound() {
        int claim = stage.split(1, 1, UDP_7.ports(8, 23).vlan(Claim.UNTAGGED), 2);
        Atom ip = Atom.ethertype(0x800);
        Atom udp = Atom.protocol(17);
        Atom here = Atom.destination(HERE);
        List<List<Atom>> outside = List.of(List.of(ip, udp, here), List.of(ip, udp, Atom.destinationPort(8)),
                List.of(ip, here, Atom.destinationPort(8)), List.of(ip, Atom.protocol(6), here, Atom.destinationPort(8)),
                List.of(ip, Atom.vlan(1), udp, here, Atom.destinationPort(8)), List.of(ip, udp, here, Atom.destinationPort(24)),
                List.of(ip, udp, Atom.destination(HERE + 1), Atom.destinationPort(8)), List.of(ip, udp, here, Atom.sourcePort(8)),
                List.of(ip, udp, here, new Atom(3, 2, 2, 0xfff0, 0x10)), List.of(ip, udp, here, new Atom(3, 1, 3, 0xff, 8)),
                List.of(ip, udp, Atom.fragment(3, 2), here), List.of(Atom.ethertype(0x806)));
        for (List<Atom> atoms : outside) {
            refused(NetworkStatus.OUTSIDE_CLAIM, 2, claim, stage.bind(2, claim, atoms, 0));
        }
        assertTrue(stage.bind(2, claim, List.of(ip, udp, here, new Atom(3, 2, 2, 0xfff8, 0x10)), 0) > 0);
        assertTrue(stage.bind(2, claim, List.of(ip, udp, here, Atom.destinationPort(8)), 0) > 0);
    }

    /** One bound at a time, all others being as wide as they can. */
    @Test
    void aClaimIsWithinWhatItWasSplitFromInEachBound() {
        Claim udp = Claim.of(0x800).protocol(17);
        Claim net = Claim.of(0x800).address(Claim.ipv4(10 << 24), 24);
        for (Claim[] pair : new Claim[][] {{Claim.of(0x800), Claim.of(0x86dd)}, {Claim.of(0x800), Claim.EVERYTHING},
            {Claim.of(0x800).vlan(5), Claim.of(0x800).vlan(6)}, {Claim.of(0x800).vlan(5), Claim.of(0x800)},
            {udp, Claim.of(0x800).protocol(6)}, {udp, Claim.of(0x800)},
            {net, Claim.of(0x800).address(Claim.ipv4(10 << 24), 16)}, {net, Claim.of(0x800).address(Claim.ipv4(10 << 24 | 1 << 8), 24)},
            {udp.ports(8, 23), udp.ports(7, 9)}, {udp.ports(8, 23), udp.ports(20, 24)}}) {
            int outer = stage.split(1, 1, pair[0], 2);
            assertTrue(outer > 0);
            refused(NetworkStatus.NOT_CONTAINED, 2, outer, stage.split(2, outer, pair[1], 3));
            assertEquals(0, stage.network().claims().giveBack(2, outer));
        }
    }

    @Test
    void aFilterIsWithinItsClaimInEachBound() {
        Atom ip = Atom.ethertype(0x800);
        int other = stage.split(1, 1, Claim.of(0x9000), 2);
        refused(NetworkStatus.OUTSIDE_CLAIM, 2, other, stage.bind(2, other, List.of(Atom.ethertype(0x9001)), 0));
        int zero = stage.split(1, 1, Claim.of(0x800).address(Claim.ipv4(0), 8), 2);
        refused(NetworkStatus.OUTSIDE_CLAIM, 2, zero, stage.bind(2, zero, List.of(ip), 0));
        assertEquals(0, stage.network().claims().giveBack(2, zero));
        int ports = stage.split(1, 1, Claim.of(0x800).protocol(17).vlan(5).ports(8, 23), 2);
        for (int port : new int[] {7, 24}) {
            refused(NetworkStatus.OUTSIDE_CLAIM, 2, ports,
                    stage.bind(2, ports, List.of(ip, Atom.vlan(5), Atom.protocol(17), Atom.destinationPort(port)), 0));
        }
    }

    @Test
    void allOfAnAccountsIsDroppedInSteps() {
        int claim = stage.split(1, 1, Claim.of(0x800).protocol(17), 2);
        stage.split(1, 1, Claim.of(0x806), 2);
        for (int port = 1; port <= 40; port++) {
            assertTrue(stage.bind(2, claim, List.of(Atom.ethertype(0x800), Atom.protocol(17), Atom.destinationPort(port)), port) > 0);
        }
        int steps = 0;
        while (stage.network().dropSome(2)) {
            steps++;
        }
        assertTrue(steps >= 40 / 8 + 2, "one step took it all");
        assertEquals(0, stage.classify(Packets.ipv4(17, 1, HERE, 1, 7)));
        assertFalse(stage.network().claims().exists(claim));
        assertTrue(stage.split(1, 1, Claim.of(0x800), 3) > 0);
    }

    @Test
    void randomSplitsNeverOverlap() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int made = 0;
        for (int round = 0; round < 100; round++) {
            NetworkStage world = new NetworkStage(random.nextLong(), 8);
            TreeMap<Integer, ClaimOf> claims = new TreeMap<>();
            claims.put(1, new ClaimOf(1, 0, Claim.EVERYTHING));
            for (int step = 0; step < 120; step++) {
                int from = new ArrayList<>(claims.keySet()).get(random.nextInt(claims.size()));
                if (from != 1 && random.nextInt(4) == 0) {
                    assertEquals(0, world.network().claims().giveBack(claims.get(from).account, from));
                    int parent = claims.remove(from).parent;
                    claims.replaceAll((index, one) -> one.parent == from ? new ClaimOf(one.account, parent, one.bounds) : one);
                    continue;
                }
                made += split(world, claims, from, new ClaimOf(1 + random.nextInt(5), from, narrower(random, claims.get(from).bounds)));
            }
            siblingsAreDisjoint(claims);
        }
        assertTrue(made > 1000, "too few splits came about");
    }

    private record ClaimOf(int account, int parent, Claim bounds) {
    }

    private static int split(NetworkStage world, TreeMap<Integer, ClaimOf> claims, int from, ClaimOf wanted) {
        int status = world.split(claims.get(from).account, from, wanted.bounds, wanted.account);
        boolean overlaps = claims.values().stream().anyMatch(one -> one.parent == from && one.bounds.overlaps(wanted.bounds));
        assertEquals(overlaps ? NetworkStatus.OVERLAPS : NetworkStatus.OK, NetworkStatus.code(status),
                () -> wanted + " from " + claims.get(from));
        if (overlaps) {
            ClaimOf named = claims.get(NetworkStatus.index(status));
            assertTrue(named.account == NetworkStatus.account(status) && named.bounds.overlaps(wanted.bounds), "another was named");
            return 0;
        }
        claims.put(status, wanted);
        return 1;
    }

    private static void siblingsAreDisjoint(TreeMap<Integer, ClaimOf> claims) {
        claims.forEach((index, one) -> claims.forEach((other, two) -> assertFalse(!index.equals(other)
                && one.parent == two.parent && one.bounds.overlaps(two.bounds), () -> one + " and " + two)));
    }

    /** A part of a claim, at random. */
    private static Claim narrower(SplittableRandom random, Claim outer) {
        Claim inner = outer;
        if (inner.ethertype() == Claim.ANY_ETHERTYPE) {
            inner = new Claim(random.nextInt(4) == 0 ? 0x86dd : 0x800, inner.vlan(), 256, 0, new byte[16], 0, Claim.ALL_PORTS);
        }
        if (inner.vlan() == Claim.ANY_VLAN && random.nextInt(4) == 0) {
            inner = inner.vlan(random.nextInt(2) == 0 ? Claim.UNTAGGED : random.nextInt(3));
        }
        if (inner.protocol() == Claim.ANY_PROTOCOL && random.nextInt(2) == 0) {
            inner = inner.protocol(random.nextInt(2) == 0 ? 17 : 6);
        }
        int longest = inner.ethertype() == 0x800 ? 32 : 128;
        if (inner.addressBits() < longest && random.nextInt(2) == 0) {
            int bits = Math.min(longest, inner.addressBits() + 1 + random.nextInt(3));
            byte[] address = inner.address().clone();
            for (int bit = inner.addressBits(); bit < bits; bit++) {
                address[bit / 8] |= (byte) (random.nextInt(2) << 7 - bit % 8);
            }
            inner = inner.address(address, bits);
        }
        if (inner.protocol() != Claim.ANY_PROTOCOL && random.nextInt(2) == 0) {
            int first = inner.portFirst() + random.nextInt((inner.portLast() - inner.portFirst()) / 2 + 1);
            inner = inner.ports(first, first + random.nextInt(inner.portLast() - first + 1));
        }
        return inner;
    }
}
