package exo.programs.network;

import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import exo.exos.network.ReceiveRing;
import exo.filters.FilterException;

/** Counts the packets of an expression, its first argument in the words of pcap-filter(7), within its claim; ends as {@link Lifetime} says. */
public final class Listener {
    private Listener() {
    }

    public static void main(String[] arguments) {
        OwnClaim[] claims = OwnClaim.all();
        if (claims.length == 0) {
            System.out.println("there is no network to listen to");
            return;
        }
        ReceiveRing ring = new ReceiveRing();
        try {
            for (PacketFilter filter : Expressions.compile(arguments[0])) {
                filter.bind(claims[0].number(), ring.name(), 0);
            }
        } catch (FilterException e) {
            System.out.println(arguments[0] + ": " + e.getMessage());
            System.exit(2);
        }
        listen(ring, new Lifetime(arguments));
    }

    private static void listen(ReceiveRing ring, Lifetime lifetime) {
        long packets = 0;
        long bytes = 0;
        while (!lifetime.isOver(packets)) {
            while (ring.next()) {
                packets++;
                bytes += ring.byteCount();
            }
            ring.await(0, lifetime.nextLook());
        }
        System.out.println(packets + " packets of " + bytes + " bytes in all");
    }
}
