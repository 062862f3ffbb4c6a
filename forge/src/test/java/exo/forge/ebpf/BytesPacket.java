package exo.forge.ebpf;

import exo.exos.code.Packet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A packet on the JVM, as the interface says that it is. */
final class BytesPacket implements Packet {
    final byte[] bytes;
    int sent;

    BytesPacket(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    private ByteBuffer big() {
        return ByteBuffer.wrap(bytes);
    }

    private ByteBuffer little() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int u8(int offset) {
        return bytes[offset] & 0xff;
    }

    @Override
    public int u16(int offset) {
        return big().getShort(offset) & 0xffff;
    }

    @Override
    public long u32(int offset) {
        return big().getInt(offset) & 0xffff_ffffL;
    }

    @Override
    public long u64(int offset) {
        return big().getLong(offset);
    }

    @Override
    public void put8(int offset, int value) {
        bytes[offset] = (byte) value;
    }

    @Override
    public void put16(int offset, int value) {
        big().putShort(offset, (short) value);
    }

    @Override
    public void put32(int offset, long value) {
        big().putInt(offset, (int) value);
    }

    @Override
    public void put64(int offset, long value) {
        big().putLong(offset, value);
    }

    @Override
    public int little16(int offset) {
        return little().getShort(offset) & 0xffff;
    }

    @Override
    public long little32(int offset) {
        return little().getInt(offset) & 0xffff_ffffL;
    }

    @Override
    public long little64(int offset) {
        return little().getLong(offset);
    }

    @Override
    public void putLittle16(int offset, int value) {
        little().putShort(offset, (short) value);
    }

    @Override
    public void putLittle32(int offset, long value) {
        little().putInt(offset, (int) value);
    }

    @Override
    public void putLittle64(int offset, long value) {
        little().putLong(offset, value);
    }

    @Override
    public int send(int length) {
        sent = length;
        return 0;
    }

    @Override
    public int copy(byte[] to, int at, int offset, int length) {
        System.arraycopy(bytes, offset, to, at, length);
        return 0;
    }

    @Override
    public void wake() {
        // Nobody sleeps.
    }

    @Override
    public long cycles() {
        return 0;
    }
}
