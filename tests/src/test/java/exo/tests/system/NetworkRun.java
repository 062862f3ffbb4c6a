package exo.tests.system;

import exo.tests.wire.DatagramWire;
import exo.tests.wire.Host;
import exo.tests.wire.Patience;
import exo.tests.wire.Wire;
import exo.tests.wire.packet.EthernetFrame;
import exo.tests.wire.packet.Ipv4Address;
import exo.tests.wire.packet.Ipv4Packet;
import exo.tests.wire.packet.MacAddress;
import exo.tests.wire.packet.UdpDatagram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code systems/network.toml} on a machine at the other end of a wire, and a host at this one. Both ways every frame is kept. The
 * machine goes off when it is told by a packet to the control port, and when all its programs have ended.
 */
final class NetworkRun implements AutoCloseable {
    static final MacAddress HOST_CARD = MacAddress.of("52:54:00:00:00:01");
    static final MacAddress CARD = MacAddress.of("52:54:00:12:34:56");
    static final Ipv4Address HOST = Ipv4Address.of("10.0.2.2");
    static final Ipv4Address GUEST = Ipv4Address.of("10.0.2.15");
    static final int RING_PORT = 7;
    static final int HANDLER_PORT = 8;
    static final int STOP_PORT = 9;
    /** Where the thief asks for packets. */
    static final int THIEF_ASKS = 6060;
    static final int OWN_PORT = 40_007;
    private static final Patience WHILE_IT_BOOTS = new Patience(240, 250);
    private static final int SERVE_MILLISECONDS = 100;
    private static final int SOURCE_PORT_OFFSET = 36;

    private final DatagramWire wire = DatagramWire.toGuest();
    private final Kept kept = new Kept(wire);
    private final Host host = new Host(kept, HOST_CARD, HOST).echoing(THIEF_ASKS);
    private final CompletableFuture<Outcome> machine;

    /** The wire, and what went over it. */
    private record Kept(Wire wire, List<byte[]> sentFrames, List<byte[]> receivedFrames) implements Wire {
        Kept(Wire wire) {
            this(wire, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public void send(byte[] frame) {
            sentFrames.add(frame);
            wire.send(frame);
        }

        @Override
        public byte[] receive(long patienceMilliseconds) {
            byte[] frame = wire.receive(patienceMilliseconds);
            if (frame != null) {
                receivedFrames.add(frame);
            }
            return frame;
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

    NetworkRun(String... more) {
        String[] arguments = {"run", "systems/network.toml", "--timeout", "100s", "--net", wire.mode()};
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        machine = CompletableFuture.supplyAsync(() -> Exo.atHome().run(all));
    }

    Host host() {
        return host;
    }

    Wire wire() {
        return kept;
    }

    List<byte[]> sent() {
        return kept.sentFrames();
    }

    List<byte[]> received() {
        return kept.receivedFrames();
    }

    /** Waits until the machine answers who asks for it, and all its echo servers do. */
    NetworkRun awaitReady() {
        MacAddress card = host.resolve(GUEST, WHILE_IT_BOOTS);
        if (!card.equals(CARD)) {
            throw new AssertionError("the machine says that its card is " + card);
        }
        for (int port : new int[] {RING_PORT, HANDLER_PORT}) {
            host.udpEcho(CARD, GUEST, new UdpDatagram(OWN_PORT, port, "ready?".getBytes()), WHILE_IT_BOOTS);
        }
        wire().drop(SERVE_MILLISECONDS);
        return this;
    }

    static byte[] frame(Ipv4Packet packet) {
        return new EthernetFrame(CARD, HOST_CARD, EthernetFrame.IPV4, packet.toBytes()).toBytes();
    }

    static Ipv4Packet udp(int port, byte[] payload) {
        return Ipv4Packet.of(HOST, GUEST, Ipv4Packet.UDP, new UdpDatagram(OWN_PORT, port, payload).toBytes(HOST, GUEST));
    }

    /** How many packets the thief has asked for so far. */
    long thiefAsked() {
        return received().stream().filter(frame -> frame.length > SOURCE_PORT_OFFSET + 1
                && ((frame[SOURCE_PORT_OFFSET] & 0xff) << 8 | frame[SOURCE_PORT_OFFSET + 1] & 0xff) == THIEF_ASKS).count();
    }

    /** Tells the machine to end, and answers its programs until it has. */
    Outcome stop() {
        do {
            kept.send(frame(udp(STOP_PORT, "stop".getBytes())));
            host.serve(SERVE_MILLISECONDS);
        } while (!machine.isDone());
        return machine.join();
    }

    @Override
    public void close() {
        if (!machine.isDone()) {
            machine.join();
        }
        wire.close();
    }
}
