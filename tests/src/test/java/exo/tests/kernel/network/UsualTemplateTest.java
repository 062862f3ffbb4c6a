package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.Network;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The short way to what may be sent permits what the long way permits, by the same claim: all of the usual form, and nothing else. */
final class UsualTemplateTest {
    private static final long PACKET = 8L << 20;
    private static final int WORLDS = 60;
    private static final int CLAIMS_TRIED = 14;
    private static final int PACKETS = 1500;
    private static final int ACCOUNTS = 4;
    private static final int[] ETHERTYPES = {0x800, 0x800, 0x800, 0x806, Claim.ANY_ETHERTYPE};
    private static final int[] VLANS = {Claim.ANY_VLAN, Claim.ANY_VLAN, Claim.UNTAGGED, 5};
    private static final int[] PROTOCOLS = {Packets.UDP, Packets.TCP, 1, Claim.ANY_PROTOCOL};
    private static final int[] BITS = {0, 1, 24, 31, 32};
    private static final int HEADERS_END = 54;

    private final long seed = Long.getLong("exo.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private NetworkStage stage;
    private int permitted;

    @Test
    void permitsWhatTheLongWayPermits() {
        System.out.println("seed " + seed);
        for (int world = 0; world < WORLDS; world++) {
            stage = new NetworkStage(random.nextLong(), 8);
            List<Integer> claims = claims();
            for (int tried = 0; tried < PACKETS; tried++) {
                byte[] packet = packet();
                int headerBytes = random.nextInt(4) != 0 ? packet.length : random.nextInt(packet.length + 1);
                int packetBytes = random.nextInt(4) != 0 ? packet.length : random.nextInt(packet.length + 20);
                compare(1 + random.nextInt(ACCOUNTS), claims.get(random.nextInt(claims.size())), packet, headerBytes, packetBytes);
            }
        }
        assertTrue(permitted > WORLDS, permitted + " packets were permitted: that is too few to tell anything");
    }

    private void compare(int account, int claim, byte[] packet, int headerBytes, int packetBytes) {
        stage.put(PACKET, packet);
        Network network = stage.network();
        boolean shortWay = network.usual().permits(account, claim, PACKET, headerBytes, packetBytes);
        boolean longWay = network.templates().permitsBy(account, claim, PACKET, headerBytes, packetBytes) == claim && claim != 0;
        boolean usual = isUsual(new ParsedPacket(packet), packet);
        assertEquals(longWay && usual, shortWay, () -> "seed " + seed + ": account " + account + ", claim " + claim + ", " + headerBytes + " of "
                + packetBytes + " bytes: " + HexFormat.of().formatHex(packet));
        permitted += shortWay ? 1 : 0;
    }

    private static boolean isUsual(ParsedPacket parsed, byte[] packet) {
        return parsed.wellFormed() && parsed.ethertype() == 0x800 && parsed.vlan() < 0 && parsed.transport() == 34
                && (parsed.half(20) & 0x3fff) == 0 && (packet[23] == Packets.TCP || packet[23] == Packets.UDP);
    }

    private List<Integer> claims() {
        List<Integer> claims = new ArrayList<>(List.of(0, 1));
        for (int tried = 0; tried < CLAIMS_TRIED; tried++) {
            int from = claims.get(random.nextInt(claims.size()));
            int split = stage.split(from == 0 ? 1 : stage.network().claims().holder(from), from, claim(), 1 + random.nextInt(ACCOUNTS));
            if (split > 0) {
                claims.add(split);
            }
        }
        return claims;
    }

    private Claim claim() {
        Claim claim = Claim.of(one(ETHERTYPES)).vlan(one(VLANS));
        if (claim.ethertype() == 0x800) {
            claim = claim.protocol(one(PROTOCOLS));
        }
        if (claim.ethertype() != Claim.ANY_ETHERTYPE) {
            int bits = one(BITS);
            int address = Packets.HERE + random.nextInt(2) & (bits == 0 ? 0 : -1 << 32 - bits);
            claim = claim.address(Claim.ipv4(address), bits);
        }
        if (claim.protocol() == Packets.UDP || claim.protocol() == Packets.TCP) {
            int first = random.nextInt(3) == 0 ? 0 : 7 + random.nextInt(3);
            claim = claim.ports(first, random.nextInt(3) == 0 ? 0xffff : first + random.nextInt(3));
        }
        return claim;
    }

    /** A packet that some claims permit, mostly, and that is spoilt in one place or two, often. */
    private byte[] packet() {
        int options = random.nextInt(8) == 0 ? random.nextInt(4) : 0;
        byte[] packet = Packets.ipv4(one(PROTOCOLS) & 0xff, Packets.HERE + random.nextInt(3), Packets.THERE, 6 + random.nextInt(6), 99, options);
        packet = random.nextInt(8) == 0 ? Packets.tagged(packet, 0x8100, 5) : packet;
        for (int spoilt = random.nextInt(3); spoilt > 0; spoilt--) {
            packet[random.nextInt(HEADERS_END)] = (byte) (random.nextInt(2) == 0 ? random.nextInt(256) : 1 << random.nextInt(8));
        }
        if (random.nextInt(4) == 0) {
            packet[20] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextInt(8) == 0) {
            Packets.half(packet, 16, 20 + random.nextInt(50));
        }
        return packet;
    }

    private int one(int[] values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void saysNothingOfPacketsOfNobody() {
        stage = new NetworkStage(1, 8);
        byte[] packet = Packets.ipv4(Packets.UDP, Packets.HERE, Packets.THERE, 7, 99);
        stage.put(PACKET, packet);
        assertTrue(stage.network().usual().permits(1, 1, PACKET, packet.length, packet.length));
        for (int claim : new int[] {-1, 0, 2, 255, 256, 257, Integer.MIN_VALUE}) {
            assertFalse(stage.network().usual().permits(1, claim, PACKET, packet.length, packet.length), "claim " + claim);
            assertFalse(stage.network().usual().permits(0, claim, PACKET, packet.length, packet.length), "claim " + claim);
        }
    }
}
