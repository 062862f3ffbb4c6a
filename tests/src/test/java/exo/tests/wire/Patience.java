package exo.tests.wire;

/**
 * How long a peer waits for an answer, and how often it asks.
 *
 * @param attempts at least 1; on a wire without faults one is enough
 * @param milliseconds of waiting after each
 */
public record Patience(int attempts, long milliseconds) {
    public static final Patience ONCE = new Patience(1, 5_000);

    public Patience {
        if (attempts < 1) {
            throw new IllegalArgumentException("no attempt");
        }
    }
}
