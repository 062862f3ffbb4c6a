package exo.tests.proof.explore;

import java.util.function.BiFunction;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A kernel made wrong in one place: a method no longer makes its calls of another, which give 0 instead.
 *
 * @param inClass  simple name of a class of the kernel
 * @param callee  what {@code inMethod} is to leave out
 */
record PlantedFault(String inClass, String inMethod, String callee) implements BiFunction<String, byte[], byte[]> {

    @Override
    public byte[] apply(String name, byte[] code) {
        if (!name.equals("exo.aegis." + inClass)) {
            return code;
        }
        ClassNode read = new ClassNode();
        new ClassReader(code).accept(read, 0);
        int planted = 0;
        for (MethodNode method : read.methods) {
            planted += method.name.equals(inMethod) ? plant(method) : 0;
        }
        if (planted == 0) {
            throw new IllegalStateException("the kernel has no such place any more: " + this);
        }
        ClassWriter written = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        read.accept(written);
        return written.toByteArray();
    }

    private int plant(MethodNode method) {
        int planted = 0;
        for (AbstractInsnNode instruction : method.instructions.toArray()) {
            if (instruction instanceof MethodInsnNode call && call.name.equals(callee)) {
                method.instructions.insert(call, inPlaceOf(call));
                method.instructions.remove(call);
                planted++;
            }
        }
        return planted;
    }

    private static InsnList inPlaceOf(MethodInsnNode call) {
        InsnList instead = new InsnList();
        Type[] arguments = Type.getArgumentTypes(call.desc);
        for (int i = arguments.length - 1; i >= 0; i--) {
            instead.add(new InsnNode(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
        }
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            instead.add(new InsnNode(Opcodes.POP));
        }
        Type result = Type.getReturnType(call.desc);
        if (result.getSort() == Type.LONG) {
            instead.add(new InsnNode(Opcodes.LCONST_0));
        } else if (result != Type.VOID_TYPE) {
            instead.add(new InsnNode(Opcodes.ICONST_0));
        }
        return instead;
    }
}
