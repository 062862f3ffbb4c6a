package exo.tests.system;

import static exo.tests.system.NetworkRun.CARD;
import static exo.tests.system.NetworkRun.GUEST;
import static exo.tests.system.NetworkRun.HANDLER_PORT;
import static exo.tests.system.NetworkRun.RING_PORT;
import static exo.tests.system.NetworkRun.frame;
import static exo.tests.system.NetworkRun.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.tests.wire.Faults;
import exo.tests.wire.FaultyWire;
import exo.tests.wire.Recording;
import exo.tests.wire.Wire;
import exo.tests.wire.packet.EthernetFrame;
import exo.tests.wire.packet.Ipv4Packet;
import exo.tests.wire.packet.MalformedPacketException;
import exo.tests.wire.packet.UdpDatagram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packets under every fault that a wire has. What arrived of them is known, frame by frame; each that is sound and for an open port comes
 * back, once for each time that it arrived, byte for byte; nothing else causes anything, but that the handler sends damage back as it came.
 */
final class FaultyNetworkTest {
    private static final long SEED = 7_002;
    private static final int PACKETS = 2_000;
    /** Fewer than a ring holds, with all that faults make of them. */
    private static final int AT_ONCE = 20;
    private static final int FAULTS_PER_THOUSAND = 40;
    private static final int GIANT_BYTES_MAX = 4_000;
    private static final int SIZE_MAX = 1_472;
    private static final int SIZE_MIN = Integer.BYTES;
    private static final int[] PORTS = {RING_PORT, HANDLER_PORT, 10, 1_000};
    private static final long QUIET_MILLISECONDS = 500;
    private static final int SOURCE_PORT_OFFSET = 34;
    private static final int SOURCE_PORT_LEAST = 1_024;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Echoes due = new Echoes();
    private int sound;

    @BeforeAll
    static void build() {
        Exo.atHome().run("build", "systems/network.toml").endedWith(0);
    }

    /** Sees what arrives behind all the faults. */
    private final class Watched implements Wire {
        private final Wire wire;

        Watched(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void send(byte[] frame) {
            judge(frame);
            wire.send(frame);
        }

        @Override
        public byte[] receive(long patienceMilliseconds) {
            return wire.receive(patienceMilliseconds);
        }

        @Override
        public long milliseconds() {
            return wire.milliseconds();
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private void judge(byte[] frame) {
        try {
            EthernetFrame ethernet = EthernetFrame.parse(frame);
            if (!ethernet.destination().equals(CARD) || ethernet.type() != EthernetFrame.IPV4 || !ethernet.vlanTags().isEmpty()) {
                return;
            }
            Ipv4Packet packet = Ipv4Packet.parse(ethernet.payload());
            UdpDatagram datagram = UdpDatagram.parse(packet.payload(), packet.source(), packet.destination());
            boolean open = datagram.destinationPort() == RING_PORT || datagram.destinationPort() == HANDLER_PORT;
            if (open && packet.destination().equals(GUEST) && packet.protocol() == Ipv4Packet.UDP && !packet.isFragment()
                    && datagram.sourcePort() >= SOURCE_PORT_LEAST) {
                sound++;
                due.expect(frame);
            }
        } catch (MalformedPacketException damage) {
            // Nobody is owed anything for it.
        }
    }

    @Test
    void whatIsSoundIsEchoedAndNothingElseCausesAnything(@TempDir Path directory) throws IOException {
        System.out.println("seed " + SEED);
        try (NetworkRun run = new NetworkRun().awaitReady()) {
            FaultyWire wire = new FaultyWire(new Watched(run.wire()), Faults.all(FAULTS_PER_THOUSAND).withGiantsUpTo(GIANT_BYTES_MAX),
                    Faults.NONE, SEED, Recording.into(directory.resolve("faults.pcapng")));
            for (int packet = 0; packet < PACKETS; packet++) {
                wire.send(frame(udp(PORTS[random.nextInt(PORTS.length)], payload(packet))));
                if (packet % AT_ONCE == AT_ONCE - 1) {
                    awaitAll(wire);
                }
            }
            awaitAll(wire);
            byte[] late = wire.find(came -> !isPermitted(came), QUIET_MILLISECONDS);
            assertEquals(null, late == null ? null : HexFormat.of().formatHex(late), "this was not due");
            assertTrue(sound > PACKETS / 4, () -> "only " + sound + " sound packets arrived");
            assertEquals(7, wire.faultsSent().size(), wire.faultsSent()::toString);
            Outcome outcome = run.stop().endedWith(0).neverSays("panic");
            assertTrue(outcome.linesOf("ring-echo").get(1).endsWith(" 0 lost"), outcome::toString);
            System.out.println(sound + " sound packets of " + PACKETS + " echoed; faults " + wire.faultsSent());
        }
    }

    private byte[] payload(int number) {
        byte[] payload = new byte[SIZE_MIN + random.nextInt(SIZE_MAX - SIZE_MIN + 1)];
        random.nextBytes(payload);
        ByteBuffer.wrap(payload).putInt(number);
        return payload;
    }

    private void awaitAll(Wire wire) {
        while (due.count() > 0) {
            byte[] came = wire.receive(10_000);
            assertTrue(came != null, () -> due.count() + " echoes did not come: " + due.one());
            assertTrue(isPermitted(came), () -> "this was not due: " + HexFormat.of().formatHex(came));
        }
    }

    /** What the thief asks everybody, an echo that is due, or from the handler one that anybody sees to be damaged. */
    private boolean isPermitted(byte[] came) {
        return came[0] == -1 || due.take(came) || isDamaged(came);
    }

    private static boolean isDamaged(byte[] came) {
        try {
            Ipv4Packet packet = Ipv4Packet.parse(EthernetFrame.parse(came).payload());
            UdpDatagram.parse(packet.payload(), packet.source(), packet.destination());
            return false;
        } catch (MalformedPacketException damage) {
            return ((came[SOURCE_PORT_OFFSET] & 0xff) << 8 | came[SOURCE_PORT_OFFSET + 1] & 0xff) == HANDLER_PORT;
        }
    }
}
