package exo.tests.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One direction of a faulty wire: what arrives, in order, for each frame that sets out. The seed decides all of it. */
final class FaultyWay {
    private static final int RUNT_BYTES_MAX = 13;
    private static final int GIANT_BYTES_MIN = 1_519;
    private static final int BITS_TURNED_MAX = 8;

    private final Faults faults;
    private final SplittableRandom random;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private Arrival held;

    /** @param comment what was done to it, or null */
    record Arrival(byte[] frame, String comment, boolean lost) {
    }

    FaultyWay(Faults faults, long seed) {
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    /** What becomes of a frame and of those that were held back for it; lost ones are told too. */
    List<Arrival> pass(byte[] frame) {
        List<Arrival> arrivals = new ArrayList<>();
        if (befalls(Fault.RUNT)) {
            arrivals.add(new Arrival(noise(1 + random.nextInt(RUNT_BYTES_MAX)), "runt", false));
        }
        if (befalls(Fault.GIANT)) {
            arrivals.add(new Arrival(noise(random.nextInt(GIANT_BYTES_MIN, faults.giantBytesMax() + 1)), "giant", false));
        }
        Arrival own = damaged(frame);
        if (held == null && !own.lost() && befalls(Fault.REORDERING)) {
            held = new Arrival(own.frame(), with(own.comment(), "behind the next"), false);
            return arrivals;
        }
        arrivals.add(own);
        if (!own.lost() && befalls(Fault.DUPLICATION)) {
            arrivals.add(new Arrival(own.frame(), with(own.comment(), "again"), false));
        }
        arrivals.addAll(release());
        return arrivals;
    }

    /** What is held back arrives now, nothing having come to overtake it. */
    List<Arrival> release() {
        List<Arrival> released = held == null ? List.of() : List.of(held);
        held = null;
        return released;
    }

    Map<Fault, Integer> counts() {
        return counts;
    }

    private Arrival damaged(byte[] frame) {
        if (befalls(Fault.LOSS)) {
            return new Arrival(frame, "lost", true);
        }
        byte[] damaged = frame;
        String comment = null;
        if (frame.length > 1 && befalls(Fault.TRUNCATION)) {
            damaged = Arrays.copyOf(damaged, 1 + random.nextInt(frame.length - 1));
            comment = "cut from " + frame.length + " bytes";
        }
        if (befalls(Fault.GARBLING)) {
            damaged = damaged.clone();
            int bits = 1 + random.nextInt(BITS_TURNED_MAX);
            for (int bit = 0; bit < bits; bit++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            comment = with(comment, "garbled");
        }
        return new Arrival(damaged, comment, false);
    }

    private boolean befalls(Fault fault) {
        boolean befalls = random.nextInt(Faults.ALWAYS) < faults.of(fault);
        if (befalls) {
            counts.merge(fault, 1, Integer::sum);
        }
        return befalls;
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private static String with(String comment, String more) {
        return comment == null ? more : comment + ", " + more;
    }
}
