package exo.tests.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The other end of a guest's wire: a datagram of the host's loopback is an Ethernet frame. Run as a thread, it puts one frame after
 * the other on the wire until it is closed; those from before the guest's device listens are lost, as on any wire.
 */
final class Wire implements Runnable, AutoCloseable {
    private static final int PAUSE_MILLISECONDS = 2;
    private static final int FRAME_BYTES = 60;
    private static final int FRAME_BYTES_MAXIMUM = 2048;
    /** To all stations, from one that is local, of a protocol that is for experiments. */
    private static final byte[] HEADER = {-1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, 1, (byte) 0x88, (byte) 0xb5};

    private final DatagramSocket socket;
    private final int guestPort;
    private volatile int sent;

    Wire() throws SocketException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            guestPort = free.getLocalPort();
        }
    }

    /** What exo is to tell QEMU, with a device at the end of the wire, which is like this. */
    List<String> arguments(String machine, String like) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        List<String> arguments = new ArrayList<>(List.of("-netdev", "dgram,id=net,local.type=inet,local.host=" + host
                + ",local.port=" + guestPort + ",remote.type=inet,remote.host=" + host + ",remote.port=" + socket.getLocalPort(),
                "-device", (machine.equals("microvm") ? "virtio-net-device" : "virtio-net-pci")
                + ",netdev=net,mac=52:54:00:12:34:56" + like));
        return arguments.stream().map(argument -> "--qemu-arg=" + argument).toList();
    }

    int sent() {
        return sent;
    }

    void send(byte[] frame) throws IOException {
        socket.send(new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), guestPort));
    }

    /** The next frame that the guest sends, within so long. */
    byte[] received(int milliseconds) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[FRAME_BYTES_MAXIMUM], FRAME_BYTES_MAXIMUM);
        socket.setSoTimeout(milliseconds);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void run() {
        byte[] frame = Arrays.copyOf(HEADER, FRAME_BYTES);
        try {
            while (!socket.isClosed()) {
                sent++;
                send(frame);
                Thread.sleep(PAUSE_MILLISECONDS);
            }
        } catch (IOException closed) {
            // That is how it ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
