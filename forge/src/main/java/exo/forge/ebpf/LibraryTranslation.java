package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Variable;
import org.objectweb.asm.tree.MethodInsnNode;

/** The methods of Java's library that are known here. */
final class LibraryTranslation {
    private final Emission emission;

    LibraryTranslation(Emission emission) {
        this.emission = emission;
    }

    /** False: it is none of them. */
    boolean translate(MethodInsnNode call) throws UntranslatableException {
        switch (call.owner + "." + call.name + call.desc) {
            case "java/lang/Math.min(II)I":
                emission.pushInt(select(Opcode.JSLE));
                return true;
            case "java/lang/Math.max(II)I":
                emission.pushInt(select(Opcode.JSGE));
                return true;
            case "java/lang/Math.min(JJ)J":
                emission.pushLong(select(Opcode.JSLE));
                return true;
            case "java/lang/Math.max(JJ)J":
                emission.pushLong(select(Opcode.JSGE));
                return true;
            case "java/lang/Integer.compareUnsigned(II)I":
            case "java/lang/Long.compareUnsigned(JJ)I":
                Value second = emission.pop();
                emission.frame.push(new Item(Item.Sort.UNSIGNED_COMPARISON, emission.pop(), second, null));
                return true;
            case "java/lang/Integer.compare(II)I":
            case "java/lang/Long.compare(JJ)I":
                Value last = emission.pop();
                emission.frame.push(new Item(Item.Sort.COMPARISON, emission.pop(), last, null));
                return true;
            default:
                return convert(call);
        }
    }

    private boolean convert(MethodInsnNode call) throws UntranslatableException {
        switch (call.owner + "." + call.name) {
            case "java/lang/Integer.toUnsignedLong":
                emission.pushLong(emission.arithmetic(Opcode.AND, emission.pop(), Value.of(0xffff_ffffL)));
                return true;
            case "java/lang/Byte.toUnsignedInt":
                emission.pushInt(emission.arithmetic(Opcode.AND, emission.pop(), Value.of(0xff)));
                return true;
            case "java/lang/Short.toUnsignedInt":
                emission.pushInt(emission.arithmetic(Opcode.AND, emission.pop(), Value.of(0xffff)));
                return true;
            case "java/lang/Character.reverseBytes":
                emission.pushInt(emission.unary(Kind.SWAP, emission.pop(), Short.SIZE));
                return true;
            case "java/lang/Short.reverseBytes":
                emission.pushInt(emission.unary(Kind.EXTEND, emission.unary(Kind.SWAP, emission.pop(), Short.SIZE), Short.SIZE));
                return true;
            case "java/lang/Integer.reverseBytes":
                emission.pushInt(emission.extended(emission.unary(Kind.SWAP, emission.pop(), Integer.SIZE)));
                return true;
            case "java/lang/Long.reverseBytes":
                emission.pushLong(emission.unary(Kind.SWAP, emission.pop(), Long.SIZE));
                return true;
            default:
                return false;
        }
    }

    /** The first operand if the condition holds between it and the second, else the second. */
    private Value select(int condition) throws UntranslatableException {
        Value b = emission.pop();
        Value a = emission.pop();
        int result = emission.routine.newVariable();
        Target end = new Target();
        emission.add(Step.move(result, a));
        emission.add(Step.branch(condition, a, b, end));
        emission.add(Step.move(result, b));
        emission.add(Step.here(end));
        return new Variable(result);
    }
}
