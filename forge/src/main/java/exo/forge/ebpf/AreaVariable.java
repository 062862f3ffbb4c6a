package exo.forge.ebpf;

import exo.ebpf.Opcode;

/**
 * A static variable of the class, in the area. @param offset of its first byte @param type what it or each of its elements is, as in
 * descriptors @param elements of an array, or {@link #SCALAR}
 */
record AreaVariable(String name, int offset, char type, int elements) {
    static final int SCALAR = -1;

    static boolean isType(char type) {
        return "ZBSCIJ".indexOf(type) >= 0;
    }

    static int bytes(char type) {
        switch (type) {
            case 'Z':
            case 'B':
                return Byte.BYTES;
            case 'S':
            case 'C':
                return Short.BYTES;
            case 'I':
                return Integer.BYTES;
            default:
                return Long.BYTES;
        }
    }

    boolean isArray() {
        return elements != SCALAR;
    }

    int elementBytes() {
        return bytes(type);
    }

    int bytes() {
        return elementBytes() * (isArray() ? elements : 1);
    }

    /** The width of a load or store of it, as {@link Opcode} has it. */
    int size() {
        switch (elementBytes()) {
            case Byte.BYTES:
                return Opcode.BYTE;
            case Short.BYTES:
                return Opcode.HALF;
            case Integer.BYTES:
                return Opcode.WORD;
            default:
                return Opcode.DOUBLE;
        }
    }

    boolean isSigned() {
        return type == 'B' || type == 'S' || type == 'I';
    }

    /** The least and the most that a load of it gives. */
    long least() {
        return isSigned() ? -1L << elementBytes() * Byte.SIZE - 1 : type == 'J' ? Long.MIN_VALUE : 0;
    }

    long most() {
        switch (type) {
            case 'J':
                return Long.MAX_VALUE;
            case 'Z':
            case 'C':
                return (1L << elementBytes() * Byte.SIZE) - 1;
            default:
                return ~least();
        }
    }
}
