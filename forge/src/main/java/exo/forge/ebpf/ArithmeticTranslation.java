package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import org.objectweb.asm.Opcodes;

/** The JVM's instructions that compute, each as steps with the same result. */
final class ArithmeticTranslation {
    private static final int CHAR_MASK = 0xffff;

    private final Emission emission;

    ArithmeticTranslation(Emission emission) {
        this.emission = emission;
    }

    /** False: it is no such instruction. */
    boolean translate(int opcode) throws UntranslatableException {
        int code = code(opcode);
        if (code >= 0) {
            binary(opcode, code);
            return true;
        }
        switch (opcode) {
            case Opcodes.INEG:
                emission.pushInt(emission.extended(emission.unary(Kind.NEGATE, emission.pop(), Long.SIZE)));
                return true;
            case Opcodes.LNEG:
                emission.pushLong(emission.unary(Kind.NEGATE, emission.pop(), Long.SIZE));
                return true;
            case Opcodes.IUSHR:
                Value count = emission.pop();
                emission.pushInt(emission.shiftRightUnsigned(emission.pop(), count));
                return true;
            case Opcodes.LCMP:
                Value second = emission.pop();
                emission.frame.push(new Item(Item.Sort.COMPARISON, emission.pop(), second, null));
                return true;
            default:
                return convert(opcode);
        }
    }

    private boolean convert(int opcode) throws UntranslatableException {
        switch (opcode) {
            case Opcodes.I2L:
                emission.pushLong(emission.pop());
                return true;
            case Opcodes.L2I:
                emission.pushInt(emission.extended(emission.pop()));
                return true;
            case Opcodes.I2B:
                emission.pushInt(emission.unary(Kind.EXTEND, emission.pop(), Byte.SIZE));
                return true;
            case Opcodes.I2S:
                emission.pushInt(emission.unary(Kind.EXTEND, emission.pop(), Short.SIZE));
                return true;
            case Opcodes.I2C:
                emission.pushInt(emission.arithmetic(Opcode.AND, emission.pop(), Value.of(CHAR_MASK)));
                return true;
            default:
                return false;
        }
    }

    /** Ints come before longs by one opcode. Unsigned shifts of ints are apart: the high half must not come down. */
    private static int code(int opcode) {
        switch (opcode) {
            case Opcodes.IADD, Opcodes.LADD:
                return Opcode.ADD;
            case Opcodes.ISUB, Opcodes.LSUB:
                return Opcode.SUB;
            case Opcodes.IMUL, Opcodes.LMUL:
                return Opcode.MUL;
            case Opcodes.IDIV, Opcodes.LDIV:
                return Opcode.DIV;
            case Opcodes.IREM, Opcodes.LREM:
                return Opcode.MOD;
            case Opcodes.IAND, Opcodes.LAND:
                return Opcode.AND;
            case Opcodes.IOR, Opcodes.LOR:
                return Opcode.OR;
            case Opcodes.IXOR, Opcodes.LXOR:
                return Opcode.XOR;
            case Opcodes.ISHL, Opcodes.LSHL:
                return Opcode.LSH;
            case Opcodes.ISHR, Opcodes.LSHR:
                return Opcode.ARSH;
            case Opcodes.LUSHR:
                return Opcode.RSH;
            default:
                return -1;
        }
    }

    private void binary(int opcode, int code) throws UntranslatableException {
        Value b = emission.pop();
        Value a = emission.pop();
        boolean wide = (opcode - Opcodes.IADD) % 2 != 0;
        boolean shift = code == Opcode.LSH || code == Opcode.ARSH || code == Opcode.RSH;
        if (wide) {
            emission.pushLong(emission.arithmetic(code, a, b));
        } else if (shift) {
            Value count = emission.shiftCount(b);
            emission.pushInt(code == Opcode.LSH ? emission.intArithmetic(code, a, count) : emission.arithmetic(code, a, count));
        } else if (code == Opcode.AND || code == Opcode.OR || code == Opcode.XOR || code == Opcode.MOD) {
            emission.pushInt(emission.arithmetic(code, a, b));
        } else {
            emission.pushInt(emission.intArithmetic(code, a, b));
        }
    }
}
