package exo.exos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** The C half of the library OS ({@code exos.h}) and raw memory, for the classes of this package. */
@Unmanaged
@Include(value = "exos.h", isSystem = false)
final class Native {
    private Native() {
    }

    @Import(name = "exos_flush")
    static native void flush();

    @Import(name = "exos_cycles")
    static native long cycles();

    static long load64(long userVa) {
        return Address.fromLong(userVa).getLong();
    }

    static long load32(long userVa) {
        return Address.fromLong(userVa).getInt() & 0xffff_ffffL;
    }

    static int load8(long userVa) {
        return Address.fromLong(userVa).getByte() & 0xff;
    }

    static void copy(long toUserVa, long fromUserVa, int byteCount) {
        Address.moveMemoryBlock(Address.fromLong(fromUserVa), Address.fromLong(toUserVa), byteCount);
    }

    static void store8(long userVa, int octet) {
        Address.fromLong(userVa).putByte((byte) octet);
    }

    static void store64(long userVa, long value) {
        Address.fromLong(userVa).putLong(value);
    }

    static long addressOf(byte[] bytes) {
        return Address.ofData(bytes).toLong();
    }
}
