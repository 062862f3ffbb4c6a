package exo.ebpf;

/** When conditional jumps jump (RFC 9669, section 4.3), for the interpreter. */
final class Conditions {
    private static final long LOW_32 = 0xffffffffL;

    private Conditions() {
    }

    /** Whether the jump {@code word}, of class JMP or JMP32, jumps with these operands. */
    static boolean hold(long word, long destination, long operand) {
        int opcode = Instruction.opcode(word);
        int code = opcode & Opcode.CODE_MASK;
        if ((opcode & Opcode.CLASS_MASK) == Opcode.JMP) {
            return holds(code, destination, operand);
        }
        // What is true of 32-bit numbers is true of them extended to 64 bits, with their sign or with zeros.
        return isSigned(code) ? holds(code, (int) destination, (int) operand) : holds(code, destination & LOW_32, operand & LOW_32);
    }

    private static boolean isSigned(int code) {
        return code == Opcode.JSGT || code == Opcode.JSGE || code == Opcode.JSLT || code == Opcode.JSLE;
    }

    private static boolean holds(int code, long a, long b) {
        switch (code) {
            case Opcode.JEQ:
                return a == b;
            case Opcode.JNE:
                return a != b;
            case Opcode.JSET:
                return (a & b) != 0;
            case Opcode.JGT:
                return Arithmetic.isBelow(b, a);
            case Opcode.JGE:
                return !Arithmetic.isBelow(a, b);
            case Opcode.JLT:
                return Arithmetic.isBelow(a, b);
            case Opcode.JLE:
                return !Arithmetic.isBelow(b, a);
            case Opcode.JSGT:
                return a > b;
            case Opcode.JSGE:
                return a >= b;
            case Opcode.JSLT:
                return a < b;
            case Opcode.JSLE:
                return a <= b;
            default:
                return true;
        }
    }
}
