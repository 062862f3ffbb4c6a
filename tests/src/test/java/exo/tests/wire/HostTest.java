package exo.tests.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import exo.tests.wire.packet.EthernetFrame;
import exo.tests.wire.packet.IcmpEcho;
import exo.tests.wire.packet.Ipv4Address;
import exo.tests.wire.packet.Ipv4Packet;
import exo.tests.wire.packet.MacAddress;
import exo.tests.wire.packet.UdpDatagram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two peers against each other, on every kind of wire, sound and faulty. */
class HostTest {
    private static final long SEED = 7_007;
    private static final MacAddress CARD = MacAddress.of("52:54:00:00:00:01");
    private static final MacAddress OTHER_CARD = MacAddress.of("52:54:00:00:00:02");
    private static final Ipv4Address ADDRESS = Ipv4Address.of("10.0.2.2");
    private static final Ipv4Address OTHER_ADDRESS = Ipv4Address.of("10.0.2.15");
    private static final int ECHO_PORT = 7;
    private static final Patience QUICK = new Patience(1, 50);
    private static final long TOOL_SECONDS = 20;

    @TempDir
    private Path directory;

    /** A simulated wire's end, with a peer at the other that has its turn whenever this end waits. */
    private static SimulatedWire toPeer() {
        Host[] peer = new Host[1];
        SimulatedWire[] ends = SimulatedWire.pair(() -> peer[0].serve(0), () -> { });
        peer[0] = new Host(ends[1], OTHER_CARD, OTHER_ADDRESS).echoing(ECHO_PORT);
        return ends[0];
    }

    private static Host on(Wire wire) {
        return new Host(wire, CARD, ADDRESS);
    }

    private static byte[] payload(int bytes) {
        byte[] payload = new byte[bytes];
        new SplittableRandom(SEED + bytes).nextBytes(payload);
        return payload;
    }

    private static void converse(Host host, Patience patience) {
        MacAddress card = host.resolve(OTHER_ADDRESS, patience);
        assertEquals(OTHER_CARD, card);
        for (int bytes : new int[] {0, 1, 18, 60, 1_471, 1_472}) {
            host.ping(card, OTHER_ADDRESS, IcmpEcho.request(1, bytes, payload(bytes)), patience);
            host.udpEcho(card, OTHER_ADDRESS, new UdpDatagram(40_000, ECHO_PORT, payload(bytes)), patience);
        }
    }

    @Test
    void peersUnderstandEachOtherInSimulation() {
        Host host = on(toPeer());
        converse(host, QUICK);
        assertEquals(List.of(), host.complaints());
    }

