package exo.forge.ebpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * The class's static variables in the area: in the order of their declaration, each aligned to its own size and arrays to 8 bytes, as C
 * does. Constants of the compiler are none, since no instruction reads them.
 */
final class AreaVariables {
    private static final int ARRAY_ALIGNMENT = 8;
    private static final int BYTES_MAXIMUM = 1 << 24;

    private final Map<String, AreaVariable> variables = new LinkedHashMap<>();
    private final byte[] contents;

    AreaVariables(ClassNode type) throws UntranslatableException {
        ClassInitialiser initialiser = new ClassInitialiser(type);
        long end = 0;
        for (FieldNode field : type.fields) {
            String descriptor = field.desc;
            boolean array = descriptor.charAt(0) == '[';
            char element = descriptor.charAt(array ? 1 : 0);
            boolean known = descriptor.length() == (array ? 2 : 1) && AreaVariable.isType(element);
            if (!known || field.value != null || (field.access & Opcodes.ACC_STATIC) == 0) {
                continue;
            }
            long[] elements = initialiser.array(field.name);
            if (!array || elements != null) {
                int alignment = array ? ARRAY_ALIGNMENT : AreaVariable.bytes(element);
                int offset = (int) ((end + alignment - 1) / alignment * alignment);
                int count = array ? elements.length : AreaVariable.SCALAR;
                end = offset + (long) AreaVariable.bytes(element) * (array ? count : 1);
                variables.put(field.name, new AreaVariable(field.name, offset, element, count));
            }
            if (end > BYTES_MAXIMUM) {
                throw new UntranslatableException(type.name.replace('/', '.') + ": its static variables take more than " + BYTES_MAXIMUM
                        + " bytes");
            }
        }
        contents = new byte[(int) end];
        fill(initialiser);
    }

    private void fill(ClassInitialiser initialiser) {
        ByteBuffer bytes = ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
        for (AreaVariable variable : variables.values()) {
            long[] elements = variable.isArray() ? initialiser.array(variable.name()) : new long[] {initialiser.number(variable.name())};
            for (int index = 0; index < elements.length; index++) {
                put(bytes, variable.offset() + index * variable.elementBytes(), variable.elementBytes(), elements[index]);
            }
        }
    }

    private static void put(ByteBuffer bytes, int at, int width, long value) {
        for (int octet = 0; octet < width; octet++) {
            bytes.put(at + octet, (byte) (value >>> octet * Byte.SIZE));
        }
    }

    /** The variable of that name, or null. */
    AreaVariable named(String name) {
        return variables.get(name);
    }

    byte[] contents() {
        return contents;
    }

    Map<String, Integer> offsets() {
        Map<String, Integer> offsets = new LinkedHashMap<>();
        variables.forEach((name, variable) -> offsets.put(name, variable.offset()));
        return offsets;
    }
}
