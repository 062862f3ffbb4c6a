package exo.tests.kernel.network;

import exo.ebpf.Memory;
import exo.machine.Machine;

/** A machine's physical memory as the engine sees it, at any alignment. */
class MachineMemory implements Memory {
    private final Machine machine;

    MachineMemory(Machine machine) {
        this.machine = machine;
    }

    @Override
    public int load8(long address) {
        return machine.load8(address);
    }

    @Override
    public int load16(long address) {
        return machine.load8(address) | machine.load8(address + 1) << 8;
    }

    @Override
    public long load32(long address) {
        return (address & 3) == 0 ? machine.load32(address) : load16(address) | (long) load16(address + 2) << 16;
    }

    @Override
    public long load64(long address) {
        return (address & 7) == 0 ? machine.load64(address) : load32(address) | load32(address + 4) << 32;
    }

    @Override
    public void store8(long address, int value) {
        machine.store8(address, value);
    }

    @Override
    public void store16(long address, int value) {
        machine.store8(address, value & 0xff);
        machine.store8(address + 1, value >>> 8 & 0xff);
    }

    @Override
    public void store32(long address, long value) {
        if ((address & 3) == 0) {
            machine.store32(address, value & 0xffff_ffffL);
        } else {
            store16(address, (int) value);
            store16(address + 2, (int) (value >>> 16));
        }
    }

    @Override
    public void store64(long address, long value) {
        if ((address & 7) == 0) {
            machine.store64(address, value);
        } else {
            store32(address, value);
            store32(address + 4, value >>> 32);
        }
    }
}
