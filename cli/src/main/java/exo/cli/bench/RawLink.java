package exo.cli.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** The other end of the machine's network card: whole Ethernet frames, each in a datagram over the host's loopback. */
public final class RawLink implements AutoCloseable {
    private static final int FRAME_BYTES_MAXIMUM = 65_536;

    private final DatagramSocket socket;
    private final int guestPort;

    public RawLink() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            guestPort = free.getLocalPort();
        }
    }

    /** What exo's --net is to be. */
    public String mode() {
        return "dgram:" + guestPort + ":" + socket.getLocalPort();
    }

    void send(byte[] frame) throws IOException {
        socket.send(new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), guestPort));
    }

    /** The next frame, or null: none has come in so many milliseconds. */
    byte[] receive(int milliseconds) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[FRAME_BYTES_MAXIMUM], FRAME_BYTES_MAXIMUM);
        socket.setSoTimeout(milliseconds);
        try {
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException none) {
            return null;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
