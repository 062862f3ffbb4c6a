package exo.exos.network;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** Fields of packets at an address: big-endian, and aligned to nothing. */
@Unmanaged
public final class Octets {
    private Octets() {
    }

    public static int load8(long userVa) {
        return Address.fromLong(userVa).getByte() & 0xff;
    }

    public static int load16(long userVa) {
        return load8(userVa) << 8 | load8(userVa + 1);
    }

    public static long load32(long userVa) {
        return (long) load16(userVa) << 16 | load16(userVa + 2);
    }

    public static void store8(long userVa, int value) {
        Address.fromLong(userVa).putByte((byte) value);
    }

    public static void store16(long userVa, int value) {
        store8(userVa, value >>> 8);
        store8(userVa + 1, value);
    }

    public static void store32(long userVa, long value) {
        store16(userVa, (int) (value >>> 16));
        store16(userVa + 2, (int) value);
    }

    /** Exchanges two bytes of two places that do not overlap. */
    public static void exchange16(long oneVa, long otherVa) {
        short half = Address.fromLong(oneVa).getShort();
        Address.fromLong(oneVa).putShort(Address.fromLong(otherVa).getShort());
        Address.fromLong(otherVa).putShort(half);
    }

    /** The same of four bytes. */
    public static void exchange32(long oneVa, long otherVa) {
        int word = Address.fromLong(oneVa).getInt();
        Address.fromLong(oneVa).putInt(Address.fromLong(otherVa).getInt());
        Address.fromLong(otherVa).putInt(word);
    }

    public static void copy(long toVa, long fromVa, int byteCount) {
        Address.moveMemoryBlock(Address.fromLong(fromVa), Address.fromLong(toVa), byteCount);
    }
}
