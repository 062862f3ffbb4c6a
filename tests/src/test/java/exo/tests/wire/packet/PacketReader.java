package exo.tests.wire.packet;

import java.util.Arrays;

/** Reads bytes in network order from the front; what is too short is malformed, by the name of what was read. */
final class PacketReader {
    private static final int BYTE_MASK = 0xff;

    private final String what;
    private final byte[] bytes;
    private int position;

    PacketReader(String what, byte[] bytes) {
        this.what = what;
        this.bytes = bytes;
    }

    byte[] bytes(int count) throws MalformedPacketException {
        check(count >= 0 && count <= left(), "ends after " + bytes.length + " bytes");
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    byte[] rest() throws MalformedPacketException {
        return bytes(left());
    }

    int left() {
        return bytes.length - position;
    }

    int u8() throws MalformedPacketException {
        return bytes(1)[0] & BYTE_MASK;
    }

    int u16() throws MalformedPacketException {
        return u8() << Byte.SIZE | u8();
    }

    int u32() throws MalformedPacketException {
        return u16() << Short.SIZE | u16();
    }

    long u48() throws MalformedPacketException {
        return (long) u16() << Integer.SIZE | Integer.toUnsignedLong(u32());
    }

    long u64() throws MalformedPacketException {
        return (long) u32() << Integer.SIZE | Integer.toUnsignedLong(u32());
    }

    void check(boolean holds, String problem) throws MalformedPacketException {
        if (!holds) {
            throw new MalformedPacketException(what + " " + problem);
        }
    }
}
