package exo.ebpf.host;

import exo.ebpf.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Memory that is a byte array, its first byte at a base address. An access outside of it throws {@link IndexOutOfBoundsException}: the
 * engine makes none, whatever the program, and so a test sees it if it does.
 */
public final class ByteMemory implements Memory {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long base;
    private final byte[] bytes;

    /** @param bytes are not copied: they change as the memory does */
    public ByteMemory(long base, byte[] bytes) {
        this.base = base;
        this.bytes = bytes;
    }

    public long base() {
        return base;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Copies {@code source} to {@code address}. */
    public void write(long address, byte[] source) {
        System.arraycopy(source, 0, bytes, index(address), source.length);
    }

    /** A copy of {@code length} bytes at {@code address}. */
    public byte[] read(long address, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, index(address), copy, 0, length);
        return copy;
    }

    private int index(long address) {
        long index = address - base;
        if (index < 0 || index >= bytes.length) {
            throw new IndexOutOfBoundsException("address 0x" + Long.toHexString(address) + " of " + bytes.length + " bytes at 0x"
                    + Long.toHexString(base));
        }
        return (int) index;
    }

    @Override
    public int load8(long address) {
        return bytes[index(address)] & 0xff;
    }

    @Override
    public int load16(long address) {
        return (short) SHORTS.get(bytes, index(address)) & 0xffff;
    }

    @Override
    public long load32(long address) {
        return (int) INTS.get(bytes, index(address)) & 0xffffffffL;
    }

    @Override
    public long load64(long address) {
        return (long) LONGS.get(bytes, index(address));
    }

    @Override
    public void store8(long address, int value) {
        bytes[index(address)] = (byte) value;
    }

    @Override
    public void store16(long address, int value) {
        SHORTS.set(bytes, index(address), (short) value);
    }

    @Override
    public void store32(long address, long value) {
        INTS.set(bytes, index(address), (int) value);
    }

    @Override
    public void store64(long address, long value) {
        LONGS.set(bytes, index(address), value);
    }
}
