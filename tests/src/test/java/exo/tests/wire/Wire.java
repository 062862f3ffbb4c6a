package exo.tests.wire;

import java.util.HexFormat;
import java.util.function.Predicate;

/** One end of a cable: raw Ethernet frames, in order, without their checksums. Waiting is always bounded. */
public interface Wire extends AutoCloseable {
    /** Of one wait: more than any script sends, so that a guest gone wild ends a test rather than holds it. */
    int FRAMES_MAX = 100_000;

    void send(byte[] frame);

    /** The next frame from the other end, or null when none comes in this time. */
    byte[] receive(long patienceMilliseconds);

    /** The time that patience is measured in: the host's, or the simulated machine's. */
    long milliseconds();

    @Override
    void close();

    /** The first frame that is wanted; all before it are dropped. Fails when none comes in this time. */
    default byte[] expect(String what, Predicate<byte[]> wanted, long patienceMilliseconds) {
        byte[] found = find(wanted, patienceMilliseconds);
        if (found == null) {
            throw new AssertionError("no " + what + " within " + patienceMilliseconds + " ms");
        }
        return found;
    }

    /** All frames are dropped for this time. Fails when an unwanted one is among them. */
    default void expectNone(String what, Predicate<byte[]> unwanted, long patienceMilliseconds) {
        byte[] found = find(unwanted, patienceMilliseconds);
        if (found != null) {
            throw new AssertionError(what + " came: " + HexFormat.of().formatHex(found));
        }
    }

    /** Null when none comes in this time. */
    default byte[] find(Predicate<byte[]> wanted, long patienceMilliseconds) {
        long end = milliseconds() + patienceMilliseconds;
        for (int frames = 0; frames < FRAMES_MAX; frames++) {
            byte[] frame = receive(Math.max(0, end - milliseconds()));
            if (frame == null || wanted.test(frame)) {
                return frame;
            }
        }
        throw new AssertionError(FRAMES_MAX + " frames, and none that was meant");
    }

    /**
     * Drops everything that has come, and all that comes until nothing does for this time.
     *
     * @return how many frames that were
     */
    default int drop(long quietMilliseconds) {
        int dropped = 0;
        while (receive(quietMilliseconds) != null) {
            if (++dropped == FRAMES_MAX) {
                throw new AssertionError("still no quiet after " + FRAMES_MAX + " frames");
            }
        }
        return dropped;
    }
}
