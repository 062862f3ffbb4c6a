package exo.tests.wire;

/** A wire whose every frame is recorded. Closes the recording with the wire. */
public record RecordedWire(Wire wire, Recording recording) implements Wire {

    @Override
    public void send(byte[] frame) {
        recording.sent(frame, null);
        wire.send(frame);
    }

    @Override
    public byte[] receive(long patienceMilliseconds) {
        byte[] frame = wire.receive(patienceMilliseconds);
        if (frame != null) {
            recording.received(frame, null);
        }
        return frame;
    }

    @Override
    public long milliseconds() {
        return wire.milliseconds();
    }

    @Override
    public void close() {
        wire.close();
        recording.close();
    }
}
