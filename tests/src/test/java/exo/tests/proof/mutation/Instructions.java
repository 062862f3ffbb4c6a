package exo.tests.proof.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Finding instructions in a method's bytecode by what they do, and putting others in their place. */
public final class Instructions {
    private Instructions() {
    }

    // ---- finding -------------------------------------------------------------------------------------------------------

    static AbstractInsnNode any(MethodNode method, Predicate<AbstractInsnNode> pattern, int which, String what) {
        return chosen(method, matching(method, pattern), which, what);
    }

    private static List<AbstractInsnNode> matching(MethodNode method, Predicate<AbstractInsnNode> pattern) {
        List<AbstractInsnNode> found = new ArrayList<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (pattern.test(instruction)) {
                found.add(instruction);
            }
        }
        return found;
    }

    private static AbstractInsnNode chosen(MethodNode method, List<AbstractInsnNode> found, int which, String what) {
        if (which < 1 || found.size() < which) {
            throw new PatternUnmatched("no " + what + " number " + which + " in " + method.name + method.desc + ", but "
                    + found.size());
        }
        return found.get(which - 1);
    }

    private static boolean isVoid(AbstractInsnNode call) {
        return ((MethodInsnNode) call).desc.endsWith(")V");
    }

    /** A call that gives a result. */
    static MethodInsnNode question(MethodNode method, String call, int which) {
        List<AbstractInsnNode> found = matching(method, Change.isCall(call));
        found.removeIf(Instructions::isVoid);
        return (MethodInsnNode) chosen(method, found, which, "result of " + call);
    }

    /** A call that gives none, if there is one by this name, else one that does. */
    static MethodInsnNode command(MethodNode method, String call, int which) {
        List<AbstractInsnNode> found = matching(method, Change.isCall(call));
        if (found.stream().anyMatch(Instructions::isVoid)) {
            found.removeIf(one -> !isVoid(one));
        }
        return (MethodInsnNode) chosen(method, found, which, "call of " + call);
    }

    /** The first conditional branch behind an instruction. */
    static JumpInsnNode branchBehind(AbstractInsnNode instruction) {
        AbstractInsnNode at = instruction.getNext();
        while (at != null && !(at instanceof JumpInsnNode && at.getOpcode() != Opcodes.GOTO)) {
            at = at.getNext();
        }
        if (at == null) {
            throw new PatternUnmatched("no branch behind it");
        }
        return (JumpInsnNode) at;
    }

    static AbstractInsnNode constant(MethodNode method, long value, int which) {
        return any(method, instruction -> isConstant(instruction, value), which, "constant " + value);
    }

    private static boolean isConstant(AbstractInsnNode instruction, long value) {
        int opcode = instruction.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return value == opcode - Opcodes.ICONST_0;
        }
        if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            return value == opcode - Opcodes.LCONST_0;
        }
        if (instruction instanceof IntInsnNode push && opcode != Opcodes.NEWARRAY) {
            return value == push.operand;
        }
        return instruction instanceof LdcInsnNode load && load.cst instanceof Number number
                && number.longValue() == value;
    }

    static Type typeOfConstant(AbstractInsnNode constant) {
        boolean isLong = constant.getOpcode() == Opcodes.LCONST_0 || constant.getOpcode() == Opcodes.LCONST_1
                || constant instanceof LdcInsnNode load && load.cst instanceof Long;
        return isLong ? Type.LONG_TYPE : Type.INT_TYPE;
    }

    /** The source line that an instruction comes from. */
    static int line(AbstractInsnNode instruction) {
        AbstractInsnNode at = instruction;
        while (at != null && !(at instanceof LineNumberNode)) {
            at = at.getPrevious();
        }
        return at == null ? 0 : ((LineNumberNode) at).line;
    }

    // ---- changing ------------------------------------------------------------------------------------------------------

    static AbstractInsnNode replace(MethodNode method, AbstractInsnNode old, AbstractInsnNode other) {
        method.instructions.set(old, other);
        return other;
    }

    /** Drops a call and its arguments; where it gives something, that is the value. Gives the last instruction in its place. */
    public static AbstractInsnNode replaceCall(MethodNode method, MethodInsnNode call, long value) {
        InsnList instead = new InsnList();
        Type[] arguments = Type.getArgumentTypes(call.desc);
        for (int i = arguments.length - 1; i >= 0; i--) {
            instead.add(new InsnNode(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
        }
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            instead.add(new InsnNode(Opcodes.POP));
        }
        Type result = Type.getReturnType(call.desc);
        if (result != Type.VOID_TYPE) {
            instead.add(push(result, value));
        }
        instead.add(new InsnNode(Opcodes.NOP));
        AbstractInsnNode last = instead.getLast();
        method.instructions.insert(call, instead);
        method.instructions.remove(call);
        return last;
    }

    static AbstractInsnNode push(Type type, long value) {
        return switch (type.getSort()) {
            case Type.LONG -> new LdcInsnNode(value);
            case Type.INT, Type.BOOLEAN -> new LdcInsnNode((int) value);
            default -> new InsnNode(Opcodes.ACONST_NULL);
        };
    }

    /** A conditional branch that is always taken, or never. */
    static AbstractInsnNode fix(MethodNode method, JumpInsnNode branch, boolean taken) {
        boolean two = branch.getOpcode() >= Opcodes.IF_ICMPEQ && branch.getOpcode() <= Opcodes.IF_ACMPNE;
        InsnNode pop = new InsnNode(two ? Opcodes.POP2 : Opcodes.POP);
        method.instructions.insertBefore(branch, pop);
        if (taken) {
            branch.setOpcode(Opcodes.GOTO);
        } else {
            method.instructions.remove(branch);
        }
        return pop;
    }

    /** Opcodes of conditional branches come in pairs, of which the first is odd. */
    static int opposite(int opcode) {
        return opcode % 2 == 1 ? opcode + 1 : opcode - 1;
    }
}
