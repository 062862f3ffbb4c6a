package exo.tests.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * A wire of UDP datagrams on the loopback, a frame in each, as QEMU's {@code -netdev dgram} speaks it. What comes from any port but the
 * other end's is not from this wire, and is passed over.
 */
public final class DatagramWire implements Wire {
    /** A UDP payload's maximum over IPv4. */
    public static final int FRAME_BYTES_MAX = 65_507;
    /** What arrives while the test looks elsewhere must not be lost by the host. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final long NANOSECONDS_IN_MILLISECOND = 1_000_000;

    private final DatagramSocket socket;
    private final InetSocketAddress other;
    private final byte[] buffer = new byte[FRAME_BYTES_MAX];

    private DatagramWire(DatagramSocket socket, int otherPort) {
        this.socket = socket;
        this.other = loopback(otherPort);
    }

    /** To a guest that is started thereafter with {@link #mode}; both ports are free ones. */
    public static DatagramWire toGuest() {
        DatagramSocket own = bound(0);
        // The guest's port is free now, and nothing but the guest is likely to ask for that very one.
        DatagramSocket guest = bound(0);
        int guestPort = guest.getLocalPort();
        guest.close();
        return new DatagramWire(own, guestPort);
    }

    /** Two ends of one wire, for tests without a guest. */
    static DatagramWire[] pair() {
        DatagramSocket first = bound(0);
        DatagramSocket second = bound(0);
        return new DatagramWire[] {new DatagramWire(first, second.getLocalPort()), new DatagramWire(second, first.getLocalPort())};
    }

    /** What {@code exo run --net} is given for a guest at the other end. */
    public String mode() {
        return "dgram:" + other.getPort() + ":" + socket.getLocalPort();
    }

    private static DatagramSocket bound(int port) {
        try {
            DatagramSocket socket = new DatagramSocket(loopback(port));
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            return socket;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void send(byte[] frame) {
        if (frame.length == 0) {
            throw new IllegalArgumentException("QEMU takes an empty datagram for the wire's end");
        }
        try {
            socket.send(new DatagramPacket(frame, frame.length, other));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public byte[] receive(long patienceMilliseconds) {
        long end = milliseconds() + patienceMilliseconds;
        try {
            for (int strangers = 0; strangers < FRAMES_MAX; strangers++) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                // Zero would be to wait for ever.
                socket.setSoTimeout((int) Math.max(1, end - milliseconds()));
                socket.receive(packet);
                if (packet.getSocketAddress().equals(other)) {
                    return Arrays.copyOf(buffer, packet.getLength());
                }
            }
            return null;
        } catch (SocketTimeoutException none) {
            return null;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public long milliseconds() {
        return System.nanoTime() / NANOSECONDS_IN_MILLISECOND;
    }

    @Override
    public void close() {
        socket.close();
    }
}
