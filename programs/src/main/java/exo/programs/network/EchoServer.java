package exo.programs.network;

import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import exo.exos.network.ReceiveRing;

/**
 * A UDP echo server (RFC 862) by packets: they come in a ring of frames, are turned round where they lie, and go out from there. It
 * answers at every port that it has a claim to, but for the one of {@code stop=PORT}, by which it ends; else see {@link Lifetime}.
 */
public final class EchoServer {
    private static final String STOP = "stop=";
    private static final int UDP = 17;

    private final ReceiveRing ring = new ReceiveRing();
    private final Lifetime lifetime;
    private long stopFilter;
    private long received;
    private long answered;
    private boolean stopped;

    private EchoServer(String[] arguments) {
        lifetime = new Lifetime(arguments);
        String stop = Lifetime.value(arguments, STOP);
        int stopPort = stop == null ? -1 : Integer.parseInt(stop);
        for (OwnClaim claim : OwnClaim.all()) {
            for (int port = claim.portFirst(); claim.protocol() == UDP && port <= claim.portLast(); port++) {
                long filter = PacketFilter.of(claim).port(port).bind(claim.number(), ring.name(), 0);
                stopFilter = port == stopPort ? filter : stopFilter;
            }
        }
    }

    public static void main(String[] arguments) {
        if (OwnClaim.all().length == 0) {
            System.out.println("there is no network to answer");
            return;
        }
        EchoServer server = new EchoServer(arguments);
        System.out.println("answers");
        server.serve();
        System.out.println(server.received + " packets received, " + server.answered + " answered, " + server.ring.dropped() + " lost");
    }

    private void serve() {
        while (!stopped && !lifetime.isOver(received)) {
            while (!stopped && ring.next()) {
                answer();
            }
            if (!stopped) {
                ring.await(0, lifetime.nextLook());
            }
        }
    }

    private void answer() {
        received++;
        if (ring.filter() == stopFilter) {
            stopped = true;
            return;
        }
        int bytes = EchoAnswer.make(ring.packetVa(), ring.byteCount(), ring.flags());
        if (bytes != 0 && ring.send(bytes) == 0) {
            answered++;
        }
    }
}
