package exo.ebpf;

/**
 * The checker's first look at the whole text, for what depends on all of it: which words of the stack are followed as values, which numbers
 * the program compares with, and so how large a state is and how many fit.
 */
final class Survey {
    private static final int FRAME_POINTER = Limits.REGISTERS - 1;
    private static final int STORE_REGISTER = Opcode.STX | Opcode.MEM | Opcode.DOUBLE;
    private static final int STORE_IMMEDIATE = Opcode.ST | Opcode.MEM | Opcode.DOUBLE;

    private final Memory memory;
    private final Values values;
    private final States states;

    Survey(Memory memory, Values values, States states) {
        this.memory = memory;
        this.values = values;
        this.states = states;
    }

    void begin(long program, long scratch) {
        long instructions = memory.load64(program + Program.INSTRUCTIONS);
        memory.store64(scratch + CheckerScratch.INSTRUCTIONS, instructions);
        memory.store64(scratch + CheckerScratch.PREDECESSORS, scratch + CheckerScratch.STATE_OF + instructions * Short.BYTES);
        memory.store64(scratch + CheckerScratch.CURSOR, 0);
        memory.store64(scratch + CheckerScratch.CURRENT, CheckerScratch.NOWHERE);
        memory.store64(scratch + CheckerScratch.STATE_COUNT, 0);
        memory.store64(scratch + CheckerScratch.SLOTS, 0);
        memory.store64(scratch + CheckerScratch.DEEPEST, 0);
        memory.store64(scratch + CheckerScratch.RETURNED, 0);
        memory.store64(scratch + CheckerScratch.JOINS, 0);
        memory.store64(scratch + CheckerScratch.JOIN_PART, 0);
        memory.store64(scratch + CheckerScratch.BRANCHED, 0);
        memory.store64(scratch + CheckerScratch.THRESHOLDS, 0);
        for (int word = 0; word < CheckerScratch.STACK_WORDS; word++) {
            memory.store8(scratch + CheckerScratch.SLOT_OF + word, CheckerScratch.NO_SLOT);
        }
        for (int at = CheckerScratch.PENDING; at < CheckerScratch.FUNCTIONS; at += Long.BYTES) {
            memory.store64(scratch + at, 0);
        }
    }

    /** True: all has been looked at. */
    boolean go(long program, long scratch, int instructions) {
        long end = memory.load64(scratch + CheckerScratch.INSTRUCTIONS);
        long at = memory.load64(scratch + CheckerScratch.CURSOR);
        for (int looked = 0; looked < instructions && at < end; looked++) {
            look(program, scratch, (int) at);
            at++;
        }
        memory.store64(scratch + CheckerScratch.CURSOR, at);
        return at == end;
    }

    private void look(long program, long scratch, int at) {
        memory.store8(memory.load64(program + Program.PROOFS) + at, Proofs.NONE);
        memory.store16(scratch + CheckerScratch.STATE_OF + (long) at * Short.BYTES, 0);
        long word = memory.load64(memory.load64(program + Program.TEXT) + (long) at * Limits.INSTRUCTION_BYTES);
        int mark = Marks.at(memory, memory.load64(scratch + CheckerScratch.MARKS), at);
        if ((mark & Marks.SECOND_SLOT) != 0) {
            return;
        }
        int opcode = Instruction.opcode(word);
        boolean stores = opcode == STORE_REGISTER || opcode == STORE_IMMEDIATE;
        if (stores && Instruction.destination(word) == FRAME_POINTER) {
            follow(scratch, Instruction.offset(word));
        }
        if (Jumps.isConditional(word) && (opcode & Opcode.SOURCE_REGISTER) == 0) {
            addThreshold(scratch, Instruction.immediate(word));
        }
    }

    private void follow(long scratch, int offset) {
        int from = offset + Limits.STACK_BYTES;
        long slots = memory.load64(scratch + CheckerScratch.SLOTS);
        if (from < 0 || offset >= 0 || from % Long.BYTES != 0 || slots == CheckerScratch.SLOTS_MOST) {
            return;
        }
        long slotOf = scratch + CheckerScratch.SLOT_OF + from / Long.BYTES;
        if (memory.load8(slotOf) == CheckerScratch.NO_SLOT) {
            memory.store8(slotOf, (int) slots);
            memory.store64(scratch + CheckerScratch.SLOTS, slots + 1);
        }
    }

    private void addThreshold(long scratch, long number) {
        long count = memory.load64(scratch + CheckerScratch.THRESHOLDS);
        for (long at = 0; at < count; at++) {
            if (memory.load64(scratch + CheckerScratch.THRESHOLD + at * Long.BYTES) == number) {
                return;
            }
        }
        if (count < CheckerScratch.THRESHOLDS_MOST) {
            memory.store64(scratch + CheckerScratch.THRESHOLD + count * Long.BYTES, number);
            memory.store64(scratch + CheckerScratch.THRESHOLDS, count + 1);
        }
    }

    /** Divides what is left of the scratch memory into states. False: there is no room for one. */
    boolean layOut(long scratch) {
        long instructions = memory.load64(scratch + CheckerScratch.INSTRUCTIONS);
        long stateBytes = States.bytes((int) memory.load64(scratch + CheckerScratch.SLOTS));
        long from = CheckerScratch.STATE_OF + (2 * instructions * Short.BYTES + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        long room = memory.load64(scratch + CheckerScratch.BYTES) - from;
        memory.store64(scratch + CheckerScratch.STATE_BYTES, stateBytes);
        memory.store64(scratch + CheckerScratch.STATE, scratch + from);
        memory.store64(scratch + CheckerScratch.OTHER_STATE, scratch + from + stateBytes);
        memory.store64(scratch + CheckerScratch.STATES, scratch + from + 2 * stateBytes);
        memory.store64(scratch + CheckerScratch.STATES_MOST, Numbers.greater(room / stateBytes - 2, 0));
        return room >= 3 * stateBytes;
    }
}
