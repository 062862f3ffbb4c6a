package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.tests.wire.DatagramWire;
import exo.tests.wire.PcapngReader;
import exo.tests.wire.packet.EthernetFrame;
import exo.tests.wire.packet.MacAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network card of {@code exo run}, on every machine: what QEMU takes, what a capture has in it, what the host refuses. */
final class NetworkRunTest {
    private static final int SECONDS = 20;
    private static final long PAUSE_MILLISECONDS = 20;
    private static final byte[] FRAME = new EthernetFrame(MacAddress.of("52:54:00:12:34:56"), MacAddress.of("52:54:00:00:00:01"),
            0x88b5, "anybody there?".getBytes()).toBytes();

    @TempDir
    private static Path directory;
    private static Project project;

    @BeforeAll
    static void writeThePrograms() throws IOException {
        project = new Project(directory).guest("endless.c").guest("Ends.java")
                .description("endless", Project.c("endless", "256KiB"))
                .description("ends", Project.java("ends", "guest.Ends", "status"));
    }

    private static PcapngReader capture(Path file) throws IOException {
        PcapngReader capture = new PcapngReader(Files.readAllBytes(file));
        assertEquals(1, capture.interfaces().size());
        assertEquals(new PcapngReader.Interface(1, "net0", 6), capture.interfaces().get(0));
        return capture;
    }

    @ParameterizedTest
    @ValueSource(strings = {"q35", "pc", "microvm"})
    void everyMachineTakesItsCard(String machine) throws IOException {
        Path file = directory.resolve(machine + ".pcapng");
        project.run("ends", SECONDS, "--machine", machine, "--net", "user", "--pcap", file.toString()).endedWith(7)
                .tells("pcap   " + file + ": ");
        capture(file);
    }

    @Test
    void whatWasCapturedIsThereAfterATimeout() throws IOException, InterruptedException {
        Path file = directory.resolve("timeout.pcapng");
        try (DatagramWire wire = DatagramWire.toGuest()) {
            Thread sender = new Thread(() -> sendOn(wire));
            sender.start();
            try {
                project.run("endless", 2, "--net", wire.mode(), "--pcap", file.toString()).endedWith(124);
            } finally {
                sender.interrupt();
                sender.join();
            }
        }
        assertTrue(capture(file).has(FRAME), "the frame that was sent is not in the capture");
    }

    private static void sendOn(DatagramWire wire) {
        try {
            while (!Thread.interrupted()) {
                wire.send(FRAME);
                Thread.sleep(PAUSE_MILLISECONDS);
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPortInUseIsToldBeforeTheMachineStarts() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String port = taken.getLocalPort() + ":7/udp";
            project.run("ends", SECONDS, "-p", port).endedWith(125)
                    .tells("error: port " + taken.getLocalPort() + "/udp of this host, published as " + port + ", is in use");
        }
    }

    @Test
    void aDryRunShowsAllOfItAndAsksNothingOfTheHost() {
        project.run("ends", SECONDS, "--dry-run", "--net", "tap:no-such-tap", "--pcap", "x.pcapng").endedWith(0)
                .says("-netdev tap,id=net0,ifname=no-such-tap,script=no,downscript=no -device virtio-net-pci,disable-legacy=on,")
                .says("-object filter-dump,id=capture,netdev=net0,file=");
        project.run("ends", SECONDS, "--dry-run", "-p", "7007:7/udp", "-p", "8080:80").endedWith(0)
                .says(",hostfwd=udp:127.0.0.1:7007-10.0.2.15:7,hostfwd=tcp:127.0.0.1:8080-10.0.2.15:80 ");
        project.run("ends", SECONDS, "--dry-run").endedWith(0).neverSays("-netdev");
    }

    @Test
    void aCaptureOfNoCardIsRefused() {
        project.run("ends", SECONDS, "--pcap", "x.pcapng").endedWith(2)
                .tells("error: --pcap: this machine has no network card. To give it one: --net user");
    }
}
