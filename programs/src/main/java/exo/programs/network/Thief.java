package exo.programs.network;

import exo.exos.network.OwnClaim;
import exo.exos.network.ReceiveRing;

/**
 * Tries, one after another, to get at the packets of others and to speak in their names, and says of each how it was caught. Has a claim
 * of its own, to UDP ports from FIRST_PORT on, as one must have something to go beyond. Ends with status 1 if anything was not caught.
 * What takes a packet from outside to try is tried if one comes: see {@link Provocation}.
 */
public final class Thief {
    private Thief() {
    }

    public static void main(String[] arguments) {
        OwnClaim[] claims = OwnClaim.all();
        if (claims.length == 0) {
            System.out.println("there is no network to steal from");
            return;
        }
        Report report = new Report();
        ReceiveRing ring = new ReceiveRing();
        FilterTricks filters = new FilterTricks(report, claims[0], ring);
        filters.bindWhatIsOthers();
        filters.takeClaims();
        BookTricks books = new BookTricks(report, ring);
        books.endWhatIsOthers();
        books.seeFramesOfOthers();
        new SendTricks(report, claims[0]).sendAsOthers();
        Provocation provocation = new Provocation(claims[0], arguments);
        new HandlerTricks(report, claims[0], ring, provocation).loadAndRun();
        new OfferTricks(report, claims[0], provocation).offerWhatIsNotItsOwn();
        System.exit(report.sum() ? 0 : 1);
    }
}
