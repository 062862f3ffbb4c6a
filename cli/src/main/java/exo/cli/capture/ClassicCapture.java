package exo.cli.capture;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a capture in the format before pcapng (libpcap's, version 2.4), packet by packet. What ends in the middle of a packet,
 * as it does when its writer was killed, ends before that packet.
 */
final class ClassicCapture {
    private static final int MAGIC_MICROSECONDS = 0xa1b2_c3d4;
    private static final int MAGIC_NANOSECONDS = 0xa1b2_3c4d;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;
    /** Of one packet: far above what any link carries; a longer one is no packet but noise. */
    private static final int PACKET_BYTES_MAX = 1 << 20;
    private static final long MICROSECONDS_IN_SECOND = 1_000_000;
    private static final long NANOSECONDS_IN_SECOND = 1_000_000_000;

    private final DataInputStream stream;
    private final ByteOrder order;
    private final boolean nanoseconds;

    /** @param time in the capture's unit since 1970 */
    record Packet(long time, byte[] frame, int lengthOnWire) {
    }

    /** @throws IOException when the stream is not such a capture */
    ClassicCapture(InputStream stream) throws IOException {
        this.stream = new DataInputStream(stream);
        byte[] header = this.stream.readNBytes(FILE_HEADER_BYTES);
        if (header.length < FILE_HEADER_BYTES) {
            throw new IOException("no capture: it ends within its header");
        }
        int magic = ByteBuffer.wrap(header).getInt();
        boolean bigEndian = magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS;
        order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int ordered = bigEndian ? magic : Integer.reverseBytes(magic);
        nanoseconds = ordered == MAGIC_NANOSECONDS;
        if (!nanoseconds && ordered != MAGIC_MICROSECONDS) {
            throw new IOException("no capture: it begins with 0x" + Integer.toHexString(magic));
        }
    }

    /** The unit of its times, as {@link PcapngWriter#addInterface} takes it. */
    int resolution() {
        return nanoseconds ? PcapngWriter.NANOSECONDS : PcapngWriter.MICROSECONDS;
    }

    /** The next packet, or null at the end. */
    Packet next() throws IOException {
        byte[] bytes = stream.readNBytes(PACKET_HEADER_BYTES);
        if (bytes.length < PACKET_HEADER_BYTES) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(order);
        long seconds = Integer.toUnsignedLong(header.getInt());
        long fraction = Integer.toUnsignedLong(header.getInt());
        int length = header.getInt();
        int lengthOnWire = header.getInt();
        if (length < 0 || length > PACKET_BYTES_MAX) {
            throw new IOException("no capture: a packet of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] frame = new byte[length];
        try {
            stream.readFully(frame);
        } catch (EOFException cutShort) {
            return null;
        }
        return new Packet(seconds * (nanoseconds ? NANOSECONDS_IN_SECOND : MICROSECONDS_IN_SECOND) + fraction, frame, lengthOnWire);
    }
}
