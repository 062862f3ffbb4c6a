package exo.forge.ebpf;

import java.util.SplittableRandom;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Random statements and expressions of a {@link RandomClass}'s method, as a compiler would write them and some as none would. */
final class RandomCode {
    private static final String PACKET = PacketTranslation.PACKET;
    private static final int PACKET_LOCAL = 0;
    private static final int LENGTH_LOCAL = 1;
    private static final int VARIABLES = 4;
    private static final int NESTING_MAXIMUM = 2;
    /** How deep expressions go: of most methods, and of one in so many. */
    private static final int DEPTH_OF_MOST = 2;
    private static final int DEPTH_OF_SOME = 4;
    private static final int SOME = 16;
    private static final int OFFSET_MASK = RandomClass.PACKET_BYTES - 1 - 7;
    private static final long[] NUMBERS = {0, 1, -1, 2, 7, 31, 63, 64, 255, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE,
        1L << 31, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final int[] BINARY = {Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR};
    private static final int[] SHIFTS = {Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR};
    private static final int[] NARROWING = {Opcodes.I2B, Opcodes.I2C, Opcodes.I2S};
    private static final String[] INT_FIELDS = {"I", "B", "S", "C", "Z"};
    private static final String[] INT_ARRAYS = {"I", "B", "S", "C"};

    private final SplittableRandom random;
    private final MethodVisitor code;
    /** Local variables: first VARIABLES ints, then as many longs, then the loops' counters. */
    private final int ints;
    private final int longs;
    private final int counters;
    private final boolean calls;
    private final int depthMaximum;
    private int nesting;

    RandomCode(SplittableRandom random, MethodVisitor code, int firstLocal, boolean calls) {
        this.random = random;
        this.code = code;
        this.calls = calls;
        ints = firstLocal;
        longs = ints + VARIABLES;
        counters = longs + 2 * VARIABLES;
        depthMaximum = random.nextInt(SOME) == 0 ? DEPTH_OF_SOME : DEPTH_OF_MOST;
    }

    void write(int statements) {
        for (int variable = 0; variable < VARIABLES; variable++) {
            number(false);
            code.visitVarInsn(Opcodes.ISTORE, ints + variable);
            offset();
            packetLoad("little64", "J");
            code.visitVarInsn(Opcodes.LSTORE, longs + 2 * variable);
        }
        statements(statements);
        expression(true, 0);
        for (int variable = 0; variable < VARIABLES; variable++) {
            code.visitVarInsn(Opcodes.LLOAD, longs + 2 * variable);
            code.visitInsn(Opcodes.LXOR);
            code.visitVarInsn(Opcodes.ILOAD, ints + variable);
            code.visitInsn(Opcodes.I2L);
            code.visitInsn(Opcodes.LADD);
        }
        code.visitInsn(Opcodes.LRETURN);
    }

    private int one(int[] of) {
        return of[random.nextInt(of.length)];
    }

    // ---- statements

    private void statements(int count) {
        for (int statement = 0; statement < count; statement++) {
            statement();
        }
    }

    private void statement() {
        int kind = random.nextInt(nesting < NESTING_MAXIMUM ? 10 : 6);
        switch (kind) {
            case 0:
                code.visitIincInsn(ints + random.nextInt(VARIABLES), random.nextInt(-40_000, 40_000) / 2);
                break;
            case 1:
                storeField();
                break;
            case 2:
                storeElement();
                break;
            case 3:
                storeToPacket();
                break;
            case 4, 5:
                assign();
                break;
            case 6:
                choose();
                break;
            case 7:
                loop();
                break;
            default:
                condition();
                break;
        }
    }

    private void assign() {
        boolean wide = random.nextBoolean();
        expression(wide, 0);
        store(wide);
    }

    private void store(boolean wide) {
        int variable = random.nextInt(VARIABLES);
        code.visitVarInsn(wide ? Opcodes.LSTORE : Opcodes.ISTORE, wide ? longs + 2 * variable : ints + variable);
    }

    private void storeField() {
        boolean wide = random.nextInt(3) == 0;
        String type = wide ? "J" : INT_FIELDS[random.nextInt(INT_FIELDS.length)];
        expression(wide, 1);
        if (type.equals("Z")) {
            code.visitInsn(Opcodes.ICONST_1);
            code.visitInsn(Opcodes.IAND);
        }
        code.visitFieldInsn(Opcodes.PUTSTATIC, RandomClass.NAME, "v" + type, type);
    }

    private void storeElement() {
        boolean wide = random.nextInt(3) == 0;
        element(wide ? "J" : INT_ARRAYS[random.nextInt(INT_ARRAYS.length)], true, wide);
    }

    private void element(String type, boolean stores, boolean wide) {
        code.visitFieldInsn(Opcodes.GETSTATIC, RandomClass.NAME, "a" + type, "[" + type);
        expression(false, 2);
        code.visitIntInsn(Opcodes.BIPUSH, RandomClass.ARRAY_ELEMENTS - 1);
        code.visitInsn(Opcodes.IAND);
        if (stores) {
            expression(wide, 1);
        }
        int load = switch (type) {
            case "I" -> Opcodes.IALOAD;
            case "J" -> Opcodes.LALOAD;
            case "B" -> Opcodes.BALOAD;
            case "S" -> Opcodes.SALOAD;
            default -> Opcodes.CALOAD;
        };
        code.visitInsn(stores ? load - Opcodes.IALOAD + Opcodes.IASTORE : load);
    }

    private void storeToPacket() {
        String name = new String[] {"put8", "put16", "putLittle16", "put32", "putLittle32", "put64", "putLittle64"}[random.nextInt(7)];
        boolean wide = name.endsWith("32") || name.endsWith("64");
        offset();
        expression(wide, 1);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, PACKET, name, wide ? "(IJ)V" : "(II)V", true);
    }

