package exo.programs.ebpf;

import exo.ebpf.Memory;
import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** The program's own memory, by its own addresses. */
@Unmanaged
final class UserMemory implements Memory {
    private static final long LOW_32 = 0xffff_ffffL;

    @Override
    public int load8(long address) {
        return Address.fromLong(address).getByte() & 0xff;
    }

    @Override
    public int load16(long address) {
        return Address.fromLong(address).getShort() & 0xffff;
    }

    @Override
    public long load32(long address) {
        return Address.fromLong(address).getInt() & LOW_32;
    }

    @Override
    public long load64(long address) {
        return Address.fromLong(address).getLong();
    }

    @Override
    public void store8(long address, int value) {
        Address.fromLong(address).putByte((byte) value);
    }

    @Override
    public void store16(long address, int value) {
        Address.fromLong(address).putShort((short) value);
    }

    @Override
    public void store32(long address, long value) {
        Address.fromLong(address).putInt((int) value);
    }

    @Override
    public void store64(long address, long value) {
        Address.fromLong(address).putLong(value);
    }
}
