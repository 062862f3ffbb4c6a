package exo.tests.wire;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/**
 * A wire on which frames come to harm, either way, as its seed has it: the same seed and the same frames give the same faults. It can
 * record what it does, with a comment for each fault; frames that are lost are in the recording, and nowhere else.
 */
public final class FaultyWire implements Wire {
    /** How long a frame is held back for one that would overtake it. */
    private static final long HELD_MILLISECONDS = 20;

    private final Wire wire;
    private final FaultyWay outward;
    private final FaultyWay inward;
    private final Recording recording;
    private final Queue<byte[]> arrived = new ArrayDeque<>();

    /** @param recording is closed with the wire; or null */
    public FaultyWire(Wire wire, Faults outward, Faults inward, long seed, Recording recording) {
        this.wire = wire;
        this.outward = new FaultyWay(outward, seed);
        this.inward = new FaultyWay(inward, ~seed);
        this.recording = recording;
    }

    @Override
    public void send(byte[] frame) {
        outward.pass(frame).forEach(this::sendOn);
    }

    private void sendOn(FaultyWay.Arrival arrival) {
        if (recording != null) {
            recording.sent(arrival.frame(), arrival.comment());
        }
        if (!arrival.lost()) {
            wire.send(arrival.frame());
        }
    }

    /** Before it waits, what was held back outward goes out: nothing will overtake it now. */
    @Override
    public byte[] receive(long patienceMilliseconds) {
        outward.release().forEach(this::sendOn);
        long end = wire.milliseconds() + patienceMilliseconds;
        for (int frames = 0; arrived.isEmpty() && frames < FRAMES_MAX; frames++) {
            long left = Math.max(0, end - wire.milliseconds());
            byte[] frame = wire.receive(Math.min(left, HELD_MILLISECONDS));
            if (frame != null) {
                inward.pass(frame).forEach(this::arrive);
            } else {
                inward.release().forEach(this::arrive);
                if (left <= HELD_MILLISECONDS) {
                    return arrived.poll();
                }
            }
        }
        return arrived.poll();
    }

    private void arrive(FaultyWay.Arrival arrival) {
        if (recording != null) {
            recording.received(arrival.frame(), arrival.comment());
        }
        if (!arrival.lost()) {
            arrived.add(arrival.frame());
        }
    }

    /** How often each fault has been put on frames that were sent. */
    public Map<Fault, Integer> faultsSent() {
        return outward.counts();
    }

    /** How often each fault has been put on frames that were received. */
    public Map<Fault, Integer> faultsReceived() {
        return inward.counts();
    }

    @Override
    public long milliseconds() {
        return wire.milliseconds();
    }

    @Override
    public void close() {
        wire.close();
        if (recording != null) {
            recording.close();
        }
    }
}
