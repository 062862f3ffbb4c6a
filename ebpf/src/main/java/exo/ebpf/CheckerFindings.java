package exo.ebpf;

/**
 * What the checker knew when it refused a program, for who explains it: the state before the instruction that it refused, in the scratch memory
 * where it stopped. Of a program that the structure check refused there is none.
 */
public final class CheckerFindings {
    /** What a value is made of. */
    public static final int UNINITIALISED = Values.UNINITIALISED;
    public static final int STACK = Values.STACK;
    public static final int MEMORY = Values.MEMORY;
    public static final int AREA = Values.AREA;
    public static final int NUMBER = Values.NUMBER;

    private final Memory memory;
    private final long program;
    private final long scratch;
    private final long state;
    private final Values values;
    private final States states;

    public CheckerFindings(Memory memory, long program, long scratch) {
        this.memory = memory;
        this.program = program;
        this.scratch = scratch;
        values = new Values(memory);
        states = new States(memory, values);
        state = memory.load64(scratch + CheckerScratch.STATE);
    }

    private long value(int register) {
        return States.value(state, register);
    }

    /** {@link #NUMBER} or the region whose address is part of the register's value, or {@link #UNINITIALISED}. */
    public int base(int register) {
        return values.base(value(register));
    }

    /** The length of region memory is part of the value. */
    public boolean hasLength(int register) {
        return values.hasLength(value(register));
    }

    /** Bounds of the number that is the rest of the value; of a number shifted left by 32, of its upper half. */
    public long least(int register) {
        return values.least(value(register));
    }

    public long most(int register) {
        return values.most(value(register));
    }

    /** How many bytes memory surely has from where the register points, or would if it were an offset. May be negative, or anything. */
    public long tail(int register) {
        return states.tail(state, value(register));
    }

    public long lengthLeast() {
        return states.lengthLeast(state);
    }

    public long lengthMost() {
        return states.lengthMost(state);
    }

    /** Frames above this one, at least. */
    public int depthLeast() {
        return memory.load8(state + States.DEPTH_LEAST);
    }

    /** Of the bytes of the stack from one offset to another, both from r10, the first that was not written; or 0. */
    public int firstUninitialised(int from, int to) {
        for (int at = from; at < to; at++) {
            int number = at + Limits.STACK_BYTES;
            if ((memory.load8(state + States.INITIALISED + number / Byte.SIZE) >> number % Byte.SIZE & 1) == 0) {
                return at;
            }
        }
        return 0;
    }

    /**
     * From which instruction it came to this one, or to the nearest before it where ways meet, when what is known there last changed: which
     * is the way that it was refused on, or one as bad. A negative number at the beginning.
     */
    public int predecessor(int instruction) {
        int place = place(instruction);
        return place == 0 ? -1 : memory.load16(memory.load64(scratch + CheckerScratch.PREDECESSORS) + (long) place * Short.BYTES);
    }

    /** The nearest instruction, this one or before it, where ways meet. */
    public int place(int instruction) {
        int place = instruction;
        while (place > 0 && memory.load16(scratch + CheckerScratch.STATE_OF + (long) place * Short.BYTES) == 0) {
            place--;
        }
        return place;
    }

    public long areaBytes() {
        return memory.load64(program + Program.AREA_BYTES);
    }

    public long memoryBytesMost() {
        return memory.load64(program + Program.MEMORY_BYTES_MOST);
    }
}
