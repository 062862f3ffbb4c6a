package exo.machine.simulated;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that went out on a channel, for a test to read as text. It only grows, except by going back to a snapshot. */
final class CollectedText {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    void append(int octet) {
        octets.write(octet);
    }

    String text() {
        return octets.toString(StandardCharsets.UTF_8);
    }

    byte[] copy() {
        return octets.toByteArray();
    }

    void restore(byte[] saved) {
        octets.reset();
        octets.writeBytes(saved);
    }
}
