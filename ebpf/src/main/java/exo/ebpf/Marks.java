package exo.ebpf;

/**
 * What the structure check found out about each instruction, for checker and compiler: one byte an instruction in the scratch memory that
 * the check was given, and behind them the functions' beginnings. Once the check has accepted a program they do not change; who comes
 * after reads them, and does not look at targets again: each is the first slot of an instruction of the same program.
 */
public final class Marks {
    // ---- where, from the start of the scratch memory
    /** The mark of instruction i is the byte at BYTES_AT + i. There are {@link Limits#INSTRUCTIONS}. */
    public static final int BYTES_AT = 0;
    /**
     * Where the functions begin, as indices of instructions of 8 bytes each, ascending; the first is 0. Their number is in
     * {@link Program#FUNCTIONS}. One more follows, the number of the program's instructions: so each function ends where the next entry says.
     */
    public static final int FUNCTIONS_AT = BYTES_AT + Limits.INSTRUCTIONS;
    public static final int END = FUNCTIONS_AT + (Limits.FUNCTIONS + 1) * Long.BYTES;

    // ---- bits of a mark
    /** No instruction, but the second slot of the 64-bit immediate before it. */
    public static final int SECOND_SLOT = 1;
    /** A jump leads here, from before or from behind. */
    public static final int JUMP_TARGET = 2;
    /** A jump from here or from behind leads here: the head of a loop. Then it is a JUMP_TARGET too. */
    public static final int LOOP_HEAD = 4;
    /** A function begins here: the program's first instruction, or what a call names. */
    public static final int FUNCTION = 8;

    private Marks() {
    }

    public static int at(Memory memory, long scratch, int instruction) {
        return memory.load8(scratch + BYTES_AT + instruction);
    }

    /** Where function {@code number} begins; of {@link Program#FUNCTIONS}, where the last ends. */
    public static int function(Memory memory, long scratch, int number) {
        return (int) memory.load64(scratch + FUNCTIONS_AT + (long) number * Long.BYTES);
    }
}
