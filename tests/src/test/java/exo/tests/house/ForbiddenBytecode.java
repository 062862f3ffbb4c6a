package exo.tests.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a method of a kernel may not do once it has booted. TeaVM compiles all of it without complaint; the first that ran
 * would be an allocation without a collector, an exception without a handler, or a register that belongs to a program.
 */
final class ForbiddenBytecode {
    /** All that the kernel may ask of a string; others allocate. */
    private static final Set<String> STRING_METHODS = Set.of("length", "charAt");
    private static final int ARITHMETIC_FIRST = Opcodes.IADD;
    private static final int ARITHMETIC_LAST = Opcodes.DNEG;
    private static final Set<Integer> FLOATING = Set.of(Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2, Opcodes.DCONST_0,
            Opcodes.DCONST_1, Opcodes.FLOAD, Opcodes.DLOAD, Opcodes.FALOAD, Opcodes.DALOAD, Opcodes.FSTORE, Opcodes.DSTORE,
            Opcodes.FASTORE, Opcodes.DASTORE, Opcodes.I2F, Opcodes.I2D, Opcodes.L2F, Opcodes.L2D, Opcodes.F2I, Opcodes.F2L,
            Opcodes.F2D, Opcodes.D2I, Opcodes.D2L, Opcodes.D2F, Opcodes.FCMPL, Opcodes.FCMPG, Opcodes.DCMPL, Opcodes.DCMPG,
            Opcodes.FRETURN, Opcodes.DRETURN);

    private ForbiddenBytecode() {
    }

    /** What the method does of it, in words; constructors may allocate, as only {@code new} reaches them. */
    static List<String> in(MethodNode method) {
        boolean constructor = method.name.equals("<init>");
        List<String> findings = new ArrayList<>();
        if (method.desc.matches(".*[)(;\\[BCIJSZ][FD].*")) {
            findings.add("floating point in its type");
        }
        for (AbstractInsnNode instruction : method.instructions) {
            String finding = finding(instruction);
            if (finding != null && !(constructor && finding.startsWith("allocates"))) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private static String finding(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        switch (opcode) {
            case Opcodes.NEW:
                return "allocates an object";
            case Opcodes.NEWARRAY, Opcodes.ANEWARRAY, Opcodes.MULTIANEWARRAY:
                return "allocates an array";
            case Opcodes.INVOKEDYNAMIC:
                return "makes a lambda or concatenates strings";
            case Opcodes.ATHROW:
                return "throws";
            case Opcodes.MONITORENTER, Opcodes.MONITOREXIT:
                return "locks";
            case Opcodes.CHECKCAST, Opcodes.INSTANCEOF:
                return "asks for a type";
            default:
                return ofString(instruction) ? "calls String." + ((MethodInsnNode) instruction).name
                        : isFloating(instruction) ? "computes in floating point" : null;
        }
    }

    private static boolean ofString(AbstractInsnNode instruction) {
        return instruction instanceof MethodInsnNode call && call.owner.equals("java/lang/String")
                && !STRING_METHODS.contains(call.name);
    }

    private static boolean isFloating(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        // Arithmetic comes in fours: int, long, float, double.
        boolean arithmetic = opcode >= ARITHMETIC_FIRST && opcode <= ARITHMETIC_LAST && (opcode - ARITHMETIC_FIRST) % 4 >= 2;
        boolean constant = instruction instanceof LdcInsnNode load && (load.cst instanceof Float || load.cst instanceof Double);
        return arithmetic || constant || FLOATING.contains(opcode);
    }
}
