package exo.tests.system;

import static exo.tests.system.NetworkRun.CARD;
import static exo.tests.system.NetworkRun.GUEST;
import static exo.tests.system.NetworkRun.HANDLER_PORT;
import static exo.tests.system.NetworkRun.HOST;
import static exo.tests.system.NetworkRun.HOST_CARD;
import static exo.tests.system.NetworkRun.OWN_PORT;
import static exo.tests.system.NetworkRun.RING_PORT;
import static exo.tests.system.NetworkRun.frame;
import static exo.tests.system.NetworkRun.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.tests.wire.Patience;
import exo.tests.wire.PcapngReader;
import exo.tests.wire.packet.EthernetFrame;
import exo.tests.wire.packet.IcmpEcho;
import exo.tests.wire.packet.Ipv4Packet;
import exo.tests.wire.packet.UdpDatagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs on the network: each gets its packets and nobody else's, whether it takes them itself or has a handler in the kernel; a thief
 * among them gets and forges none; and this on every machine that exo knows.
 */
final class NetworkTest {
    private static final long SEED = 7_001;
    private static final int[] SIZES = {0, 1, 2, 17, 18, 19, 46, 100, 198, 199, 500, 1000, 1471, 1472};
    private static final long QUIET_MILLISECONDS = 300;
    private static final int VLAN = 5;
    private static final byte NO_OPERATION = 1;
    private static final Pattern SUM = Pattern.compile("(\\d+) tricks, (\\d+) caught");
    private static final int TRICKS_MINIMUM = 60;
    /** Packets that the thief asks for, if all are answered. */
    private static final int THIEF_ASKS_AT_LEAST = 10;
    private static final int LISTENED_PORT = 100;
    private static final int LISTENED_TO = 5;
    private static final int BURST = 64;
    private static final int BURSTS = 20;

    @TempDir
    private Path directory;

    @BeforeAll
    static void build() {
        Exo.atHome().run("build", "systems/network.toml").endedWith(0);
    }

    private static byte[] payload(int bytes) {
        byte[] payload = new byte[bytes];
        new SplittableRandom(SEED + bytes).nextBytes(payload);
        return payload;
    }

    @ParameterizedTest
    @ValueSource(strings = {"q35", "pc", "microvm"})
    void echoesAndPingsAreAnsweredWhateverTheirSizeAndTheThiefIsCaught(String machine) throws IOException {
        Path file = directory.resolve("capture.pcapng");
        try (NetworkRun run = new NetworkRun("--machine", machine, "--pcap", file.toString()).awaitReady()) {
            for (int bytes : SIZES) {
                run.host().ping(CARD, GUEST, IcmpEcho.request(77, bytes, payload(bytes)), Patience.ONCE);
                for (int port : new int[] {RING_PORT, HANDLER_PORT}) {
                    run.host().udpEcho(CARD, GUEST, new UdpDatagram(OWN_PORT, port, payload(bytes)), Patience.ONCE);
                }
            }
            for (int round = 0; run.thiefAsked() < THIEF_ASKS_AT_LEAST && round < 10_000; round++) {
                run.host().udpEcho(CARD, GUEST, new UdpDatagram(OWN_PORT, 7 + (round & 1), payload(round % 1400)), Patience.ONCE);
            }
            Outcome outcome = run.stop().endedWith(0);
            assertEquals(0, run.host().complaints().size(), run.host().complaints()::toString);
            everyTrickIsCaught(outcome);
            assertTrue(outcome.linesOf("ring-echo").get(1).endsWith(" 0 lost"), outcome::toString);
            everythingIsInTheCapture(run, new PcapngReader(Files.readAllBytes(file)));
        }
    }

    private static void everyTrickIsCaught(Outcome outcome) {
        outcome.neverSays("NOT CAUGHT").neverSays("not tried");
        Matcher sum = SUM.matcher(outcome.linesOf("thief").get(outcome.linesOf("thief").size() - 1));
        assertTrue(sum.matches(), outcome::toString);
        assertEquals(sum.group(1), sum.group(2));
        assertTrue(Integer.parseInt(sum.group(1)) >= TRICKS_MINIMUM, outcome::toString);
    }

    private static void everythingIsInTheCapture(NetworkRun run, PcapngReader capture) {
        assertTrue(run.received().stream().allMatch(capture::has), "an answer is not in the capture");
        assertTrue(capture.packets().size() >= run.received().size());
    }

