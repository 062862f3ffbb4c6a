package exo.tests.proof.explore;

import exo.tests.proof.mutation.Instructions;
import java.util.function.BiFunction;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
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
                Instructions.replaceCall(method, call, 0);
                planted++;
            }
        }
        return planted;
    }
}
