package exo.ebpf;

/** Counts how often the text of a program is read: once for each instruction that is executed, twice for a 64-bit immediate. */
final class CountedMemory implements Memory {
    private final Memory memory;
    private final long text;
    private final long end;
    private long fetched;

    CountedMemory(Memory memory, long text, int instructions) {
        this.memory = memory;
        this.text = text;
        end = text + (long) instructions * Limits.INSTRUCTION_BYTES;
    }

    long fetched() {
        return fetched;
    }

    @Override
    public int load8(long address) {
        return memory.load8(address);
    }

    @Override
    public int load16(long address) {
        return memory.load16(address);
    }

    @Override
    public long load32(long address) {
        return memory.load32(address);
    }

    @Override
    public long load64(long address) {
        if (address >= text && address < end) {
            fetched++;
        }
        return memory.load64(address);
    }

    @Override
    public void store8(long address, int value) {
        memory.store8(address, value);
    }

    @Override
    public void store16(long address, int value) {
        memory.store16(address, value);
    }

    @Override
    public void store32(long address, long value) {
        memory.store32(address, value);
    }

    @Override
    public void store64(long address, long value) {
        memory.store64(address, value);
    }
}