    /** The packet and an offset in it. */
    private void offset() {
        code.visitVarInsn(Opcodes.ALOAD, PACKET_LOCAL);
        if (random.nextBoolean()) {
            code.visitIntInsn(Opcodes.BIPUSH, random.nextInt(OFFSET_MASK + 1));
        } else {
            code.visitVarInsn(Opcodes.ILOAD, random.nextInt(2) == 0 ? LENGTH_LOCAL : ints);
            code.visitIntInsn(Opcodes.BIPUSH, OFFSET_MASK);
            code.visitInsn(Opcodes.IAND);
        }
    }

    private void packetLoad(String name, String type) {
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, PACKET, name, "(I)" + type, true);
    }

    private void condition() {
        Label otherwise = new Label();
        Label end = new Label();
        nesting++;
        test(otherwise, 0);
        statements(1 + random.nextInt(2));
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(otherwise);
        statements(random.nextInt(2));
        code.visitLabel(end);
        nesting--;
    }

    /** With the comparison behind the body, as javac has it. */
    private void loop() {
        Label body = new Label();
        Label test = new Label();
        int counter = counters + nesting;
        nesting++;
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, counter);
        code.visitJumpInsn(Opcodes.GOTO, test);
        code.visitLabel(body);
        statements(1 + random.nextInt(2));
        code.visitIincInsn(counter, 1);
        code.visitLabel(test);
        code.visitVarInsn(Opcodes.ILOAD, counter);
        expression(false, depthMaximum);
        code.visitIntInsn(Opcodes.BIPUSH, 7);
        code.visitInsn(Opcodes.IAND);
        code.visitJumpInsn(Opcodes.IF_ICMPLT, body);
        nesting--;
    }

    private void choose() {
        Label otherwise = new Label();
        Label end = new Label();
        Label[] labels = {new Label(), new Label(), otherwise, new Label()};
        nesting++;
        expression(false, 1);
        if (random.nextBoolean()) {
            code.visitInsn(Opcodes.ICONST_3);
            code.visitInsn(Opcodes.IAND);
            code.visitTableSwitchInsn(0, labels.length - 1, otherwise, labels);
        } else {
            code.visitLookupSwitchInsn(otherwise, new int[] {Integer.MIN_VALUE, -1, 0, 65535}, labels);
        }
        for (Label label : labels) {
            code.visitLabel(label);
            statements(1);
            if (random.nextInt(3) > 0) {
                code.visitJumpInsn(Opcodes.GOTO, end);
            }
        }
        code.visitLabel(end);
        nesting--;
    }

    // ---- conditions

    /** Jumps if a random condition does not hold. */
    private void test(Label otherwise, int depth) {
        int which = random.nextInt(6);
        switch (random.nextInt(4)) {
            case 0:
                expression(false, depth + 1);
                code.visitJumpInsn(Opcodes.IFEQ + which, otherwise);
                break;
            case 1:
                expression(false, depth + 1);
                expression(false, depth + 1);
                code.visitJumpInsn(Opcodes.IF_ICMPEQ + which, otherwise);
                break;
            default:
                compareLongs(depth);
                code.visitJumpInsn(Opcodes.IFEQ + which, otherwise);
                break;
        }
    }

    private void compareLongs(int depth) {
        expression(true, depth + 1);
        expression(true, depth + 1);
        if (random.nextBoolean()) {
            code.visitInsn(Opcodes.LCMP);
        } else {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Long", "compareUnsigned", "(JJ)I", false);
        }
    }

    // ---- expressions

    private void expression(boolean wide, int depth) {
        if (depth >= depthMaximum || random.nextInt(5) == 0) {
            leaf(wide);
        } else if (random.nextInt(5) == 0) {
            select(wide, depth);
        } else {
            compound(wide, depth);
        }
    }

    private void leaf(boolean wide) {
        switch (random.nextInt(4)) {
            case 0:
                number(wide);
                break;
            case 1:
                fieldOrLoad(wide);
                break;
            default:
                int variable = random.nextInt(VARIABLES);
                code.visitVarInsn(wide ? Opcodes.LLOAD : Opcodes.ILOAD, wide ? longs + 2 * variable : ints + variable);
                break;
        }
    }

    private void number(boolean wide) {
        long number = random.nextInt(3) == 0 ? random.nextLong() >> random.nextInt(64) : NUMBERS[random.nextInt(NUMBERS.length)];
        code.visitLdcInsn(wide ? (Object) number : (Object) (int) number);
    }

    private void fieldOrLoad(boolean wide) {
        if (random.nextBoolean()) {
            String type = wide ? "J" : INT_FIELDS[random.nextInt(INT_FIELDS.length)];
            code.visitFieldInsn(Opcodes.GETSTATIC, RandomClass.NAME, "v" + type, type);
        } else {
            offset();
            String[] names = wide ? new String[] {"u32", "u64", "little32", "little64"} : new String[] {"u8", "u16", "little16"};
            packetLoad(names[random.nextInt(names.length)], wide ? "J" : "I");
        }
    }

    /** A value by a condition, with whatever lies on the stack below. */
    private void select(boolean wide, int depth) {
        Label otherwise = new Label();
        Label end = new Label();
        test(otherwise, depth + 1);
        expression(wide, depth + 1);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(otherwise);
        expression(wide, depth + 1);
        code.visitLabel(end);
    }

    private void compound(boolean wide, int depth) {
        int more = wide ? 1 : 0;
        switch (random.nextInt(11)) {
            case 0:
                expression(wide, depth + 1);
                expression(false, depth + 1);
                code.visitInsn(one(SHIFTS) + more);
                break;
            case 1:
                divide(wide, depth);
                break;
            case 2:
                expression(wide, depth + 1);
                code.visitInsn(Opcodes.INEG + more);
                break;
            case 3:
                convert(wide, depth);
                break;
            case 4:
                keep(wide, depth);
                break;
            case 5:
                library(wide, depth);
                break;
            case 6:
                call(wide, depth);
                break;
            case 7:
                element(wide ? "J" : INT_ARRAYS[random.nextInt(INT_ARRAYS.length)], false, wide);
                break;
            default:
                expression(wide, depth + 1);
                expression(wide, depth + 1);
                code.visitInsn(one(BINARY) + more);
                break;
        }
    }

    private void divide(boolean wide, int depth) {
        expression(wide, depth + 1);
        expression(wide, depth + 1);
        code.visitLdcInsn(wide ? (Object) 1L : (Object) 1);
        code.visitInsn(wide ? Opcodes.LOR : Opcodes.IOR);
        code.visitInsn((random.nextBoolean() ? Opcodes.IDIV : Opcodes.IREM) + (wide ? 1 : 0));
    }

    private void convert(boolean wide, int depth) {
        if (wide) {
            expression(false, depth + 1);
            code.visitInsn(Opcodes.I2L);
        } else if (random.nextBoolean()) {
            expression(true, depth + 1);
            code.visitInsn(Opcodes.L2I);
        } else {
            expression(false, depth + 1);
            code.visitInsn(one(NARROWING));
        }
    }

    /** An assignment as a value, or a variable's value before it changes. */
    private void keep(boolean wide, int depth) {
        if (wide) {
            expression(true, depth + 1);
            code.visitInsn(Opcodes.DUP2);
            store(true);
        } else if (random.nextBoolean()) {
            int variable = ints + random.nextInt(VARIABLES);
            code.visitVarInsn(Opcodes.ILOAD, variable);
            code.visitIincInsn(variable, random.nextInt(100) - 50);
        } else {
            expression(false, depth + 1);
            expression(false, depth + 1);
            code.visitInsn(Opcodes.DUP_X1);
            store(false);
            code.visitInsn(random.nextBoolean() ? Opcodes.SWAP : Opcodes.NOP);
            code.visitInsn(Opcodes.ISUB);
        }
    }

    private void library(boolean wide, int depth) {
        String[] one = {"reverseBytes"};
        String type = wide ? "J" : "I";
        switch (random.nextInt(4)) {
            case 0:
                expression(wide, depth + 1);
                code.visitMethodInsn(Opcodes.INVOKESTATIC, wide ? "java/lang/Long" : "java/lang/Integer", one[0], "(" + type + ")" + type,
                        false);
                break;
            case 1:
                expression(wide, depth + 1);
                expression(wide, depth + 1);
                code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", random.nextBoolean() ? "min" : "max",
                        "(" + type + type + ")" + type, false);
                break;
            default:
                expression(false, depth + 1);
                if (wide) {
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Integer", "toUnsignedLong", "(I)J", false);
                } else {
                    compareLongs(depth + 1);
                    code.visitInsn(Opcodes.IADD);
                }
                break;
        }
    }

    private void call(boolean wide, int depth) {
        if (!calls) {
            leaf(wide);
            return;
        }
        code.visitVarInsn(Opcodes.ALOAD, PACKET_LOCAL);
        expression(false, depth + 2);
        expression(true, depth + 2);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, RandomClass.NAME, random.nextBoolean() ? "large" : "small", "(L" + PACKET + ";IJ)J",
                false);
        if (!wide) {
            code.visitInsn(Opcodes.L2I);
        }
    }
}
