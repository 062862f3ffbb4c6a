package exo.forge.ebpf;

import java.util.SplittableRandom;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class with a method {@code static long compute(Packet packet, int length)}, random but for that it ends, divides by nothing that can be
 * 0 and keeps its indices and offsets: so the JVM computes something of any packet of {@link #PACKET_BYTES} bytes.
 */
final class RandomClass {
    static final String NAME = "exo/forge/ebpf/Random";
    static final String TYPE = "(L" + PacketTranslation.PACKET + ";I)J";
    static final int PACKET_BYTES = 64;

    private static final int METHOD = Opcodes.ACC_STATIC | Opcodes.ACC_PUBLIC;
    private static final String[] SCALARS = {"I", "J", "B", "S", "C", "Z"};
    private static final int[] ELEMENTS = {Opcodes.T_INT, Opcodes.T_LONG, Opcodes.T_BYTE, Opcodes.T_SHORT, Opcodes.T_CHAR};
    static final int ARRAY_ELEMENTS = 8;

    private final SplittableRandom random;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private RandomClass(SplittableRandom random) {
        this.random = random;
    }

    static byte[] of(long seed) {
        return new RandomClass(new SplittableRandom(seed)).write();
    }

    private byte[] write() {
        // The version before verification by frames: these need not be computed.
        writer.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
        MethodVisitor initialiser = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        for (String type : SCALARS) {
            writer.visitField(METHOD, "v" + type, type, null, null).visitEnd();
        }
        initialiser.visitLdcInsn(random.nextLong());
        initialiser.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "vJ", "J");
        for (int number = 0; number < ELEMENTS.length; number++) {
            String type = "[" + SCALARS[number];
            writer.visitField(METHOD | Opcodes.ACC_FINAL, "a" + SCALARS[number], type, null, null).visitEnd();
            initialiser.visitIntInsn(Opcodes.BIPUSH, ARRAY_ELEMENTS);
            initialiser.visitIntInsn(Opcodes.NEWARRAY, ELEMENTS[number]);
            initialiser.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "a" + SCALARS[number], type);
        }
        initialiser.visitInsn(Opcodes.RETURN);
        initialiser.visitMaxs(0, 0);
        initialiser.visitEnd();
        method("compute", TYPE, 2, true);
        method("large", "(L" + PacketTranslation.PACKET + ";IJ)J", 4, false);
        method("small", "(L" + PacketTranslation.PACKET + ";IJ)J", 4, false);
        return writer.toByteArray();
    }

    private void method(String name, String type, int locals, boolean calls) {
        MethodVisitor visitor = writer.visitMethod(METHOD, name, type, null, null);
        int statements = name.equals("small") ? 1 : 2 + random.nextInt(3);
        new RandomCode(random, visitor, locals, calls).write(statements);
        visitor.visitMaxs(0, 0);
        visitor.visitEnd();
    }
}
