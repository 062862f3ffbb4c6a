package exo.tests.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a pcapng file of one section (draft-ietf-opsawg-pcapng), strictly: every block's two lengths agree, nothing is left over, every
 * packet is of an interface described before it.
 */
public final class PcapngReader {
    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_END = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_NAME_OR_FLAGS = 2;
    private static final int OPTION_RESOLUTION = 9;
    private static final int RESOLUTION_UNSAID = 6;
    private static final int BLOCK_BYTES_MIN = 12;

    private final List<Interface> interfaces = new ArrayList<>();
    private final List<Packet> packets = new ArrayList<>();

    /** @param resolution its times are in units of 10 to the power of minus this, seconds */
    public record Interface(int linkType, String name, int resolution) {
    }

    /** @param flags 1 inbound, 2 outbound, 0 unknown; @param comment or null */
    public record Packet(int interfaceNumber, long time, byte[] frame, int lengthOnWire, int flags, String comment) {
    }

    private record Option(int code, byte[] value) {
    }

    public PcapngReader(byte[] file) {
        ByteBuffer rest = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        require(rest.remaining() >= BLOCK_BYTES_MIN && rest.getInt(0) == SECTION_HEADER, "no section header");
        while (rest.hasRemaining()) {
            int type = rest.getInt();
            int length = rest.getInt();
            require(length >= BLOCK_BYTES_MIN && length % 4 == 0, "a block of " + length + " bytes");
            byte[] body = new byte[length - BLOCK_BYTES_MIN];
            rest.get(body);
            require(rest.getInt() == length, "a block whose lengths differ");
            block(type, ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    public List<Interface> interfaces() {
        return interfaces;
    }

    public List<Packet> packets() {
        return packets;
    }

    private void block(int type, ByteBuffer body) {
        switch (type) {
            case SECTION_HEADER -> {
                require(body.getInt() == BYTE_ORDER_MAGIC && body.getShort() == 1 && body.getShort() == 0, "a section of another version");
                require(body.getLong() == -1, "a section that says its length");
                options(body);
            }
            case INTERFACE_DESCRIPTION -> interfaceDescription(body);
            case ENHANCED_PACKET -> packet(body);
            default -> throw new AssertionError("a block of type " + type);
        }
    }

    private void interfaceDescription(ByteBuffer body) {
        int linkType = body.getShort();
        require(body.getShort() == 0, "reserved bits");
        body.getInt();
        List<Option> options = options(body);
        String name = options.stream().filter(option -> option.code() == OPTION_NAME_OR_FLAGS).map(PcapngReader::text).findFirst().orElse(null);
        int resolution = options.stream().filter(option -> option.code() == OPTION_RESOLUTION).mapToInt(option -> option.value()[0])
                .findFirst().orElse(RESOLUTION_UNSAID);
        interfaces.add(new Interface(linkType, name, resolution));
    }

    private void packet(ByteBuffer body) {
        int number = body.getInt();
        require(number >= 0 && number < interfaces.size(), "a packet of interface " + number);
        long high = Integer.toUnsignedLong(body.getInt());
        long time = high << Integer.SIZE | Integer.toUnsignedLong(body.getInt());
        byte[] frame = new byte[body.getInt()];
        int lengthOnWire = body.getInt();
        body.get(frame);
        skipToAligned(body);
        List<Option> options = options(body);
        int flags = options.stream().filter(option -> option.code() == OPTION_NAME_OR_FLAGS).mapToInt(option -> option.value()[0]).findFirst().orElse(0);
        String comment = options.stream().filter(option -> option.code() == OPTION_COMMENT).map(PcapngReader::text).findFirst().orElse(null);
        packets.add(new Packet(number, time, frame, lengthOnWire, flags, comment));
    }

    /** To the block's end, where the last option must be the one that says so, if there are any. */
    private static List<Option> options(ByteBuffer body) {
        List<Option> options = new ArrayList<>();
        while (body.hasRemaining()) {
            int code = body.getShort();
            byte[] value = new byte[body.getShort()];
            if (code == OPTION_END) {
                require(value.length == 0 && !body.hasRemaining(), "something behind the last option");
                return options;
            }
            body.get(value);
            skipToAligned(body);
            options.add(new Option(code, value));
        }
        require(options.isEmpty(), "options without an end");
        return options;
    }

    private static void skipToAligned(ByteBuffer body) {
        while (body.position() % 4 != 0) {
            require(body.get() == 0, "padding that is not zero");
        }
    }

    private static String text(Option option) {
        return new String(option.value(), StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError("no capture: " + problem);
        }
    }

    /** Whether a packet of these bytes is there. */
    public boolean has(byte[] frame) {
        return packets.stream().anyMatch(packet -> Arrays.equals(packet.frame(), frame));
    }
}
