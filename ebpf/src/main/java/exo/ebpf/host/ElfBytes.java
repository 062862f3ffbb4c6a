package exo.ebpf.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian fields of a file that nobody vouches for: every read stays within it or says that it does not. */
final class ElfBytes {
    private final ByteBuffer buffer;

    ElfBytes(byte[] bytes) {
        buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return buffer.capacity();
    }

    int load8(long at) throws UnreadableException {
        return buffer.get(checked(at, Byte.BYTES)) & 0xff;
    }

    int load16(long at) throws UnreadableException {
        return buffer.getShort(checked(at, Short.BYTES)) & 0xffff;
    }

    /** With its sign: what is meant as a length or an offset and is negative lies outside of any file. */
    int load32(long at) throws UnreadableException {
        return buffer.getInt(checked(at, Integer.BYTES));
    }

    long load64(long at) throws UnreadableException {
        return buffer.getLong(checked(at, Long.BYTES));
    }

    byte[] copy(long at, long length) throws UnreadableException {
        byte[] copy = new byte[length(length)];
        buffer.get(checked(at, copy.length), copy);
        return copy;
    }

    ElfBytes part(long at, long length) throws UnreadableException {
        return new ElfBytes(copy(at, length));
    }

    /** The bytes up to the next zero. */
    String string(long at) throws UnreadableException {
        long end = at;
        while (load8(end) != 0) {
            end++;
        }
        return new String(copy(at, end - at), StandardCharsets.UTF_8);
    }

    private int length(long length) throws UnreadableException {
        if (length < 0 || length > buffer.capacity()) {
            throw new UnreadableException("is cut off, or damaged");
        }
        return (int) length;
    }

    private int checked(long at, int length) throws UnreadableException {
        if (at < 0 || at > buffer.capacity() - length) {
            throw new UnreadableException("is cut off, or damaged");
        }
        return (int) at;
    }
}
