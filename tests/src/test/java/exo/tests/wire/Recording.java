package exo.tests.wire;

import exo.cli.capture.Direction;
import exo.cli.capture.PcapngWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Every frame of a wire in a pcapng file, with a comment where a fault was put on it; readable at any time, whatever becomes of the test. */
public final class Recording implements AutoCloseable {
    private static final long NANOSECONDS_IN_SECOND = 1_000_000_000;

    private final PcapngWriter writer;
    private final LongSupplier nanoseconds;
    private final int interfaceNumber;

    /** In the host's time. */
    public static Recording into(Path file) {
        try {
            return new Recording(new BufferedOutputStream(Files.newOutputStream(file)), Recording::now);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** @param nanoseconds since 1970, or since whenever the test's own time began */
    Recording(OutputStream stream, LongSupplier nanoseconds) throws IOException {
        this.nanoseconds = nanoseconds;
        this.writer = new PcapngWriter(stream);
        this.interfaceNumber = writer.addInterface("wire", PcapngWriter.NANOSECONDS);
        writer.flush();
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOSECONDS_IN_SECOND + now.getNano();
    }

    /** @param comment or null */
    void sent(byte[] frame, String comment) {
        frame(frame, Direction.OUTBOUND, comment);
    }

    /** @param comment or null */
    void received(byte[] frame, String comment) {
        frame(frame, Direction.INBOUND, comment);
    }

    private void frame(byte[] frame, Direction direction, String comment) {
        try {
            writer.packet(interfaceNumber, nanoseconds.getAsLong(), frame, frame.length, direction, comment);
            writer.flush();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
