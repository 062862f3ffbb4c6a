package exo.ebpf;

/**
 * What arithmetic instructions compute (RFC 9669, sections 4.1 and 4.2), for the interpreter. No operand makes any of it fail: division
 * by zero gives 0, modulo zero leaves the dividend, the least number divided by -1 is itself, and shifts use the low bits of their count.
 */
final class Arithmetic {
    private static final int SHIFT_MASK = Integer.SIZE - 1;
    private static final int SHIFT_MASK_64 = Long.SIZE - 1;
    private static final long LOW_32 = 0xffffffffL;
    private static final long SIGN = 1L << (Long.SIZE - 1);

    private Arithmetic() {
    }

    /** The destination's new value, after an instruction of class ALU or ALU64 whose operands are these. */
    static long result(long word, long destination, long operand) {
        int opcode = Instruction.opcode(word);
        int code = opcode & Opcode.CODE_MASK;
        if (code == Opcode.END) {
            return swapped(opcode, Instruction.immediate(word), destination);
        }
        int offset = Instruction.offset(word);
        if ((opcode & Opcode.CLASS_MASK) == Opcode.ALU64) {
            return result64(code, offset, destination, operand);
        }
        return result32(code, offset, (int) destination, (int) operand) & LOW_32;
    }

    private static long result64(int code, int offset, long destination, long operand) {
        switch (code) {
            case Opcode.LSH:
                return destination << (operand & SHIFT_MASK_64);
            case Opcode.RSH:
                return destination >>> (operand & SHIFT_MASK_64);
            case Opcode.ARSH:
                return destination >> (operand & SHIFT_MASK_64);
            case Opcode.DIV:
                return offset == 0 ? quotientUnsigned(destination, operand) : quotient(destination, operand);
            case Opcode.MOD:
                return offset == 0 ? remainderUnsigned(destination, operand) : remainder(destination, operand);
            default:
                return common(code, offset, destination, operand);
        }
    }

    /** Of its bits, the low 32 are the result. Both operands are divided as 64-bit numbers, in which the quotient always fits. */
    private static long result32(int code, int offset, int destination, int operand) {
        switch (code) {
            case Opcode.LSH:
                return destination << (operand & SHIFT_MASK);
            case Opcode.RSH:
                return destination >>> (operand & SHIFT_MASK);
            case Opcode.ARSH:
                return destination >> (operand & SHIFT_MASK);
            case Opcode.DIV:
                return offset == 0 ? quotientUnsigned(destination & LOW_32, operand & LOW_32) : quotient(destination, operand);
            case Opcode.MOD:
                return offset == 0 ? remainderUnsigned(destination & LOW_32, operand & LOW_32) : remainder(destination, operand);
            default:
                return common(code, offset, destination, operand);
        }
    }

    /** What the low bits of the operands alone decide the low bits of. */
    private static long common(int code, int offset, long destination, long operand) {
        switch (code) {
            case Opcode.ADD:
                return destination + operand;
            case Opcode.SUB:
                return destination - operand;
            case Opcode.MUL:
                return destination * operand;
            case Opcode.OR:
                return destination | operand;
            case Opcode.AND:
                return destination & operand;
            case Opcode.XOR:
                return destination ^ operand;
            case Opcode.NEG:
                return -destination;
            default:
                return moved(offset, operand);
        }
    }

    private static long moved(int signBits, long operand) {
        switch (signBits) {
            case Byte.SIZE:
                return (byte) operand;
            case Short.SIZE:
                return (short) operand;
            case Integer.SIZE:
                return (int) operand;
            default:
                return operand;
        }
    }

    // ---- division

    private static long quotient(long dividend, long divisor) {
        if (divisor == 0) {
            return 0;
        }
        // The machine's own division cannot divide the least number by this.
        return divisor == -1 ? -dividend : dividend / divisor;
    }

    private static long remainder(long dividend, long divisor) {
        if (divisor == 0) {
            return dividend;
        }
        return divisor == -1 ? 0 : dividend % divisor;
    }

    private static long quotientUnsigned(long dividend, long divisor) {
        if (divisor == 0) {
            return 0;
        }
        if (divisor < 0) {
            return isBelow(dividend, divisor) ? 0 : 1;
        }
        // Half the dividend is no negative number; what halving lost makes the quotient one greater at most.
        long estimate = (dividend >>> 1) / divisor << 1;
        return isBelow(dividend - estimate * divisor, divisor) ? estimate : estimate + 1;
    }

    private static long remainderUnsigned(long dividend, long divisor) {
        return dividend - quotientUnsigned(dividend, divisor) * divisor;
    }

    /** Unsigned. */
    static boolean isBelow(long a, long b) {
        return (a ^ SIGN) < (b ^ SIGN);
    }

    // ---- byte order

    private static long swapped(int opcode, int width, long value) {
        boolean swaps = opcode != (Opcode.ALU | Opcode.END);
        switch (width) {
            case Short.SIZE:
                return swaps ? swapped16(value) : value & 0xffff;
            case Integer.SIZE:
                return swaps ? swapped32(value) : value & LOW_32;
            default:
                return swaps ? swapped32(value) << Integer.SIZE | swapped32(value >>> Integer.SIZE) : value;
        }
    }

    private static long swapped32(long value) {
        return swapped16(value) << Short.SIZE | swapped16(value >>> Short.SIZE);
    }

    private static long swapped16(long value) {
        return (value & 0xff) << Byte.SIZE | value >>> Byte.SIZE & 0xff;
    }
}
