package exo.ebpf;

/** Where an instruction leads, other than to the next one. */
public final class Jumps {
    private Jumps() {
    }

    /** Conditional or not; calls and EXIT are none. Of an instruction that passed the structure check. */
    public static boolean isJump(long word) {
        int opcode = Instruction.opcode(word);
        int code = opcode & Opcode.CODE_MASK;
        switch (opcode & Opcode.CLASS_MASK) {
            case Opcode.JMP:
                return code != Opcode.CALL && code != Opcode.EXIT;
            case Opcode.JMP32:
                return true;
            default:
                return false;
        }
    }

    public static boolean isConditional(long word) {
        return isJump(word) && (Instruction.opcode(word) & Opcode.CODE_MASK) != Opcode.JA;
    }

    /** Of a jump at {@code at}: an index of an instruction, if the structure check finds it to be one. */
    public static long target(long word, int at) {
        boolean far = Instruction.opcode(word) == (Opcode.JMP32 | Opcode.JA);
        return at + 1L + (far ? Instruction.immediate(word) : Instruction.offset(word));
    }

    /** A call of a function of the program. */
    public static boolean isLocalCall(long word) {
        return Instruction.opcode(word) == (Opcode.JMP | Opcode.CALL) && Instruction.source(word) == Opcode.CALL_FUNCTION;
    }

    /** Of a local call at {@code at}: where the function begins. */
    public static long callee(long word, int at) {
        return at + 1L + Instruction.immediate(word);
    }

    /** EXIT and JA: the next instruction is not executed after this one. */
    public static boolean neverGoesOn(long word) {
        return isJump(word) && !isConditional(word) || Instruction.opcode(word) == (Opcode.JMP | Opcode.EXIT);
    }
}
