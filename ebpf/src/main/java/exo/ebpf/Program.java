package exo.ebpf;

/**
 * What the engine knows of a program: a record of {@link #BYTES} bytes in {@link Memory}, which who loads the program fills to
 * {@link #INPUTS_END}, with the rest cleared, and checker and compiler fill further. Offsets of its fields, of 8 bytes each.
 */
public final class Program {
    // ---- said by who loads it
    /** Address of the first instruction. The text does not change from here on. */
    public static final int TEXT = 0;
    /** Slots of 8 bytes. */
    public static final int INSTRUCTIONS = 8;
    /** The fewest and the most bytes that {@link Addresses#REGION_MEMORY} will have at a run: alike if that is known. */
    public static final int MEMORY_BYTES_LEAST = 16;
    public static final int MEMORY_BYTES_MOST = 24;
    /** Of {@link Addresses#REGION_AREA}; 0: there is none. */
    public static final int AREA_BYTES = 32;
    /** Bit n: helper n may be called. */
    public static final int HELPERS = 40;
    /** {@link #MEMORY_WRITABLE} and the others. */
    public static final int FLAGS = 48;
    public static final int INPUTS_END = 56;

    public static final long MEMORY_WRITABLE = 1;
    public static final long AREA_WRITABLE = 2;
    /** Accesses that cannot be proved are compiled with a check, where the checker would refuse them otherwise. */
    public static final long GUARDED = 4;
    /** {@link Opcode#CALL_REGISTER} is permitted. */
    public static final long REGISTER_CALLS = 8;

    // ---- found out by the structure check
    /** How many functions there are, the program's beginning among them. Where they begin is among the {@link Marks}. */
    public static final int FUNCTIONS = 56;

    // ---- found out by the checker
    /** A {@link Refusal} code, or 0; and the instruction it is about. */
    public static final int REFUSAL = 64;
    public static final int REFUSED_AT = 72;
    /** Bytes below r10 that any function may touch, 0 to {@link Limits#STACK_BYTES}, a multiple of 8. */
    public static final int STACK_BYTES = 80;

    // ---- made by the compiler
    /** Where the machine code goes, how much room is there, and how much it takes. */
    public static final int CODE = 88;
    public static final int CODE_ROOM = 96;
    public static final int CODE_BYTES = 104;
    /** What immediates are blinded with: any number that the program's writer cannot know. */
    public static final int BLINDING = 112;

    // ---- for the checker
    /** Where {@link Checker} puts its {@link Proofs}, one byte an instruction; said by who loads the program. */
    public static final int PROOFS = 120;
    /**
     * How many arguments each helper takes, 0 to 5: 4 bits a helper, helper n's from bit 4 * (n % 16) of word n / 16 on. These must be
     * initialised at a call, and a helper looks at no others. Said by who loads the program, before it is checked.
     */
    public static final int HELPER_ARGUMENTS = 128;
    public static final int HELPER_ARGUMENT_WORDS = 4;

    // ---- made by the compiler, too
    /** Bytes from {@link #CODE} to the first instruction of the function that runs the program. */
    public static final int ENTRY = HELPER_ARGUMENTS + HELPER_ARGUMENT_WORDS * 8;

    public static final int BYTES = ENTRY + 8;

    private Program() {
    }
}
