package exo.tests.wire;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A wire in this very process, to a simulated machine's network device or to another test at the other end. Waiting is the other end's
 * turn: whenever nothing has come, it is let go on for a while, which counts as a millisecond.
 */
public final class SimulatedWire implements Wire {
    private final Consumer<byte[]> outgoing;
    private final Supplier<byte[]> incoming;
    private final Runnable otherEnd;
    private long turns;

    /**
     * @param outgoing takes a frame to the other end: a device's {@code arrive}
     * @param incoming gives the next frame from there, or null: a device's {@code departed}
     * @param otherEnd lets it go on for a while
     */
    public SimulatedWire(Consumer<byte[]> outgoing, Supplier<byte[]> incoming, Runnable otherEnd) {
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.otherEnd = otherEnd;
    }

    /** Both ends of a wire of two queues. Each waits by its own runnable, which is to let the other go on. */
    public static SimulatedWire[] pair(Runnable letSecondGoOn, Runnable letFirstGoOn) {
        Queue<byte[]> toSecond = new ArrayDeque<>();
        Queue<byte[]> toFirst = new ArrayDeque<>();
        return new SimulatedWire[] {new SimulatedWire(toSecond::add, toFirst::poll, letSecondGoOn),
            new SimulatedWire(toFirst::add, toSecond::poll, letFirstGoOn)};
    }

    @Override
    public void send(byte[] frame) {
        outgoing.accept(frame.clone());
    }

    @Override
    public byte[] receive(long patienceMilliseconds) {
        byte[] frame = incoming.get();
        for (long waited = 0; frame == null && waited < patienceMilliseconds; waited++) {
            turns++;
            otherEnd.run();
            frame = incoming.get();
        }
        return frame;
    }

    @Override
    public long milliseconds() {
        return turns;
    }

    @Override
    public void close() {
        // Nothing is held that others would miss.
    }
}
