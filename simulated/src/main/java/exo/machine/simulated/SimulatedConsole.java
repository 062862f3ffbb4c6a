package exo.machine.simulated;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The console device: bytes that a test typed wait to be received, bytes the kernel transmitted wait in a buffer of limited
 * room until the test drains it. Its interrupt is a level: asserted as long as a condition holds that
 * {@code consoleInterrupts} last asked for.
 */
public final class SimulatedConsole {
    public static final int ROOM_BYTES = 16;

    private final ArrayDeque<Integer> received = new ArrayDeque<>();
    private final CollectedText output = new CollectedText();
    private int roomBytes = ROOM_BYTES;
    /** How many bytes of the output are still in the device's buffer. */
    private int waiting;
    private boolean autoDrain = true;
    private boolean wantsReceived;
    private boolean wantsRoom;

    record Snapshot(List<Integer> received, byte[] output, int roomBytes, int waiting, boolean autoDrain,
            boolean wantsReceived, boolean wantsRoom) {
    }

    SimulatedConsole() {
    }

    public void type(String text) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            type(octet & 0xff);
        }
    }

    public void type(int octet) {
        received.add(octet & 0xff);
    }

    /** Whether every byte leaves the buffer at once, as it does unless switched off; then only {@link #drain} makes room. */
    public void autoDrain(boolean on) {
        autoDrain = on;
        if (on) {
            waiting = 0;
        }
    }

    /** How many bytes fit into the transmit buffer. */
    public void room(int bytes) {
        roomBytes = bytes;
    }

    /** Sends up to so many bytes out of the buffer; returns how many. */
    public int drain(int bytes) {
        int sent = Math.min(bytes, waiting);
        waiting -= sent;
        return sent;
    }

    /** All that was accepted for transmission, drained or not. */
    public String output() {
        return output.text();
    }

    public int typedAndNotReceived() {
        return received.size();
    }

    public boolean interruptAsserted() {
        return wantsReceived && !received.isEmpty() || wantsRoom && waiting < roomBytes;
    }

    int receive() {
        return received.isEmpty() ? -1 : received.remove();
    }

    boolean transmit(int octet) {
        if (waiting >= roomBytes) {
            return false;
        }
        output.append(octet);
        if (!autoDrain) {
            waiting++;
        }
        return true;
    }

    void interrupts(boolean whenReceived, boolean whenRoom) {
        wantsReceived = whenReceived;
        wantsRoom = whenRoom;
    }

    /** Of what can still matter to the kernel: not of what was sent. */
    long contentHash() {
        long hash = (long) waiting << 2 | (wantsReceived ? 2 : 0) | (wantsRoom ? 1 : 0);
        for (int octet : received) {
            hash = SeededSequence.mix(hash, octet);
        }
        return hash;
    }

    Snapshot snapshot() {
        return new Snapshot(List.copyOf(received), output.copy(), roomBytes, waiting, autoDrain, wantsReceived, wantsRoom);
    }

    void restore(Snapshot saved) {
        received.clear();
        received.addAll(saved.received);
        output.restore(saved.output);
        roomBytes = saved.roomBytes;
        waiting = saved.waiting;
        autoDrain = saved.autoDrain;
        wantsReceived = saved.wantsReceived;
        wantsRoom = saved.wantsRoom;
    }
}
