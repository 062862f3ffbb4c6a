package exo.ebpf;

/**
 * What the compiler keeps of one program between its steps, in scratch memory, and what it has found the program to use. The registers
 * of the machine that programs' registers are in: r1 to r5 where a SysV function has its arguments, so that helpers get them as they
 * are; r6 to r9 where it keeps what its caller has; r10 as the machine's address of the frame's end, not the program's.
 */
final class Compilation {
    // ---- offsets in the scratch memory, of 8 bytes each
    static final int PHASE = 0;
    /** The next instruction of the phase. */
    static final int CURSOR = 8;
    /** Where the next byte of code goes. */
    static final int AT = 16;
    /** Of the bits below. */
    static final int USES = 24;
    /** The structure check's scratch memory. */
    static final int MARKS = 32;
    /** The next routine that the code begins with. */
    static final int ROUTINE = 40;
    /** Bytes that every function begins with. */
    static final int FUNCTION_BYTES = 48;
    // Addresses of routines in the code.
    static final int EPILOGUE = 56;
    static final int FUNCTION_EXIT = 64;
    static final int HELPER_CALL = 72;
    static final int REGISTER_CALL = 80;
    /** By {@link Run} outcome. */
    static final int ENDS = 88;
    static final int OUTCOMES = 5;
    /** By {@link #guard}. */
    static final int GUARDS = ENDS + OUTCOMES * Long.BYTES;
    static final int GUARD_KINDS = 8;
    /** Where the code of each instruction begins, as 4 bytes of distance from the code's beginning; and of what follows the last. */
    static final int TABLE = GUARDS + GUARD_KINDS * Long.BYTES;
    static final int BYTES = TABLE + (Limits.INSTRUCTIONS + 1) * Integer.BYTES;

    // ---- uses: bit n is register n
    static final int FIRST_KEPT = 6;
    static final int FRAME_POINTER = Limits.REGISTERS - 1;
    static final long MEMORY = 1L << 16;
    static final long AREA = 1L << 17;
    /** The stack other than at a constant distance from r10, or r10 as a number. */
    static final long STACK_ADDRESSES = 1L << 18;
    static final long BUDGET = 1L << 19;
    static final long FUNCTION_CALLS = 1L << 20;
    static final long HELPERS = 1L << 21;
    static final long REGISTER_CALLS = 1L << 22;
    /** Registers may be read, and stack, that were not written: so that they must be clear. */
    static final long CLEARED = 1L << 23;
    private static final int FIRST_GUARD = 24;
    static final long GUARDED = (1L << GUARD_KINDS) - 1 << FIRST_GUARD;

    /** The machine's registers of r0 to r10, four bits each, r0's lowest: an array's bounds would be checked, which the kernel is without. */
    private static final long MACHINE = Assembler.RAX | Assembler.RDI << 4 | Assembler.RSI << 8 | Assembler.RDX << 12
            | Assembler.RCX << 16 | Assembler.R8 << 20 | Assembler.RBX << 24 | (long) Assembler.R13 << 28
            | (long) Assembler.R14 << 32 | (long) Assembler.R15 << 36 | (long) Assembler.RBP << 40;
    private static final int REGISTER_MASK = 15;
    /** What is added to addresses in region memory and in the area. */
    static final int MEMORY_DELTA = Assembler.R12;
    static final int AREA_DELTA = Assembler.R9;
    /** For the moment: addresses, and immediates that are blinded. */
    static final int TEMPORARY = Assembler.R10;
    static final int OTHER_TEMPORARY = Assembler.R11;

    private Compilation() {
    }

    private static int count(int registers) {
        int count = 0;
        for (int left = registers; left != 0; left &= left - 1) {
            count++;
        }
        return count;
    }

    static int machine(int register) {
        return (int) (MACHINE >>> 4 * register) & REGISTER_MASK;
    }

    /** Which guard routine, and the bit that says whether it is used: for loads and stores of 1, 2, 4 and 8 bytes. */
    static int guard(int size, boolean writes) {
        return log(size) + (writes ? GUARD_KINDS / 2 : 0);
    }

    static long guardBit(int kind) {
        return 1L << FIRST_GUARD + kind;
    }

    /** Of the width that an opcode's size names, the logarithm of its bytes. */
    static int log(int size) {
        switch (size) {
            case Opcode.BYTE:
                return 0;
            case Opcode.HALF:
                return 1;
            case Opcode.WORD:
                return 2;
            default:
                return 3;
        }
    }

    static boolean has(long uses, long bit) {
        return (uses & bit) != 0;
    }

    static boolean usesRegister(long uses, int register) {
        return (uses >>> register & 1) != 0;
    }

    /** The register that keeps the stack's delta: one of the two, if the program has no other use for it; or {@link Assembler#NONE}. */
    static int stackDelta(long uses) {
        return !has(uses, MEMORY) ? MEMORY_DELTA : !has(uses, AREA) ? AREA_DELTA : Assembler.NONE;
    }

    // ---- the machine's stack, while the program runs: the budget if there is one, above it the record's address

    /** From RSP to where the record's address is. */
    static int recordSlot(long uses) {
        return has(uses, BUDGET) ? Long.BYTES : 0;
    }

    /** Bit n: the register n of the machine is to be kept for the caller of the whole. */
    static int keptForCaller(long uses) {
        boolean stackDelta = has(uses, STACK_ADDRESSES) && stackDelta(uses) == MEMORY_DELTA;
        return keptForCallers(uses) | (usesRegister(uses, FRAME_POINTER) || has(uses, FUNCTION_CALLS) ? 1 << Assembler.RBP : 0)
                | (has(uses, MEMORY) || stackDelta ? 1 << MEMORY_DELTA : 0);
    }

    /** The same for the caller of a function of the program: r6 to r9, as far as the program uses them. */
    static int keptForCallers(long uses) {
        int kept = 0;
        for (int register = FIRST_KEPT; register < FRAME_POINTER; register++) {
            kept |= usesRegister(uses, register) ? 1 << machine(register) : 0;
        }
        return kept;
    }

    /** Whether a word more is pushed, so that the stack is aligned where helpers are called. */
    static boolean padsEntry(long uses) {
        return has(uses, HELPERS) && (count(keptForCaller(uses)) + 1 + recordSlot(uses) / Long.BYTES) % 2 != 0;
    }

    static boolean padsFunction(long uses) {
        return has(uses, HELPERS) && count(keptForCallers(uses)) % 2 == 0;
    }
}
