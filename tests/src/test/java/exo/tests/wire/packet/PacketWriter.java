package exo.tests.wire.packet;

import java.io.ByteArrayOutputStream;

/** Bytes in network order, one after another. */
final class PacketWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PacketWriter u8(int value) {
        bytes.write(value);
        return this;
    }

    PacketWriter u16(int value) {
        return u8(value >>> Byte.SIZE).u8(value);
    }

    PacketWriter u32(int value) {
        return u16(value >>> Short.SIZE).u16(value);
    }

    PacketWriter u48(long value) {
        return u16((int) (value >>> Integer.SIZE)).u32((int) value);
    }

    PacketWriter u64(long value) {
        return u32((int) (value >>> Integer.SIZE)).u32((int) value);
    }

    PacketWriter bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    /** Zeros up to a length; what is longer stays. */
    PacketWriter padTo(int length) {
        while (bytes.size() < length) {
            bytes.write(0);
        }
        return this;
    }

    /** What is written so far, with the checksum of all of it in two bytes that were zero. */
    byte[] withChecksumAt(int offset, byte[] pseudoHeader) {
        byte[] whole = toBytes();
        int checksum = Checksum.of(pseudoHeader, whole);
        whole[offset] = (byte) (checksum >>> Byte.SIZE);
        whole[offset + 1] = (byte) checksum;
        return whole;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
