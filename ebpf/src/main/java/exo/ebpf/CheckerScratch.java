package exo.ebpf;

/** Where the checker keeps what it keeps between its steps, from the start of its scratch memory. Fields are of 8 bytes unless said. */
final class CheckerScratch {
    static final int PHASE = 0;
    /** The scratch memory of the structure check. */
    static final int MARKS = 8;
    /** How long this scratch memory is. */
    static final int BYTES = 16;
    static final int INSTRUCTIONS = 24;
    /** The next instruction of a phase that goes through all of them. */
    static final int CURSOR = 32;
    /** The instruction that is evaluated next, in the state at {@link #STATE}; or {@link #NOWHERE}. */
    static final int CURRENT = 40;
    static final int EVALUATIONS = 48;
    /** Of one state, and where the first of the kept ones is, how many there are and can be. */
    static final int STATE_BYTES = 56;
    static final int STATES = 64;
    static final int STATE_COUNT = 72;
    static final int STATES_MOST = 80;
    /** Of the stack's words, how many are followed as values. */
    static final int SLOTS = 88;
    /** The deepest byte below a frame's top that was touched. */
    static final int DEEPEST = 96;
    /** 1: the result of some function has become another. */
    static final int RETURNED = 104;
    static final int THRESHOLDS = 112;
    /** Two states: the one that is evaluated in, and that which goes elsewhere. */
    static final int STATE = 120;
    static final int OTHER_STATE = 128;
    static final int PREDECESSORS = 136;

    /** Numbers that the program compares with: {@link #THRESHOLDS} of them. */
    static final int THRESHOLD = 144;
    static final int THRESHOLDS_MOST = 48;
    /** One byte for each word of a frame's stack: its slot, or {@link #NO_SLOT}. */
    static final int SLOT_OF = THRESHOLD + THRESHOLDS_MOST * Long.BYTES;
    static final int STACK_WORDS = Limits.STACK_BYTES / Long.BYTES;
    static final int SLOTS_MOST = 16;
    static final int NO_SLOT = 255;
    /** One bit for each instruction whose state has become another since it was evaluated. */
    static final int PENDING = SLOT_OF + STACK_WORDS;
    /** What functions return: {@link FunctionResults}. */
    static final int FUNCTIONS = PENDING + Limits.INSTRUCTIONS / Byte.SIZE;
    /** Values to work with. */
    static final int TEMPORARIES = FUNCTIONS + Limits.FUNCTIONS * FunctionResults.BYTES;
    static final int TEMPORARIES_MOST = 8;
    /** Names of the values of two states that are joined, of {@link #NAME_BYTES} each. */
    static final int NAMES = TEMPORARIES + TEMPORARIES_MOST * Values.BYTES;
    static final int NAME_BYTES = 3 * Long.BYTES;
    /** How many states are still to be joined with those kept ({@link Places}); of the last, the next part, and 1 if one changed it. */
    static final int JOINS = NAMES + (Limits.REGISTERS + SLOTS_MOST) * NAME_BYTES;
    static final int JOIN_PART = JOINS + Long.BYTES;
    static final int JOIN_CHANGED = JOIN_PART + Long.BYTES;
    /** Of the instruction that is evaluated next, if it is a jump that has been looked at, the way that is to be followed; else 0. */
    static final int BRANCHED = JOIN_CHANGED + Long.BYTES;
    static final int TAKEN = 1;
    static final int NOT_TAKEN = 2;
    static final int JOIN = BRANCHED + Long.BYTES;
    static final int JOINS_MOST = 2;
    static final int JOIN_BYTES = 3 * Long.BYTES;
    /** For each instruction, in 2 bytes, which state is kept for it: 0 none, n the n-th. Behind them their predecessors. */
    static final int STATE_OF = JOIN + JOINS_MOST * JOIN_BYTES;

    static final int NOWHERE = -1;

    // ---- temporaries, by who uses them
    static final int OPERAND = 0;
    static final int PLAIN_A = 1;
    static final int PLAIN_B = 2;
    static final int HALF_A = 3;
    static final int HALF_B = 4;
    static final int RANGE = 5;
    static final int JOINED = 6;
    static final int JOINED_PLAIN = 7;

    private CheckerScratch() {
    }

    static long temporary(long scratch, int number) {
        return scratch + TEMPORARIES + (long) number * Values.BYTES;
    }
}
