package exo.cli.bench;

import exo.cli.machine.Companion;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the echo servers of a machine for echoes, one at a time, and reads the counter before the first and after the last: what an echo
 * takes from wire to wire, everything that the guest does included. Ends the machine when it has all figures, or has waited in vain.
 */
public final class EchoFeed implements Companion {
    private static final int PAYLOAD_BYTES = 60;
    private static final int ROUNDS = 1000;
    private static final int WARM_UP_ROUNDS = 50;
    private static final int FIRST_ANSWER_MILLISECONDS = 30_000;
    private static final int ANSWER_MILLISECONDS = 2_000;
    private static final int TRY_MILLISECONDS = 100;
    private static final int UDP_PAYLOAD_OFFSET = 42;

    private final RawLink link;
    private final InstructionCounter counter;
    private final byte[] mac;
    private final byte[] address;
    /** Names of the figures, and the port of the server that each is about. */
    private final Map<String, Integer> ports;
    private final Map<String, Long> instructions = new LinkedHashMap<>();
    private volatile boolean ended;
    private volatile String problem;

    public EchoFeed(RawLink link, InstructionCounter counter, byte[] mac, byte[] address, Map<String, Integer> ports) {
        this.link = link;
        this.counter = counter;
        this.mac = mac.clone();
        this.address = address.clone();
        this.ports = new LinkedHashMap<>(ports);
    }

    @Override
    public void start() {
        Thread feed = new Thread(this::run, "echo-feed");
        feed.setDaemon(true);
        feed.start();
    }

    private void run() {
        try {
            for (Map.Entry<String, Integer> server : ports.entrySet()) {
                if (!measure(server.getKey(), server.getValue())) {
                    break;
                }
            }
        } catch (IOException broken) {
            problem = "the link to the guest is broken: " + broken.getMessage();
        }
        ended = true;
    }

    private boolean measure(String name, int port) throws IOException {
        if (!awaitFirst(port) || !echoes(port, WARM_UP_ROUNDS)) {
            problem = "no echo from port " + port;
            return false;
        }
        long before = counter.count();
        boolean good = echoes(port, ROUNDS);
        instructions.put(name, (counter.count() - before) / ROUNDS);
        problem = good ? problem : "an echo from port " + port + " was lost, or wrong";
        return good;
    }

    private boolean awaitFirst(int port) throws IOException {
        byte[] payload = payload(-1);
        for (int waited = 0; waited < FIRST_ANSWER_MILLISECONDS; waited += TRY_MILLISECONDS) {
            link.send(TestFrame.udp(mac, address, port, payload));
            if (isEcho(link.receive(TRY_MILLISECONDS), payload)) {
                while (link.receive(TRY_MILLISECONDS) != null) {
                    continue;
                }
                return true;
            }
        }
        return false;
    }

    private boolean echoes(int port, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            byte[] payload = payload(round);
            link.send(TestFrame.udp(mac, address, port, payload));
            byte[] answer = link.receive(ANSWER_MILLISECONDS);
            if (!isEcho(answer, payload)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] payload(int round) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        Arrays.fill(payload, (byte) round);
        payload[0] = (byte) (round >>> 8);
        return payload;
    }

    private static boolean isEcho(byte[] frame, byte[] payload) {
        return frame != null && frame.length == UDP_PAYLOAD_OFFSET + payload.length
                && Arrays.equals(frame, UDP_PAYLOAD_OFFSET, frame.length, payload, 0, payload.length)
                && Arrays.equals(frame, 0, TestFrame.PEER.length, TestFrame.PEER, 0, TestFrame.PEER.length);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean takesInterrupts() {
        return false;
    }

    /** Instructions of an echo, by the figures' names. */
    public Map<String, Long> instructions() {
        return Map.copyOf(instructions);
    }

    /** What went wrong, or null. */
    public String problem() {
        return problem;
    }
}