    @Test
    void whatIsUnusualIsDealtWithAsItIsSaid() {
        try (NetworkRun run = new NetworkRun().awaitReady()) {
            Ipv4Packet options = udp(RING_PORT, payload(40)).withOptions(NO_OPERATION, NO_OPERATION, NO_OPERATION, (byte) 0);
            answered(run, frame(options));
            unanswered(run, "a handler without a ring: options", frame(udp(HANDLER_PORT, payload(40)).withOptions(options.options())));
            for (int port : new int[] {RING_PORT, HANDLER_PORT}) {
                for (Ipv4Packet fragment : udp(port, payload(1000)).fragments(512)) {
                    unanswered(run, "a fragment", frame(fragment));
                }
            }
            unanswered(run, "a closed port", frame(udp(10, payload(10))));
            EthernetFrame plain = new EthernetFrame(CARD, HOST_CARD, EthernetFrame.IPV4, udp(RING_PORT, payload(60)).toBytes());
            answered(run, plain.withVlanTags(VLAN).toBytes());
            unanswered(run, "another VLAN", plain.withVlanTags(VLAN + 1).toBytes());
            unanswered(run, "two tags", plain.withVlanTags(VLAN, VLAN).toBytes());
            unanswered(run, "a VLAN in which the port is not claimed",
                    new EthernetFrame(CARD, HOST_CARD, EthernetFrame.IPV4, udp(HANDLER_PORT, payload(60)).toBytes())
                            .withVlanTags(VLAN).toBytes());
            unanswered(run, "another machine's address", frame(Ipv4Packet.of(HOST, exo.tests.wire.packet.Ipv4Address.of("10.0.2.16"),
                    Ipv4Packet.UDP, udp(RING_PORT, payload(5)).payload())));
            run.stop().endedWith(0);
        }
    }

    private static void answered(NetworkRun run, byte[] frame) {
        run.wire().send(frame);
        byte[] expected = Echoes.turned(frame);
        run.wire().expect("echo", came -> Arrays.equals(came, expected), Patience.ONCE.milliseconds());
    }

    @Test
    void anExpressionIsCompiledWhereItRunsAndTakesItsPacketsAlone() {
        try (NetworkRun run = new NetworkRun().awaitReady()) {
            for (int packet = 0; packet < LISTENED_TO; packet++) {
                run.wire().send(frame(udp(LISTENED_PORT, payload(100))));
                run.wire().send(frame(udp(LISTENED_PORT + 1, payload(100))));
                run.wire().send(frame(Ipv4Packet.of(HOST, GUEST, Ipv4Packet.UDP,
                        new UdpDatagram(OWN_PORT + 1, LISTENED_PORT, payload(100)).toBytes(HOST, GUEST))));
            }
            run.host().udpEcho(CARD, GUEST, new UdpDatagram(OWN_PORT, RING_PORT, payload(10)), Patience.ONCE);
            Outcome outcome = run.stop().endedWith(0);
            assertEquals(LISTENED_TO + " packets of " + LISTENED_TO * (14 + 20 + 8 + 100) + " bytes in all",
                    outcome.linesOf("listener").get(0), outcome::toString);
        }
    }

    /** But for what the thief sends. */
    private static void unanswered(NetworkRun run, String what, byte[] frame) {
        run.wire().send(frame);
        run.wire().expectNone("an answer to " + what, came -> came[0] != -1, QUIET_MILLISECONDS);
    }

    @Test
    void burstsOfAsManyPacketsAsTheRingHoldsAreAllEchoed() {
        try (NetworkRun run = new NetworkRun().awaitReady()) {
            for (int burst = 0; burst < BURSTS; burst++) {
                Echoes echoes = new Echoes();
                for (int i = 0; i < BURST; i++) {
                    byte[] frame = frame(udp(RING_PORT, payload(burst * BURST + i)));
                    run.wire().send(frame);
                    echoes.expect(frame);
                }
                echoes.awaitAll(run.wire());
            }
            Outcome outcome = run.stop().endedWith(0);
            assertTrue(outcome.linesOf("ring-echo").get(1).endsWith(" 0 lost"), outcome::toString);
        }
    }

    @Test
    void theHostsPortsLeadToThePrograms() throws IOException {
        int[] ports = new int[3];
        for (int i = 0; i < ports.length; i++) {
            try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                ports[i] = free.getLocalPort();
            }
        }
        CompletableFuture<Outcome> machine = CompletableFuture.supplyAsync(() -> Exo.atHome().run("run", "systems/network.toml",
                "--timeout", "100s", "-p", ports[0] + ":7/udp", "-p", ports[1] + ":8/udp", "-p", ports[2] + ":9/udp"));
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int bytes : new int[] {1, 100, 1472}) {
                echo(socket, ports[0], payload(bytes), machine);
                echo(socket, ports[1], payload(bytes), machine);
            }
            for (int i = 0; i < 100 && !machine.isDone(); i++) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), ports[2]));
                pause(socket);
            }
        }
        machine.join().endedWith(0).neverSays("NOT CAUGHT");
    }

    private static void pause(DatagramSocket socket) throws IOException {
        socket.setSoTimeout((int) QUIET_MILLISECONDS);
        try {
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (SocketTimeoutException quiet) {
            // As is meant.
        }
    }

    private static void echo(DatagramSocket socket, int port, byte[] payload, CompletableFuture<Outcome> machine) throws IOException {
        socket.setSoTimeout(500);
        for (int attempt = 0; attempt < 120 && !machine.isDone(); attempt++) {
            DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            try {
                socket.send(new DatagramPacket(payload, payload.length, InetAddress.getLoopbackAddress(), port));
                socket.receive(answer);
                if (Arrays.equals(payload, Arrays.copyOf(answer.getData(), answer.getLength()))) {
                    return;
                }
            } catch (IOException notYet) {
                // The machine is not there yet; a refused datagram is told at the next call.
            }
        }
        throw new AssertionError("no echo of " + payload.length + " bytes from port " + port);
    }
}
