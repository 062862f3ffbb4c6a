package exo.ebpf;

/**
 * The code that makes the value of an operand: of r10, whose register holds something else, and of immediates. An immediate that does not
 * fit 16 bits is never in the code as it is, but mixed with the program's blinding, which its writer does not know.
 */
final class OperandCode {
    private final Memory memory;
    private final Assembler code;

    OperandCode(Memory memory, Assembler code) {
        this.memory = memory;
        this.code = code;
    }

    static boolean isPlain(int value) {
        return value == (short) value;
    }

    /** Loads a register of the machine with a value, its sign extended if {@code wide}. */
    long loadImmediate(long at, long program, int wide, int register, int value) {
        if (isPlain(value)) {
            return value == 0 ? code.clear(at, register) : code.moveImmediate(at, wide, register, value);
        }
        int blinding = (int) memory.load64(program + Program.BLINDING);
        long next = code.moveImmediate(at, wide, register, value ^ blinding);
        // Both extend the sign, or both do not: so the upper half comes out as it should.
        next = code.registers(next, Assembler.BY_IMMEDIATE_32 | wide, Assembler.DIGIT_XOR, register);
        return code.immediate32(next, blinding);
    }

    /** Loads a register with 64 bits. The temporary register is overwritten; it is not the one to be loaded. */
    long loadImmediate64(long at, long program, int register, int low, int high) {
        if (high == low >> Integer.SIZE - 1) {
            return loadImmediate(at, program, Assembler.WIDE, register, low);
        }
        if (low == 0) {
            long next = loadImmediate(at, program, 0, register, high);
            next = code.registers(next, Assembler.SHIFT_BY_IMMEDIATE | Assembler.WIDE, Assembler.DIGIT_SHIFT_LEFT, register);
            return code.immediate8(next, Integer.SIZE);
        }
        long next = loadImmediate(at, program, 0, register, low);
        if (high == 0) {
            return next;
        }
        next = loadImmediate(next, program, 0, Compilation.TEMPORARY, high);
        next = code.registers(next, Assembler.SHIFT_BY_IMMEDIATE | Assembler.WIDE, Assembler.DIGIT_SHIFT_LEFT, Compilation.TEMPORARY);
        next = code.immediate8(next, Integer.SIZE);
        return code.registers(next, Assembler.OR | Assembler.WIDE, Compilation.TEMPORARY, register);
    }

    /** Loads a register, any but RBP, with the program's value of r10. */
    long loadFramePointer(long at, long uses, int register) {
        int delta = Compilation.stackDelta(uses);
        if (delta != Assembler.NONE) {
            long next = code.move(at, Assembler.WIDE, register, Assembler.RBP);
            return code.registers(next, Assembler.SUB | Assembler.WIDE, delta, register);
        }
        long next = loadStackDelta(at, uses, register);
        next = code.registers(next, Assembler.UNARY | Assembler.WIDE, Assembler.DIGIT_NEGATE, register);
        return code.registers(next, Assembler.ADD | Assembler.WIDE, Assembler.RBP, register);
    }

    long loadStackDelta(long at, long uses, int register) {
        return code.load(code.load(at, register, Assembler.RSP, Compilation.recordSlot(uses)), register, register, Run.STACK_DELTA);
    }

    /** The machine's register that has a program's register's value: for r10 the one given, which is loaded before. */
    static int registerOf(int register, int ifFramePointer) {
        return register == Compilation.FRAME_POINTER ? ifFramePointer : Compilation.machine(register);
    }

    long prepare(long at, long uses, int register, int ifFramePointer) {
        return register == Compilation.FRAME_POINTER ? loadFramePointer(at, uses, ifFramePointer) : at;
    }
}
