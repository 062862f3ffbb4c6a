package exo.ebpf;

/**
 * The machine code of DIV and MOD. The machine divides RDX and RAX and raises an exception for what has no result: by zero, and the least
 * number by -1. The divisor is known not to be 0 where it divides, and of signed divisions not to be -1.
 */
final class DivisionCode {
    private static final int SIGNED = 1;
    private static final int DIVISOR = Compilation.TEMPORARY;
    private static final int KEPT = Compilation.OTHER_TEMPORARY;

    private final Assembler code;
    private final OperandCode operands;

    DivisionCode(Assembler code, OperandCode operands) {
        this.code = code;
        this.operands = operands;
    }

    long instruction(long at, long program, long uses, long word, int wide) {
        int destination = Compilation.machine(Instruction.destination(word));
        boolean remains = (Instruction.opcode(word) & Opcode.CODE_MASK) == Opcode.MOD;
        boolean signed = Instruction.offset(word) == SIGNED;
        if ((Instruction.opcode(word) & Opcode.SOURCE_REGISTER) == 0) {
            return byConstant(at, program, wide, destination, remains, signed, Instruction.immediate(word));
        }
        int source = Instruction.source(word);
        long next = operands.prepare(at, uses, source, DIVISOR);
        next = source == Compilation.FRAME_POINTER ? next : code.move(next, wide, DIVISOR, Compilation.machine(source));
        return byAny(next, wide, destination, remains, signed);
    }

    private long byConstant(long at, long program, int wide, int destination, boolean remains, boolean signed, int divisor) {
        if (divisor == 0) {
            return byZero(at, wide, destination, remains);
        }
        if (divisor == -1 && signed) {
            return byMinusOne(at, wide, destination, remains);
        }
        return divided(operands.loadImmediate(at, program, wide, DIVISOR, divisor), wide, destination, remains, signed);
    }

    private long byAny(long at, int wide, int destination, boolean remains, boolean signed) {
        long next = code.registers(at, Assembler.TEST | wide, DIVISOR, DIVISOR);
        next = code.jumpIfNear(next, Assembler.EQUAL);
        long zero = next;
        long minusOne = 0;
        if (signed) {
            next = code.byImmediate(next, wide, Assembler.DIGIT_CMP, DIVISOR, -1);
            next = code.jumpIfNear(next, Assembler.EQUAL);
            minusOne = next;
        }
        next = code.jumpNear(divided(next, wide, destination, remains, signed));
        long divided = next;
        if (signed) {
            code.landNear(minusOne, next);
            next = code.jumpNear(byMinusOne(next, wide, destination, remains));
            minusOne = next;
        }
        code.landNear(zero, next);
        next = byZero(next, wide, destination, remains);
        code.landNear(divided, next);
        if (signed) {
            code.landNear(minusOne, next);
        }
        return next;
    }

    private long byZero(long at, int wide, int destination, boolean remains) {
        if (!remains) {
            return code.clear(at, destination);
        }
        return wide != 0 ? at : code.move(at, 0, destination, destination);
    }

    private long byMinusOne(long at, int wide, int destination, boolean remains) {
        return remains ? code.clear(at, destination)
                : code.registers(at, Assembler.UNARY | wide, Assembler.DIGIT_NEGATE, destination);
    }

    private long divided(long at, int wide, int destination, boolean remains, boolean signed) {
        boolean inRax = destination == Assembler.RAX;
        boolean inRdx = destination == Assembler.RDX;
        long next = at;
        next = inRax ? next : code.move(next, Assembler.WIDE, KEPT, Assembler.RAX);
        next = inRdx ? next : code.push(next, Assembler.RDX);
        next = inRax ? next : code.move(next, Assembler.WIDE, Assembler.RAX, destination);
        next = signed ? code.extendIntoRdx(next, wide) : code.clear(next, Assembler.RDX);
        next = code.registers(next, Assembler.UNARY | wide, signed ? Assembler.DIGIT_DIVIDE_SIGNED : Assembler.DIGIT_DIVIDE, DIVISOR);
        int result = remains ? Assembler.RDX : Assembler.RAX;
        next = result == destination ? next : code.move(next, Assembler.WIDE, destination, result);
        next = inRdx ? next : code.pop(next, Assembler.RDX);
        return inRax ? next : code.move(next, Assembler.WIDE, Assembler.RAX, KEPT);
    }
}