    @Test
    void peersUnderstandEachOtherOverDatagrams() throws InterruptedException {
        DatagramWire[] ends = DatagramWire.pair();
        Host peer = new Host(ends[1], OTHER_CARD, OTHER_ADDRESS).echoing(ECHO_PORT);
        Thread serving = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                peer.serve(10);
            }
        });
        serving.start();
        try {
            Host host = on(ends[0]);
            converse(host, Patience.ONCE);
            assertEquals(List.of(), host.complaints());
        } finally {
            serving.interrupt();
            serving.join();
            ends[0].close();
            ends[1].close();
        }
        assertEquals(List.of(), peer.complaints());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void peersUnderstandEachOtherInSpiteOfFaults(long seed) {
        System.out.println("seed " + seed);
        Faults faults = Faults.all(100).withGiantsUpTo(9_018);
        FaultyWire wire = new FaultyWire(toPeer(), faults, faults, seed, null);
        Host host = on(wire);
        converse(host, new Patience(100, 50));
        assertFalse(wire.faultsSent().isEmpty());
        assertFalse(wire.faultsReceived().isEmpty());
    }

    @Test
    void onADeadWireNobodyAnswers() {
        Wire dead = new FaultyWire(toPeer(), Faults.NONE.with(Fault.LOSS, Faults.ALWAYS), Faults.NONE, SEED, null);
        AssertionError error = assertThrows(AssertionError.class, () -> on(dead).resolve(OTHER_ADDRESS, QUICK));
        assertTrue(error.getMessage().startsWith("no answer to who has 10.0.2.15 after "), error.getMessage());
    }

    @Test
    void aPortThatDoesNotEchoIsToldFromOneThatDoes() {
        Host host = on(toPeer());
        host.udpUnanswered(OTHER_CARD, OTHER_ADDRESS, new UdpDatagram(40_000, ECHO_PORT + 1, payload(4)), 50);
        assertThrows(AssertionError.class,
                () -> host.udpUnanswered(OTHER_CARD, OTHER_ADDRESS, new UdpDatagram(40_000, ECHO_PORT, payload(4)), 50));
    }

    /** A peer that answers with a reply of the test's making, checksums and all. */
    private static Host toForger(byte[] reply, int protocol) {
        Queue<byte[]> asked = new ArrayDeque<>();
        Queue<byte[]> answers = new ArrayDeque<>();
        return on(new SimulatedWire(asked::add, answers::poll, () -> {
            if (asked.poll() != null) {
                answers.add(new EthernetFrame(CARD, OTHER_CARD, EthernetFrame.IPV4,
                        Ipv4Packet.of(OTHER_ADDRESS, ADDRESS, protocol, reply).toBytes()).toBytes());
            }
        }));
    }

    @Test
    void anAnswerWithOtherDataIsNone() {
        IcmpEcho echo = IcmpEcho.request(1, 2, payload(8));
        IcmpEcho forged = new IcmpEcho(true, 1, 2, payload(9));
        toForger(echo.answer().toBytes(), Ipv4Packet.ICMP).ping(OTHER_CARD, OTHER_ADDRESS, echo, QUICK);
        assertThrows(AssertionError.class,
                () -> toForger(forged.toBytes(), Ipv4Packet.ICMP).ping(OTHER_CARD, OTHER_ADDRESS, echo, QUICK));
        UdpDatagram datagram = new UdpDatagram(40_000, ECHO_PORT, payload(8));
        byte[] right = new UdpDatagram(ECHO_PORT, 40_000, payload(8)).toBytes(OTHER_ADDRESS, ADDRESS);
        byte[] wrong = new UdpDatagram(ECHO_PORT, 40_000, payload(9)).toBytes(OTHER_ADDRESS, ADDRESS);
        toForger(right, Ipv4Packet.UDP).udpEcho(OTHER_CARD, OTHER_ADDRESS, datagram, QUICK);
        assertThrows(AssertionError.class,
                () -> toForger(wrong, Ipv4Packet.UDP).udpEcho(OTHER_CARD, OTHER_ADDRESS, datagram, QUICK));
    }

    @Test
    void aWrongChecksumIsAComplaintAndNoAnswer() {
        SimulatedWire[] ends = SimulatedWire.pair(() -> { }, () -> { });
        Wire here = ends[0];
        Wire there = ends[1];
        Host host = on(here).echoing(ECHO_PORT);
        byte[] datagram = new UdpDatagram(1, ECHO_PORT, payload(4)).toBytes(OTHER_ADDRESS, ADDRESS);
        datagram[datagram.length - 1] ^= 1;
        there.send(new EthernetFrame(CARD, OTHER_CARD, EthernetFrame.IPV4,
                Ipv4Packet.of(OTHER_ADDRESS, ADDRESS, Ipv4Packet.UDP, datagram).toBytes()).toBytes());
        host.serve(1);
        assertEquals(0, there.drop(0));
        assertEquals(1, host.complaints().size());
        assertTrue(host.complaints().get(0).startsWith("UDP datagram has a wrong checksum: 5254"), host.complaints().get(0));
    }

    @Test
    void theRecordingOfAConversationIsReadByOthers() throws IOException, InterruptedException {
        Path file = directory.resolve("conversation.pcapng");
        try (Wire wire = new RecordedWire(toPeer(), Recording.into(file))) {
            converse(on(wire), QUICK);
        }
        PcapngReader capture = new PcapngReader(Files.readAllBytes(file));
        assertEquals(2 + 2 * 2 * 6, capture.packets().size());
        assertEquals(EthernetFrame.BYTES_MIN, capture.packets().get(0).frame().length);
        String tool = List.of("tshark", "tcpdump").stream().filter(HostTest::installed).findFirst().orElse(null);
        assumeTrue(tool != null, "neither tshark nor tcpdump is installed");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(tool, "-n", "-r", file.toString()).redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertTrue(process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS), tool + " does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue());
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertEquals(capture.packets().size(), text.lines().count(), text);
        assertTrue(text.contains("10.0.2.15"), text);
    }

    private static boolean installed(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream().anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }
}
