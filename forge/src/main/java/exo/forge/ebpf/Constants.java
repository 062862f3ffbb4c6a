package exo.forge.ebpf;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;

/** The constants that instructions push. */
final class Constants {
    private Constants() {
    }

    /** What the instruction pushes if it pushes an int or long constant, or null. */
    static Long of(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return (long) opcode - Opcodes.ICONST_0;
        }
        if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            return (long) opcode - Opcodes.LCONST_0;
        }
        if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
            return (long) ((IntInsnNode) instruction).operand;
        }
        if (instruction instanceof LdcInsnNode load && (load.cst instanceof Integer || load.cst instanceof Long)) {
            return ((Number) load.cst).longValue();
        }
        return null;
    }

    /** Whether what it pushes is a long. */
    static boolean isLong(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        return opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1
                || instruction instanceof LdcInsnNode load && load.cst instanceof Long;
    }
}
