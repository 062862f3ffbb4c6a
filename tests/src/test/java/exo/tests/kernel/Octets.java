package exo.tests.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes under construction, little-endian, growing as they are written to: how tests make files, right and wrong ones. */
final class Octets {
    private byte[] bytes = new byte[0];

    private ByteBuffer at(long offset, int width) {
        if (bytes.length < offset + width) {
            bytes = Arrays.copyOf(bytes, (int) offset + width);
        }
        return ByteBuffer.wrap(bytes, (int) offset, width).order(ByteOrder.LITTLE_ENDIAN);
    }

    Octets put64(long offset, long value) {
        at(offset, 8).putLong(value);
        return this;
    }

    Octets put32(long offset, long value) {
        at(offset, 4).putInt((int) value);
        return this;
    }

    Octets put16(long offset, int value) {
        at(offset, 2).putShort((short) value);
        return this;
    }

    Octets put(long offset, byte[] octets) {
        at(offset, octets.length).put(octets);
        return this;
    }

    Octets put(long offset, String text) {
        return put(offset, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Zeros up to a length. */
    Octets length(long length) {
        bytes = Arrays.copyOf(bytes, (int) length);
        return this;
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
