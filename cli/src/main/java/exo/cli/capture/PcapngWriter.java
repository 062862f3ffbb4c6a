package exo.cli.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a capture in pcapng (draft-ietf-opsawg-pcapng): one section, a block for each interface, a block for each packet, all
 * little-endian. A block goes out whole, so a capture that ends early is sound up to its last block.
 */
public final class PcapngWriter implements AutoCloseable {
    /** Powers of ten: what a unit of an interface's timestamps is. */
    public static final int MICROSECONDS = 6;
    public static final int NANOSECONDS = 9;

    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int VERSION_MAJOR = 1;
    private static final int VERSION_MINOR = 0;
    private static final long LENGTH_UNKNOWN = -1;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int LINK_TYPE_ETHERNET = 1;
    private static final int SNAP_LENGTH_NONE = 0;
    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_END = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_RESOLUTION = 9;
    private static final int PACKET_FLAGS = 2;
    /** The block's type and its length before the body, its length again behind. */
    private static final int BYTES_AROUND_BODY = 12;
    private static final int ALIGNMENT = 4;
    private static final int BITS_IN_INT = 32;
    private static final String APPLICATION = "exo";

    private final OutputStream stream;
    private int interfaces;

    /** @param stream is closed with the writer */
    public PcapngWriter(OutputStream stream) throws IOException {
        this.stream = stream;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        put32(body, BYTE_ORDER_MAGIC);
        put16(body, VERSION_MAJOR);
        put16(body, VERSION_MINOR);
        put64(body, LENGTH_UNKNOWN);
        option(body, SECTION_APPLICATION, utf8(APPLICATION));
        block(SECTION_HEADER, endOfOptions(body));
    }

    /**
     * An Ethernet interface, before the first packet of it.
     *
     * @param resolution of its timestamps: {@link #MICROSECONDS} or {@link #NANOSECONDS}
     * @return the number that its packets go by
     */
    public int addInterface(String name, int resolution) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        put16(body, LINK_TYPE_ETHERNET);
        put16(body, 0);
        put32(body, SNAP_LENGTH_NONE);
        option(body, INTERFACE_NAME, utf8(name));
        option(body, INTERFACE_RESOLUTION, new byte[] {(byte) resolution});
        block(INTERFACE_DESCRIPTION, endOfOptions(body));
        return interfaces++;
    }

    /**
     * A packet.
     *
     * @param time since 1970-01-01 UTC, in the interface's unit
     * @param frame from the first byte of the Ethernet header, without the checksum behind
     * @param lengthOnWire more than the frame's own where it was cut for the capture
     * @param comment for people, or null
     */
    public void packet(int interfaceNumber, long time, byte[] frame, int lengthOnWire, Direction direction, String comment)
            throws IOException {
        if (interfaceNumber < 0 || interfaceNumber >= interfaces) {
            throw new IllegalArgumentException("no interface " + interfaceNumber);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        put32(body, interfaceNumber);
        put32(body, (int) (time >>> BITS_IN_INT));
        put32(body, (int) time);
        put32(body, frame.length);
        put32(body, lengthOnWire);
        padded(body, frame);
        boolean options = comment != null || direction != Direction.UNKNOWN;
        if (comment != null) {
            option(body, OPTION_COMMENT, utf8(comment));
        }
        if (direction != Direction.UNKNOWN) {
            option(body, PACKET_FLAGS, new byte[] {(byte) direction.flag(), 0, 0, 0});
        }
        block(ENHANCED_PACKET, options ? endOfOptions(body) : body.toByteArray());
    }

    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void block(int type, byte[] body) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int length = body.length + BYTES_AROUND_BODY;
        put32(block, type);
        put32(block, length);
        block.write(body);
        put32(block, length);
        block.writeTo(stream);
    }

    private static void option(ByteArrayOutputStream body, int code, byte[] value) throws IOException {
        put16(body, code);
        put16(body, value.length);
        padded(body, value);
    }

    private static byte[] endOfOptions(ByteArrayOutputStream body) {
        put16(body, OPTION_END);
        put16(body, 0);
        return body.toByteArray();
    }

    private static void padded(ByteArrayOutputStream body, byte[] value) throws IOException {
        body.write(value);
        for (int length = value.length; length % ALIGNMENT != 0; length++) {
            body.write(0);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put16(ByteArrayOutputStream body, int value) {
        body.write(value);
        body.write(value >>> Byte.SIZE);
    }

    private static void put32(ByteArrayOutputStream body, int value) {
        put16(body, value);
        put16(body, value >>> Short.SIZE);
    }

    private static void put64(ByteArrayOutputStream body, long value) {
        put32(body, (int) value);
        put32(body, (int) (value >>> BITS_IN_INT));
    }
}
