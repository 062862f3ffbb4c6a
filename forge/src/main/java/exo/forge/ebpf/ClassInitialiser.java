package exo.forge.ebpf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What the class's static variables hold at first, by running its initialiser here. That may store constants, and arrays of a constant
 * length with constant elements; it does not compute.
 */
final class ClassInitialiser {
    private static final int ELEMENTS_MAXIMUM = 1 << 24;

    private final ClassNode type;
    private final Map<String, Object> values = new HashMap<>();
    private final Deque<Object> stack = new ArrayDeque<>();
    private int line;

    ClassInitialiser(ClassNode type) throws UntranslatableException {
        this.type = type;
        for (MethodNode method : type.methods) {
            if (method.name.equals("<clinit>")) {
                for (AbstractInsnNode instruction : method.instructions) {
                    run(instruction);
                }
            }
        }
    }

    /** A variable's elements, or null if it has no array. */
    long[] array(String name) {
        return values.get(name) instanceof long[] elements ? elements : null;
    }

    long number(String name) {
        return values.get(name) instanceof Long number ? number : 0;
    }

    private void run(AbstractInsnNode instruction) throws UntranslatableException {
        if (instruction instanceof LineNumberNode begun) {
            line = begun.line;
        }
        Long constant = Constants.of(instruction);
        if (constant != null) {
            stack.push(constant);
            return;
        }
        switch (instruction.getOpcode()) {
            case -1, Opcodes.NOP, Opcodes.RETURN:
                break;
            case Opcodes.DUP:
                stack.push(stack.element());
                break;
            case Opcodes.NEWARRAY:
                stack.push(newArray((IntInsnNode) instruction));
                break;
            case Opcodes.IASTORE, Opcodes.LASTORE, Opcodes.BASTORE, Opcodes.CASTORE, Opcodes.SASTORE:
                storeElement();
                break;
            case Opcodes.PUTSTATIC:
                store((FieldInsnNode) instruction, stack.pop());
                break;
            default:
                throw refusal();
        }
    }

    /** An array is one variable's: two with the same would be two in the area. */
    private void store(FieldInsnNode instruction, Object value) throws UntranslatableException {
        boolean shared = value instanceof long[] && values.values().stream().anyMatch(other -> other == value);
        if (shared || !instruction.owner.equals(type.name)) {
            throw refusal();
        }
        values.put(instruction.name, value);
    }

    private long[] newArray(IntInsnNode instruction) throws UntranslatableException {
        boolean floating = instruction.operand == Opcodes.T_FLOAT || instruction.operand == Opcodes.T_DOUBLE;
        if (floating || !(stack.pop() instanceof Long length) || length < 0 || length > ELEMENTS_MAXIMUM) {
            throw refusal();
        }
        return new long[length.intValue()];
    }

    private void storeElement() throws UntranslatableException {
        Object value = stack.pop();
        Object index = stack.pop();
        if (!(value instanceof Long number) || !(index instanceof Long place) || !(stack.pop() instanceof long[] elements)
                || place < 0 || place >= elements.length) {
            throw refusal();
        }
        elements[place.intValue()] = number;
    }

    private UntranslatableException refusal() {
        SourcePlace place = new SourcePlace(type.name, type.sourceFile, "<clinit>", line);
        return new UntranslatableException(place + ": the class's initialiser computes: give static variables constants, and arrays "
                + "constant lengths and elements");
    }
}
