package exo.ebpf;

/**
 * What is known of the stack of the frame that a state is in: which bytes are initialised, and the values of the words that the program
 * spills registers to. A slot without a value is a word of which nothing is known. Offsets are from r10, all below 0.
 */
final class StackBytes {
    private final Memory memory;
    private final Values values;
    private final States states;

    StackBytes(Memory memory, Values values, States states) {
        this.memory = memory;
        this.values = values;
        this.states = states;
    }

    /** The value of the word that begins there; 0: it is not followed. */
    long slot(long scratch, long state, long offset) {
        long at = offset + Limits.STACK_BYTES;
        return at % Long.BYTES == 0 ? slotOfWord(scratch, state, at / Long.BYTES) : 0;
    }

    private long slotOfWord(long scratch, long state, long word) {
        int slot = memory.load8(scratch + CheckerScratch.SLOT_OF + word);
        return slot == CheckerScratch.NO_SLOT ? 0 : States.value(state, Limits.REGISTERS + slot);
    }

    /** Some bytes of these may have become others. */
    void forget(long scratch, long state, long from, long to) {
        long last = (to - 1 + Limits.STACK_BYTES) / Long.BYTES;
        for (long word = (from + Limits.STACK_BYTES) / Long.BYTES; word <= last; word++) {
            long slot = slotOfWord(scratch, state, word);
            if (slot != 0) {
                values.setUninitialised(slot);
            }
        }
    }

    void forgetAll(long scratch, long state) {
        forget(scratch, state, -Limits.STACK_BYTES, 0);
    }

    void initialise(long state, long from, long to) {
        for (long at = from + Limits.STACK_BYTES; at < to + Limits.STACK_BYTES; at++) {
            long bits = state + States.INITIALISED + at / Byte.SIZE;
            memory.store8(bits, memory.load8(bits) | 1 << at % Byte.SIZE);
        }
    }

    void initialiseAll(long state) {
        for (int at = States.INITIALISED; at < States.REGISTERS; at += Long.BYTES) {
            memory.store64(state + at, -1);
        }
    }

    boolean isInitialised(long state, long from, long to) {
        for (long at = from + Limits.STACK_BYTES; at < to + Limits.STACK_BYTES; at++) {
            if ((memory.load8(state + States.INITIALISED + at / Byte.SIZE) >> at % Byte.SIZE & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The word has the value now, which is a register's. */
    void spill(long scratch, long state, long slot, long value, int at) {
        states.share(scratch, state, value, at);
        values.copyValue(slot, value);
    }
}
