package exo.ebpf;

/**
 * Why a program is refused: the rules, by number, which is what the kernel tells. {@code Explanation} says the rest. S rules are about the
 * shape of the text, F rules about what its execution could do.
 */
public final class Refusal {
    public static final int NONE = 0;
    // ---- shape (the structure check)
    public static final int EMPTY = 1;
    public static final int TOO_LONG = 2;
    public static final int UNKNOWN_OPCODE = 3;
    /** A field is not zero that the instruction does not use, or has a value that the standard reserves. */
    public static final int RESERVED_FIELD = 4;
    public static final int NO_SUCH_REGISTER = 5;
    /** A 64-bit immediate without its second slot, or with an ill one. */
    public static final int TRUNCATED_IMMEDIATE = 6;
    /** A jump or a call leads out of the program, into a second slot, or a jump into another function. */
    public static final int BAD_TARGET = 7;
    /** The last instruction of a function can be run past. */
    public static final int RUNS_PAST_END = 8;
    public static final int TOO_MANY_FUNCTIONS = 9;
    public static final int WRITES_FRAME_POINTER = 10;
    public static final int HELPER_NOT_PERMITTED = 11;
    public static final int NOT_PERMITTED = 12;
    // ---- execution (the checker)
    public static final int UNINITIALISED_REGISTER = 32;
    public static final int UNINITIALISED_STACK = 33;
    /** An access that cannot be proved to stay in its region. */
    public static final int UNPROVED_ACCESS = 34;
    public static final int WRITE_TO_READ_ONLY = 35;
    /** Functions may be nested deeper than the frames of a run, or a function calls itself. */
    public static final int TOO_DEEP = 36;
    /** Checking it takes more steps, or more places where ways meet, than the checker has. */
    public static final int TOO_COMPLEX = 37;
    // ---- machine code
    public static final int NO_ROOM_FOR_CODE = 64;

    private Refusal() {
    }
}
