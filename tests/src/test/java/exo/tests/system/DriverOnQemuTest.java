package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.VirtioNet;
import exo.aegis.network.VirtioReceiver;
import exo.aegis.network.VirtioTransmitter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver on this JVM and QEMU's own device: every packet that goes over the wire comes out of the other end as it was. */
final class DriverOnQemuTest {
    private static final long SEED = Long.getLong("exo.seed", System.nanoTime());
    private static final long DRIVER = 1L << 20;
    private static final long FRAMES = 2L << 20;
    private static final long PAYLOAD = 4L << 20;
    private static final int PACKETS = 600;
    private static final int POSTED = 16;
    private static final int POLLS_MAXIMUM = 10_000;
    private static final int WIRE_MILLISECONDS = 10_000;
    private static final int BYTES_MAXIMUM = 1514;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private Qtest machine;
    private VirtioNet net;

    @ParameterizedTest
    @ValueSource(strings = {"", ",event_idx=off"})
    void whatGoesInAtOneEndComesOutAtTheOther(String like, @TempDir Path directory) throws IOException, InterruptedException {
        try (Wire wire = new Wire()) {
            List<String> arguments = new ArrayList<>(List.of("-M", "microvm", "-global", "virtio-mmio.force-legacy=off"));
            wire.arguments("microvm", like).forEach(word -> arguments.add(word.substring("--qemu-arg=".length())));
            try (Qtest qemu = new Qtest(directory, arguments)) {
                machine = qemu;
                QtestNetwork device = new QtestNetwork(qemu);
                net = new VirtioNet(device.machine(), device, reason -> {
                    throw new AssertionError("QEMU's device is dead: " + reason);
                }, DRIVER);
                assertNull(net.start());
                for (int slot = 0; slot < POSTED; slot++) {
                    assertTrue(net.receiver().post(slot, frame(slot)));
                }
                net.receiver().kick();
                for (int i = 0; i < PACKETS; i++) {
                    receive(wire, packet());
                    transmit(wire, packet());
                }
            }
        }
    }

    private static long frame(int slot) {
        return FRAMES + slot * (long) VirtioReceiver.BUFFER_BYTES;
    }

    /** Mostly short, since each byte is two messages to QEMU; of at least what an Ethernet frame has, for QEMU pads to that. */
    private byte[] packet() {
        byte[] packet = new byte[random.nextInt(50) == 0 ? BYTES_MAXIMUM : 60 + random.nextInt(20)];
        random.nextBytes(packet);
        Arrays.fill(packet, 0, 6, (byte) -1);
        packet[6] = 2;
        return packet;
    }

    private void receive(Wire wire, byte[] packet) throws IOException {
        wire.send(packet);
        int slot = VirtioReceiver.NONE;
        for (int polls = 0; slot == VirtioReceiver.NONE && polls < POLLS_MAXIMUM; polls++) {
            slot = net.receiver().poll();
        }
        assertTrue(slot >= 0, "nothing arrives, with seed " + SEED);
        byte[] found = new byte[net.receiver().packetBytes()];
        for (int at = 0; at < found.length; at++) {
            found[at] = (byte) machine.load('b', frame(slot) + VirtioReceiver.PACKET + at);
        }
        assertArrayEquals(packet, found);
        assertTrue(net.receiver().post(slot, frame(slot)));
        net.receiver().kick();
    }

    private void transmit(Wire wire, byte[] packet) throws IOException {
        VirtioTransmitter transmitter = net.transmitter();
        int slot = transmitter.freeSlot();
        int headerBytes = random.nextInt(4) == 0 && packet.length <= VirtioTransmitter.HEADER_BYTES_MAXIMUM ? packet.length
                : 1 + random.nextInt(packet.length < 60 ? packet.length : 59);
        for (int at = 0; at < packet.length; at++) {
            long place = at < headerBytes ? transmitter.header(slot) + at : PAYLOAD + at - headerBytes;
            machine.store('b', place, packet[at] & 0xff);
        }
        transmitter.send(slot, headerBytes, PAYLOAD, packet.length - headerBytes, 0, 0);
        transmitter.kick();
        assertArrayEquals(packet, wire.received(WIRE_MILLISECONDS));
        int sent = VirtioTransmitter.NONE;
        for (int polls = 0; sent == VirtioTransmitter.NONE && polls < POLLS_MAXIMUM; polls++) {
            sent = transmitter.poll();
        }
        assertEquals(slot, sent);
    }
}
