package exo.tests.system;

import static exo.tests.system.NetworkRun.HANDLER_PORT;
import static exo.tests.system.NetworkRun.frame;
import static exo.tests.system.NetworkRun.udp;

import exo.tests.wire.DatagramWire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The other end of the wire of {@code systems/hostile/wire.toml}. Its hostile program tells what goes on; while it spins and while it sends, a
 * handler beside it is asked for echoes, one after another, and how long each took is kept; then it is sent more than it could take.
 */
final class CrowdedWire implements Runnable {
    /** What the program says, by the port that it speaks from. */
    private static final int FIRST_PORT = 60;
    private static final int BEGIN = 0;
    private static final int SPIN = 1;
    private static final int SEND = 2;
    private static final int RECEIVE = 3;
    private static final int END = 4;
    private static final int DEAF_PORT = FIRST_PORT + 1;
    private static final int NOBODYS_PORT = 1000;

    private static final int SOURCE_PORT = 34;
    private static final int PAYLOAD = 42;
    private static final int SHORT_BYTES = 60;
    private static final int PAUSE_MILLISECONDS = 50;
    private static final int PATIENCE_MILLISECONDS = 500;
    private static final int BURST = 128;
    private static final int CROWDED_TIMES_MAXIMUM = 3;
    private static final int ECHOES_MINIMUM = 100;
    private static final long NANOSECONDS_IN_MICROSECOND = 1000;

    private final DatagramWire wire = DatagramWire.toGuest();
    private final List<List<Long>> nanoseconds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private int phase = BEGIN;
    private int asked;
    private boolean answered;
    private volatile boolean over;

    String mode() {
        return wire.mode();
    }

    @Override
    public void run() {
        while (phase != END && !over) {
            switch (phase) {
                case BEGIN -> begin();
                case RECEIVE -> flood();
                default -> echo();
            }
        }
    }

    /** The next frame that comes, or null; what goes on is noticed. */
    private byte[] look(long milliseconds) {
        byte[] came = wire.receive(milliseconds);
        int said = came == null ? 0 : port(came) - FIRST_PORT;
        if (came != null && came.length <= SHORT_BYTES && said > phase && said <= END) {
            phase = said;
        }
        return came;
    }

    private static int port(byte[] came) {
        return came.length < PAYLOAD ? 0 : (came[SOURCE_PORT] & 0xff) << Byte.SIZE | came[SOURCE_PORT + 1] & 0xff;
    }

    private void echo() {
        int before = phase;
        asked++;
        long start = System.nanoTime();
        wire.send(frame(udp(HANDLER_PORT, ByteBuffer.allocate(Integer.BYTES).putInt(asked).array())));
        byte[] came = look(PATIENCE_MILLISECONDS);
        while (came != null && phase == before && !isEcho(came)) {
            came = look(PATIENCE_MILLISECONDS);
        }
        answered |= came != null && isEcho(came);
        if (phase == before) {
            nanoseconds.get(phase).add(System.nanoTime() - start);
        }
    }

    private boolean isEcho(byte[] came) {
        return port(came) == HANDLER_PORT && ByteBuffer.wrap(came).getInt(PAYLOAD) == asked;
    }

    /** The program is to go on once the handler is there. */
    private void begin() {
        echo();
        if (answered) {
            wire.send(frame(udp(FIRST_PORT, new byte[1])));
        }
        look(PAUSE_MILLISECONDS);
    }

    private void flood() {
        for (int i = 0; i < BURST; i++) {
            wire.send(frame(udp(NOBODYS_PORT, new byte[1])));
            wire.send(frame(udp(DEAF_PORT, new byte[1])));
        }
        while (look(0) != null && phase != END) {
            continue;
        }
    }

    private long median(int of) {
        List<Long> sorted = nanoseconds.get(of).stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new AssertionError("no echo in phase " + of);
        }
        return sorted.get(sorted.size() / 2);
    }

    /** Whether an echo beside who takes the wire took more than three times as long as one while it spins. */
    boolean isSlow() {
        return median(SEND) > CROWDED_TIMES_MAXIMUM * median(SPIN) || nanoseconds.get(SEND).size() < ECHOES_MINIMUM;
    }

    String told() {
        return nanoseconds.get(SEND).size() + " echoes of " + median(SEND) / NANOSECONDS_IN_MICROSECOND + " us beside who takes the wire, "
                + nanoseconds.get(SPIN).size() + " of " + median(SPIN) / NANOSECONDS_IN_MICROSECOND + " us beside the same that spins";
    }

    /** The machine has gone off. */
    void end() {
        over = true;
    }
}
