package exo.tests.kernel.network;

import exo.machine.Machine;

/** Memory that counts the loads of 64 bits from a range: where programs lie, those are the instructions fetched. */
final class CountingMemory extends MachineMemory {
    private final long from;
    private final long to;
    private long loads;

    CountingMemory(Machine machine, long from, long to) {
        super(machine);
        this.from = from;
        this.to = to;
    }

    long loads() {
        return loads;
    }

    @Override
    public long load64(long address) {
        loads += address >= from && address < to ? 1 : 0;
        return super.load64(address);
    }
}
